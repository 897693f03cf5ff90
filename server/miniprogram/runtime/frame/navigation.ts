// The page stack at work: opens, shows, hides and ends pages by the rules of stack.ts, one move at a time.
import type { AssociatedBackend } from 'glass-easel-miniprogram-adapter';
import { type OwnBar, type TabBar, barOf, defined } from './bars';
import type { Components } from './components';
import { EventChannel, type Listener } from './event-channel';
import type { Facts } from './facts';
import { afterFrame, createElement } from './intrinsics';
import { Page, attachRoot } from './page';
import type { Ready } from './ready';
import type { Report } from './report';
import type { Scrolling } from './scroll';
import { heightAfterBack, type Move, plan, refusal } from './stack';
import type { SheetKind, Styles } from './styles';
import type { Bridge } from './types';
import { type PageUrl, pageUrl } from './url';

export const TAB_BAR = 'custom-tab-bar/index';

export interface NavigationParts {
  facts: Facts;
  components: Components;
  backend: AssociatedBackend;
  styles: Styles;
  report: Report;
  ready: Ready;
  tabBar: TabBar;
  bridge: Bridge;
  parent: HTMLElement;
  scrolling: () => Scrolling;
  /** Ends a refresh of the page that leaves the screen. */
  leaving: () => void;
  /** Loads the scripts of a page and of all that it uses; gives the components. */
  load: (path: string) => Promise<Set<string>>;
}

export class Navigation {
  readonly #parts: NavigationParts;
  #stack: Page[] = [];
  /** Tab pages that are alive, on the stack or not. */
  #tabs: Page[] = [];
  #queue: Promise<unknown> = Promise.resolve();
  #ids = 0;

  constructor(parts: NavigationParts) {
    this.#parts = parts;
  }

  get stack(): readonly Page[] {
    return this.#stack;
  }

  get top(): Page | undefined {
    return this.#stack.at(-1);
  }

  isTab = (path: string): boolean => this.#parts.facts.tab(path) >= 0;

  /** Moves to an address; throws `{ errMsg }` where WeChat refuses, and then nothing has changed. */
  move(move: Move, url: string, events?: Record<string, Listener>): Promise<{ eventChannel: object }> {
    return this.#enqueue(() => this.#go(move, pageUrl(url, this.top?.path), events));
  }

