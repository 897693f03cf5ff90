// The navigation bar of the opened mini-program: title, the way back or home, and WeChat's capsule.

import type { PageBar } from '../protocol';
import { create, createButton, createIcon } from './html';

export interface NavigationActions {
  back(): void;
  home(): void;
  /** 更多 */
  menu(): void;
  /** 关闭 */
  close(): void;
}

export class NavigationBar {
  readonly element: HTMLElement;
  /** The colour of the bar, which goes on behind the status bar. */
  readonly backdrop = create('div', 'opened__backdrop');
  readonly #back: HTMLButtonElement;
  readonly #home: HTMLButtonElement;
  readonly #title = create('h1', 'phone__title');
  readonly #spinner = create('span', 'spinner opened__loading');

  constructor(actions: NavigationActions) {
    this.#back = createButton('phone__back', '返回', actions.back, createIcon('#i-back'));
    this.#home = createButton('phone__back opened__home', '首页', actions.home, createIcon('#i-home'));
    this.#spinner.setAttribute('role', 'img');
    this.#spinner.setAttribute('aria-label', '加载中');
    const capsule = create(
      'div',
      'capsule',
      createButton('capsule__button', '更多', actions.menu, createIcon('#i-more')),
      createButton('capsule__button', '关闭', actions.close, createIcon('#i-close-ring')),
    );
    this.element = create('header', 'phone__navbar', this.#back, this.#home, create('div', 'opened__title', this.#spinner, this.#title), capsule);
    this.reset();
  }

  /** As it is before there is a page. */
  reset(): void {
    for (const part of [this.#back, this.#home, this.#spinner]) part.hidden = true;
    this.#title.textContent = '';
  }

  show(page: PageBar): void {
    this.#title.textContent = page.title;
    this.#back.hidden = !page.canGoBack || page.custom;
    this.#home.hidden = !page.home || page.canGoBack || page.custom;
    this.#spinner.hidden = !page.loading;
    // set as properties of their own: a colour cannot become anything else, such as an address
    this.backdrop.style.backgroundColor = page.custom ? '' : page.background;
    this.element.style.color = page.textStyle === 'white' ? '#fff' : '';
  }
}
