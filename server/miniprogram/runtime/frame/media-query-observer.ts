// `createMediaQueryObserver`, by the browser's own media queries.
import type { Report } from './report';

type Descriptor = Partial<Record<'width' | 'minWidth' | 'maxWidth' | 'height' | 'minHeight' | 'maxHeight' | 'orientation', number | string>>;

export class PageMediaQueryObserver {
  readonly #report: Report;
  #end: () => void = () => undefined;

  constructor(report: Report) {
    this.#report = report;
  }

  observe(descriptor: Descriptor, callback: (result: { matches: boolean }) => void): void {
    this.disconnect();
    const list = window.matchMedia(mediaQuery(descriptor));
    const tell = (): void => void this.#report.safely('media query observer', () => callback({ matches: list.matches }));
    list.addEventListener('change', tell);
    this.#end = () => list.removeEventListener('change', tell);
    tell();
  }

  disconnect(): void {
    this.#end();
    this.#end = () => undefined;
  }
}

export function mediaQuery(descriptor: Descriptor): string {
  const parts = Object.entries(descriptor).map(([name, value]) => {
    const feature = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return name === 'orientation' ? `(orientation: ${value === 'landscape' ? 'landscape' : 'portrait'})` : `(${feature}: ${Number(value) || 0}px)`;
  });
  return parts.join(' and ') || 'all';
}
