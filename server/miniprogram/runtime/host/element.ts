// `<opened-mini-program>`: the opened mini-program in the phone, from the navigation bar to the tab bar. The page puts it there
// (app/src/phone/opened.rs); the frame draws the pages, and all around them is drawn here.

import type { PageBar } from '../protocol';
import { create } from './html';
import { NavigationBar } from './navigation-bar';
import { Panel, type Trouble } from './panel';
import { phone, phoneReady, wx } from './phone';
import { Problems } from './problems';
import { Program } from './program';
import { watchProject } from './reload';
import { systemFacts } from './system';
import { TabBar } from './tab-bar';

/** The head of the page names the base and the project: `OpenedProgram::META` of app/src/wx/program.rs. */
const META = 'meta[name="oa-miniprogram"]';
/** The page to begin with, in the address of the demo page: `/?page=pages/user/user%3Fid%3D1`. For a bookmark, and for tests. */
const FIRST_PAGE = 'page';

export class OpenedMiniProgram extends HTMLElement {
  /** Whose phone holds it; absent while another mini-program is in it. `base`, what the project is served below, stays. */
  static readonly observedAttributes = ['phone'];

  #bar!: NavigationBar;
  #tabs!: TabBar;
  #page!: HTMLElement;
  readonly #panel = new Panel({ reload: () => this.reload(), home: () => this.restart() });
  readonly #problems = new Problems();
  /** Ends what the element does while it is in the document. */
  #connected: AbortController | undefined;
  #program: Program | undefined;
  /** The page on the screen, with its query. */
  #path = '';
  #hasPage = false;

  connectedCallback(): void {
    const connected = new AbortController();
    this.#connected = connected;
    void phoneReady().then(() => {
      if (connected.signal.aborted) return;
      this.#build();
      this.#watchCover(connected.signal);
      const broken = (message: string) => {
        this.#problems.clear();
        if (message) this.#problems.add({ level: 'error', file: '', line: 0, column: 0, message }, false);
      };
      watchProject(this.#base, () => this.reload(), broken, connected.signal);
      if (this.hasAttribute('phone')) this.#start(new URLSearchParams(location.search).get(FIRST_PAGE) ?? '');
    });
  }

  disconnectedCallback(): void {
    this.#connected?.abort();
    this.#stop();
    this.replaceChildren();
  }

  attributeChangedCallback(_: string, before: string | null, after: string | null): void {
    if (!this.#bar || before === after) return;
    this.#stop();
    if (after !== null) this.restart();
  }

  /** Loads the page on the screen anew. The storage stays. */
  reload(): void {
    this.#start(this.#path);
  }

  /** Starts at the first page. */
  restart(): void {
    this.#start('');
  }

  get #base(): string {
    return this.getAttribute('base') ?? '';
  }

  get #name(): string {
    const [, ...name] = document.querySelector<HTMLMetaElement>(META)?.content.split(' ') ?? [];
    return name.join(' ') || '小程序';
  }

  #build(): void {
    this.#bar = new NavigationBar({
      back: () => this.#program?.send({ event: 'back' }),
      home: () => this.#program?.send({ event: 'home' }),
      menu: () => void this.#menu(),
      close: () => this.restart(),
    });
    this.#tabs = new TabBar(this.#base, (index) => this.#program?.send({ event: 'tab', index }));
    const wait = create('div', 'opened__wait', create('span', 'spinner'));
    this.#page = create('div', 'phone__page opened__page', wait, this.#panel.element, this.#problems.element);
    this.replaceChildren(this.#bar.backdrop, this.#bar.element, this.#page, this.#tabs.element, this.#tabs.backdrop);
  }

  #stop(): void {
    this.#program?.dispose();
    this.#program = undefined;
  }

  #start(entry: string): void {
    // in the frame, or on the button that brings it back
    const hadFocus = this.#page.contains(document.activeElement);
    this.#stop();
    this.#problems.clear();
    // the bars of the same page stand still
    if (entry !== this.#path) {
      this.#bar.reset();
      this.#tabs.reset();
    }
    this.#path = entry;
    this.#hasPage = false;
    this.#setTrouble(undefined);
    const program = new Program(
      { base: this.#base, name: this.#name, entry, system: () => systemFacts(this.#bar.element) },
      {
        page: (page) => this.#showPage(page),
        tabBar: (tabBar) => this.#tabs.show(tabBar),
        problem: (problem, thrown) => this.#problems.add(problem, thrown),
        stuck: (isStuck) => this.#setTrouble(isStuck ? 'stuck' : undefined),
        stopped: (reason) => this.#setTrouble(reason),
      },
    );
    this.#program = program;
    this.#page.prepend(program.frame);
    if (hadFocus) program.frame.focus();
  }

  #showPage(page: PageBar): void {
    const path = page.path + page.query;
    const isOther = path !== this.#path;
    const leading = document.activeElement;
    this.#path = path;
    this.#hasPage = true;
    if (this.dataset.state === 'loading') this.dataset.state = 'running';
    this.dataset.path = page.path;
    this.toggleAttribute('data-custom', page.custom);
    this.dataset.text = page.textStyle;
    this.#bar.show(page);
    this.#tabs.select(page.tab);
    if (isOther) {
      void phone().call('openedPage', { path });
      this.dispatchEvent(new CustomEvent('oa-mini:page', { detail: path, bubbles: true }));
    }
    // the arrow or the tab that was tapped is gone: the focus goes to the page that it led to, and not to nowhere
    const isGone = leading instanceof HTMLElement && this.contains(leading) && !leading.checkVisibility();
    if (isGone) this.#program?.frame.focus();
  }

  #setTrouble(trouble: Trouble | undefined): void {
    if (trouble) this.#panel.show(trouble);
    else this.#panel.hide();
    this.dataset.state = trouble ? (trouble === 'stuck' ? 'stuck' : 'stopped') : this.#hasPage ? 'running' : 'loading';
  }

  /** While an overlay lies over the phone, nothing below it takes a tap or the focus. */
  #watchCover(signal: AbortSignal): void {
    const screen = this.parentElement;
    const cover = () => {
      const isCovered = !!screen?.classList.contains('is-overlaid');
      for (const part of [this.#bar.element, this.#page, this.#tabs.element]) part.inert = isCovered;
    };
    const observer = new MutationObserver(cover);
    if (screen) observer.observe(screen, { attributeFilter: ['class'] });
    signal.addEventListener('abort', () => observer.disconnect());
    cover();
  }

  async #menu(): Promise<void> {
    const picked = await wx().showActionSheet({ itemList: ['重新载入', '回到首页'] }).catch(() => undefined);
    if (picked?.tapIndex === 0) this.reload();
    if (picked?.tapIndex === 1) this.restart();
  }
}