  back(delta: number): Promise<void> {
    return this.#enqueue(() => {
      const height = heightAfterBack(this.#stack.length, delta);
      if (height === undefined) throw { errMsg: 'fail cannot navigate back at first page.' };
      const dropped = this.#stack.slice(height).reverse();
      this.#drop(dropped, this.#stack.slice(0, height));
      if (this.top) this.#show(this.top);
      return Promise.resolve();
    });
  }

  /** Changes the bar of a page, of the one on the screen if none is named. */
  setBar(change: Partial<OwnBar>, page = this.top): void {
    if (page) Object.assign(page.bar, defined(change));
    if (page === this.top) this.tellBar();
  }

  tellBar(): void {
    const page = this.top;
    if (!page) return;
    const { hideHome, ...bar } = page.bar;
    const tab = this.#parts.facts.tab(page.path);
    const alone = this.#stack.length === 1;
    const home = alone && tab < 0 && page.path !== this.#parts.facts.first && !hideHome;
    const query = page.query ? `?${page.query}` : '';
    this.#parts.bridge.note({ note: 'page', page: { path: page.path, query, ...bar, canGoBack: !alone, home, tab } });
  }

  #enqueue<Result>(step: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(step);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #go(move: Move, { path, query }: PageUrl, events: Record<string, Listener> = {}): Promise<{ eventChannel: object }> {
    const { facts, report } = this.#parts;
    const refused = refusal(move, path, this.#stack.length, { pages: facts.pages, isTab: this.isTab });
    if (refused) throw { errMsg: refused };
    const [channel, opened] = EventChannel.pair((listener, args) => void report.safely('event channel', () => listener(...args)));
    for (const [name, listener] of Object.entries(events)) channel.on(name, listener);
    const alive = move === 'switchTab' ? this.#tabs.find((tab) => tab.path === path) : undefined;
    const page = alive ?? (await this.#create(path, move === 'switchTab' ? '' : query, opened));
    const { below, drop, hide } = plan(move, path, this.#stack, this.#tabs, this.isTab);
    if (page === this.top) this.#drop(drop, [page]);
    else {
      if (hide) this.#hide(hide);
      this.#drop(drop, []);
      this.#stack = [...below, page];
      if (!alive) this.#enter(page);
    }
    if (!page.shown) this.#show(page);
    return { eventChannel: channel };
  }

  async #create(path: string, query: string, channel: EventChannel): Promise<Page> {
    const { facts, components, styles, report } = this.#parts;
    const used = await this.#parts.load(path);
    for (const one of [path, ...(this.#drawsTabBar(path) ? [TAB_BAR] : [])]) components.define(one);
    const sheet = components.sheet(path);
    const sheets = [...used].filter((one) => one !== path).map((one) => components.sheet(one) as { path: string; kind: SheetKind });
    await Promise.all([styles.load(path, sheet.kind, 'page'), ...sheets.map((one) => styles.load(one.path, one.kind, 'component'))]);
    const parts = { components, backend: this.#parts.backend, report };
    try {
      return new Page(parts, { path, query, id: ++this.#ids, bar: barOf(facts, path), channel, sheet, sheets });
    } catch (error) {
      report.thrown(path, error);
      throw { errMsg: `fail page "${path}" cannot be created` };
    }
  }

  /** The first time of a page: into the document, and `onLoad`. */
  #enter(page: Page): void {
    const { styles, parent, report } = this.#parts;
    if (this.isTab(page.path)) this.#tabs.push(page);
    styles.show(page.sheet, page.sheets);
    page.box.hidden = false;
    report.safely(`${page.path} attached`, () => page.attach(parent));
    if (this.#drawsTabBar(page.path)) report.safely(TAB_BAR, () => this.#drawTabBar(page));
    page.call('onLoad', page.instance.options);
  }

  #drawTabBar(page: Page): void {
    page.tabBar = this.#parts.backend.createRoot('custom-tab-bar', this.#parts.components.code, `/${TAB_BAR}`);
    const box = createElement('div');
    box.className = 'oa-custom-tab-bar';
    page.box.append(box);
    attachRoot(page.tabBar, box);
  }

  #drawsTabBar(path: string): boolean {
    return this.#parts.tabBar.custom && this.isTab(path) && this.#parts.facts.isComponent(TAB_BAR);
  }

  #show(page: Page): void {
    const { styles, ready, scrolling } = this.#parts;
    styles.show(page.sheet, page.sheets);
    page.box.hidden = false;
    page.shown = true;
    paintBackground(page);
    scrolling().restore(page);
    this.tellBar();
    page.call('onShow');
    page.lifetime('show');
    if (page.ready) return;
    page.ready = true;
    afterFrame(() => {
      if (page.unloaded) return;
      ready.flush();
      page.call('onReady');
      page.lifetime('routeDone');
      paintBackground(page);
    });
  }

  #hide(page: Page): void {
    this.#parts.leaving();
    this.#parts.scrolling().leave(page);
    page.shown = false;
    page.call('onHide');
    page.lifetime('hide');
    page.box.hidden = true;
  }

  #drop(pages: Page[], rest: Page[]): void {
    if (pages.length) this.#parts.leaving();
    for (const page of pages) {
      this.#stack = this.#stack.filter((one) => one !== page);
      this.#tabs = this.#tabs.filter((one) => one !== page);
      page.unload();
    }
    this.#stack = rest;
  }

  /** The phone itself was hidden or shown: another tab of the browser. */
  visible(visible: boolean): void {
    this.top?.call(visible ? 'onShow' : 'onHide');
    this.top?.lifetime(visible ? 'show' : 'hide');
  }
}

/** The page's own background is behind all of it, as a body's is. */
function paintBackground(page: Page): void {
  const element = page.box.querySelector(':scope > wx-page');
  const color = element ? getComputedStyle(element).backgroundColor : '';
  document.documentElement.style.backgroundColor = /rgba\(.*, 0\)|transparent/.test(color) ? '' : color;
}
