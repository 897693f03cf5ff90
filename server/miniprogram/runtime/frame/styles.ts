// The style sheets of the project. The app's is always on, but for pages that refuse it; a page's only while the page is on the
// screen, because its selectors are not scoped; a component's always, because its classes are.
import { createElement } from './intrinsics';
import { arrival, type Loader } from './loader';
import type { Report } from './report';
import { encodePath } from './url';

export type SheetKind = 'page' | 'component';

interface Sheet {
  link: HTMLLinkElement;
  coming: Promise<void>;
}

export class Styles {
  readonly #loader: Loader;
  readonly #report: Report;
  readonly #known: Record<string, string>;
  readonly #sheets = new Map<string, Sheet>();
  readonly #places: Record<'app' | 'component' | 'page', Comment>;

  constructor(loader: Loader, report: Report, known: Record<string, string>) {
    this.#loader = loader;
    this.#report = report;
    this.#known = known;
    // later sheets win over earlier ones: the app's, the components', the page's
    const place = (name: string): Comment => document.head.appendChild(document.createComment(name));
    this.#places = { app: place('app'), component: place('components'), page: place('pages') };
  }

  /** The prefix of the classes of a scoped sheet. */
  prefix(path: string): string | undefined {
    return Object.hasOwn(this.#known, path) ? this.#known[path] : undefined;
  }

  /**
   * Loads a sheet and leaves it off; settles when it is there or has failed, which is reported. `place` orders it: a component
   * with `styleIsolation: shared` has a plain sheet (kind `page`) among the components'.
   */
  load(path: string, kind: SheetKind, place: 'app' | 'component' | 'page'): Promise<void> {
    if (this.prefix(path) === undefined) return Promise.resolve();
    const key = `${kind}/${path}`;
    const known = this.#sheets.get(key);
    if (known) return known.coming;
    const link = createElement('link');
    link.rel = 'stylesheet';
    link.crossOrigin = 'anonymous';
    link.href = `${this.#loader.base}/css/${kind}/${encodePath(path)}.css`;
    link.media = 'not all';
    const coming = arrival(link).then((came) => {
      if (!came) this.#report.problem({ level: 'error', file: `${path}.wxss`, line: 0, column: 0, message: 'cannot be loaded' });
    });
    this.#sheets.set(key, { link, coming });
    this.#places[place].before(link);
    return coming;
  }

  /** Turns the sheets of a page and its components on, and those of all other pages off. */
  show(page: { path: string; kind: SheetKind; app: boolean }, components: Iterable<{ path: string; kind: SheetKind }>): void {
    const on = new Set([`${page.kind}/${page.path}`]);
    if (page.app) on.add('page/app');
    for (const { path, kind } of components) on.add(`${kind}/${path}`);
    for (const [key, { link }] of this.#sheets) {
      const media = on.has(key) || key.startsWith('component/') ? 'all' : 'not all';
      if (link.media !== media) link.media = media;
    }
  }
}
