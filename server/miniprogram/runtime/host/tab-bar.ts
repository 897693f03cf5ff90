// The tab bar of the opened mini-program, as app.json and `wx.setTabBarItem` have it.

import type { TabBarState } from '../protocol';
import { create, createButton } from './html';

type Tab = TabBarState['list'][number];
/** WeChat shows `…` where a badge has more characters. */
const BADGE_LIMIT = 4;

export class TabBar {
  readonly element = create('nav', 'tabbar');
  /** The strip below the bar, in its colour. */
  readonly backdrop = create('div', 'opened__home-strip');
  readonly #base: string;
  readonly #onTab: (index: number) => void;
  #state: TabBarState | undefined;
  #current = -1;

  /** `base`: what the project is served below. */
  constructor(base: string, onTab: (index: number) => void) {
    this.#base = base;
    this.#onTab = onTab;
    this.element.setAttribute('aria-label', '标签栏');
    this.#update();
  }

  show(state: TabBarState): void {
    this.#state = state;
    // only where there are more or less: an item that has the focus keeps it
    while (this.element.childElementCount > state.list.length) this.element.lastElementChild?.remove();
    while (this.element.childElementCount < state.list.length) {
      const index = this.element.childElementCount;
      this.element.append(createButton('tabbar__item', '', () => this.#onTab(index)));
    }
    this.element.style.gridTemplateColumns = `repeat(${state.list.length}, 1fr)`;
    this.#update();
  }

  /** The tab of the page on the screen; -1 where it is none, and has no bar. */
  select(tab: number): void {
    this.#current = tab;
    this.#update();
  }

  /** As it is before there is a page. */
  reset(): void {
    this.#state = undefined;
    this.select(-1);
  }

  #update(): void {
    const state = this.#state;
    this.element.hidden = !state || state.hidden || this.#current < 0;
    this.backdrop.style.backgroundColor = this.element.hidden ? '' : (state?.backgroundColor ?? '');
    if (!state) return;
    this.element.style.backgroundColor = state.backgroundColor;
    this.element.style.borderTopColor = state.borderStyle === 'white' ? 'rgb(255 255 255 / .33)' : 'rgb(0 0 0 / .2)';
    [...this.element.children].forEach((item, index) => {
      const tab = state.list[index];
      if (tab) this.#fill(item as HTMLElement, tab, index === this.#current, state);
    });
  }

  #fill(item: HTMLElement, tab: Tab, isCurrent: boolean, state: TabBarState): void {
    if (isCurrent) item.setAttribute('aria-current', 'page');
    else item.removeAttribute('aria-current');
    item.style.color = isCurrent ? state.selectedColor : state.color;
    const icon = fileUrl(this.#base, (isCurrent && tab.selectedIcon) || tab.icon);
    item.replaceChildren(...(icon ? [picture(icon)] : []), create('span', icon ? '' : 'opened__tab-text', tab.text), ...mark(tab));
  }
}

function picture(url: string): HTMLElement {
  const image = create('img', 'opened__tab-icon');
  // the text stands below it
  image.alt = '';
  image.src = url;
  return image;
}

/** The badge, or the red dot. */
function mark(tab: Tab): HTMLElement[] {
  if (tab.badge) return [create('span', 'opened__badge', tab.badge.length > BADGE_LIMIT ? '…' : tab.badge)];
  return tab.redDot ? [create('span', 'opened__badge opened__badge--dot', create('span', 'visually-hidden', '有新消息'))] : [];
}

/** The address of a file of the project; nothing for what is no path in it, since a picture is a GET to our own server. */
export function fileUrl(base: string, path: string): string | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.length === 0 || parts.some((part) => part === '.' || part === '..')) return undefined;
  return `${base}/files/${parts.map(encodeURIComponent).join('/')}`;
}
