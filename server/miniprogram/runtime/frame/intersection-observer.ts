// `createIntersectionObserver`: the adapter's own throws where a margin is left out, and its results lack `id` and `dataset`.
import { type Element, type GeneralComponent } from 'glass-easel';
import type { Report } from './report';
import { componentOf, domOf, selectIn } from './tree';

interface Margins {
  left?: number;
  top?: number;
  right?: number;
  bottom?: number;
}

interface Options {
  thresholds?: number[];
  initialRatio?: number;
  observeAll?: boolean;
}

export class PageIntersectionObserver {
  readonly #within: () => unknown;
  readonly #options: Options;
  readonly #report: Report;
  readonly #observers: IntersectionObserver[] = [];
  #selector: string | undefined;
  #margins: Margins = {};

  constructor(within: () => unknown, options: Options | undefined, report: Report) {
    this.#within = within;
    this.#options = options ?? {};
    this.#report = report;
  }

  relativeTo(selector: string, margins?: Margins): this {
    this.#selector = selector;
    this.#margins = margins ?? {};
    return this;
  }

  relativeToViewport(margins?: Margins): this {
    this.#selector = undefined;
    this.#margins = margins ?? {};
    return this;
  }

  observe(selector: string, callback: (result: object) => void): void {
    const component = componentOf(this.#within());
    if (!component) return;
    const found = selectIn(component, selector);
    for (const element of this.#options.observeAll ? found : found.slice(0, 1)) this.#observe(component, element, callback);
  }

  disconnect(): void {
    for (const observer of this.#observers.splice(0)) observer.disconnect();
  }

  #observe(component: GeneralComponent, element: Element, callback: (result: object) => void): void {
    const target = domOf(element);
    if (!target) return;
    const { thresholds = [0], initialRatio = 0 } = this.#options;
    const side = (name: keyof Margins): string => `${Number(this.#margins[name]) || 0}px`;
    const reference = this.#selector === undefined ? undefined : domOf(selectIn(component, this.#selector)[0]);
    let first = true;
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        const unchanged = first && !crosses(thresholds, initialRatio, entry.isIntersecting ? Math.max(entry.intersectionRatio, Number.MIN_VALUE) : 0);
        first = false;
        if (!unchanged) this.#report.safely('intersection observer', () => callback(resultOf(entry, element)));
      }
    }, {
      // the frame's own viewport: in a frame of another origin, no root would mean the outer window's, without margins
      root: reference?.contains(target) ? reference : document,
      rootMargin: `${side('top')} ${side('right')} ${side('bottom')} ${side('left')}`,
      threshold: thresholds.map((one) => Math.min(1, Math.max(0, Number(one) || 0))),
    });
    observer.observe(target);
    this.#observers.push(observer);
  }
}

/** Whether the ratio passes a threshold on its way from `before` to `after`. */
function crosses(thresholds: number[], before: number, after: number): boolean {
  return thresholds.some((one) => before !== after && Math.min(before, after) <= one && one <= Math.max(before, after));
}

function resultOf(entry: IntersectionObserverEntry, element: Element): object {
  const rect = ({ left, top, right, bottom, width, height }: DOMRectReadOnly): object => ({ left, top, right, bottom, width, height });
  return {
    id: element.id,
    dataset: { ...(element.dataset as object) },
    time: Math.round(entry.time),
    intersectionRatio: entry.intersectionRatio,
    boundingClientRect: rect(entry.boundingClientRect),
    intersectionRect: rect(entry.intersectionRect),
    relativeRect: entry.rootBounds ? rect(entry.rootBounds) : {},
  };
}
