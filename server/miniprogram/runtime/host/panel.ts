// What stands over the page of a program that cannot go on: why, and the ways out.

import type { StopReason } from './connection';
import { bilingual, create, createButton } from './html';

export type Trouble = StopReason | 'stuck';

const WORDS: Record<Trouble, [chinese: string, english: string]> = {
  stuck: ['小程序没有响应', 'Not responding'],
  messages: ['小程序已停止：消息过多', 'Stopped: too many messages'],
  size: ['小程序已停止：消息过大', 'Stopped: a message was too large'],
  connection: ['小程序已停止：页面离开了小程序', 'Stopped: its document was left'],
};

export interface PanelActions {
  reload(): void;
  home(): void;
}

export class Panel {
  /** In the document all the time, so that a screen reader hears what comes into it. */
  readonly element = create('div', 'opened__panel');
  readonly #actions: PanelActions;

  constructor(actions: PanelActions) {
    this.#actions = actions;
    this.element.setAttribute('role', 'alert');
    this.element.hidden = true;
  }

  show(trouble: Trouble): void {
    const reload = createButton('button button--primary', '', this.#actions.reload, bilingual('重新载入', 'Reload'));
    const home = createButton('button button--plain', '', this.#actions.home, bilingual('回到首页', 'First page'));
    this.element.replaceChildren(create('p', '', bilingual(...WORDS[trouble])), reload, home);
    this.element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
