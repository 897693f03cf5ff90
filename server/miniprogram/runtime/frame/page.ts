// One open page: its tree in the document, its instance, and the calls of its lifecycle in WeChat's order.
import type { GeneralBackendElement, GeneralComponent } from 'glass-easel';
import type { AssociatedBackend, Root } from 'glass-easel-miniprogram-adapter';
import type { OwnBar } from './bars';
import type { Components } from './components';
import type { EventChannel } from './event-channel';
import { createElement } from './intrinsics';
import type { Report } from './report';
import type { SheetKind } from './styles';
import type { PageInstance } from './types';
import { parseQuery } from './url';

export interface PageParts {
  components: Components;
  backend: AssociatedBackend;
  report: Report;
}

export interface PageToOpen {
  path: string;
  query: string;
  id: number;
  bar: OwnBar;
  channel: EventChannel;
  sheet: { path: string; kind: SheetKind; app: boolean };
  /** The components below the page, whose sheets go with it. */
  sheets: { path: string; kind: SheetKind }[];
}

export class Page {
  readonly path: string;
  readonly query: string;
  readonly id: number;
  readonly bar: OwnBar;
  readonly sheet: PageToOpen['sheet'];
  readonly sheets: PageToOpen['sheets'];
  readonly instance: PageInstance;
  readonly root: GeneralComponent;
  /** The box in the document; hidden while another page is on the screen. */
  readonly box: HTMLElement;
  /** The custom tab bar on this page. */
  tabBar: Root | undefined;
  scrollTop = 0;
  shown = false;
  /** `onReady` has been called. */
  ready = false;
  unloaded = false;
  readonly #parts: PageParts;
  readonly #root: Root;

  constructor(parts: PageParts, { path, query, id, bar, channel, sheet, sheets }: PageToOpen) {
    this.#parts = parts;
    this.path = path;
    this.query = query;
    this.id = id;
    this.bar = bar;
    this.sheet = sheet;
    this.sheets = sheets;
    const options = parseQuery(query);
    // a page made by Component() gets its query as properties; the adapter decodes what it is given
    const properties = Object.entries(options).map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
    this.#root = parts.backend.createRoot('page', parts.components.code, `/${path}${properties ? `?${properties}` : ''}`);
    this.root = this.#root.getComponent();
    this.instance = this.#root.get() as unknown as PageInstance;
    Object.assign(this.instance, {
      route: path,
      __route__: path,
      options,
      __wxWebviewId__: id,
      getOpenerEventChannel: () => channel,
    });
    this.box = createElement('div');
    this.box.className = 'oa-page';
    this.box.hidden = true;
  }

  /** Puts the tree into the document: `attached` of all components. */
  attach(parent: HTMLElement): void {
    parent.append(this.box);
    attachRoot(this.#root, this.box);
  }

  call(handler: string, ...args: unknown[]): unknown {
    const method = this.instance[handler];
    if (typeof method !== 'function') return undefined;
    return this.#parts.report.safely(`${this.path} ${handler}`, () => method.apply(this.instance, args) as unknown);
  }

  has(handler: string): boolean {
    return typeof this.instance[handler] === 'function';
  }

  /** Tells all components of the page (`pageLifetimes`). */
  lifetime(name: string, ...args: unknown[]): void {
    this.#parts.report.safely(`${this.path} ${name}`, () => this.root.triggerPageLifetime(name, args as never));
    const bar = this.tabBar?.getComponent();
    if (bar) this.#parts.report.safely('custom-tab-bar/index', () => bar.triggerPageLifetime(name, args as never));
  }

  unload(): void {
    if (this.unloaded) return;
    this.unloaded = true;
    this.call('onUnload');
    for (const root of [this.#root, this.tabBar]) if (root) this.#parts.report.safely(`${this.path} detached`, () => root.release());
    this.box.remove();
  }
}

/** Puts a root where a placeholder stands, as glass-easel wants it. */
export function attachRoot(root: Root, box: HTMLElement): void {
  const placeholder = createElement('span');
  box.append(placeholder);
  root.attach(box as unknown as GeneralBackendElement, placeholder as unknown as GeneralBackendElement);
}
