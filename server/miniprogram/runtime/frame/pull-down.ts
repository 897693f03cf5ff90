// Pulling the page down refreshes it, by touch or by mouse, where its settings allow it. The dots stay until
// `wx.stopPullDownRefresh`, or a while.
import { clearTimer, createElement, setTimer } from './intrinsics';
import type { Page } from './page';

/** How far to pull, and how high the dots stand, in CSS pixels. */
const HEIGHT = 50;
/** Nobody waits longer for a project that forgets to stop, in ms. */
const PATIENCE = 10_000;
const START = 8;

export class PullDown {
  readonly #top: () => Page | undefined;
  readonly #enabled: (path: string) => boolean;
  readonly #indicator = createElement('div');
  #from: { x: number; y: number } | undefined;
  #pulled = 0;
  #timer = 0;
  #refreshing = false;

  constructor(parent: HTMLElement, top: () => Page | undefined, enabled: (path: string) => boolean) {
    this.#top = top;
    this.#enabled = enabled;
    this.#indicator.className = 'oa-refresh';
    this.#indicator.setAttribute('aria-hidden', 'true');
    for (let dot = 0; dot < 3; dot += 1) this.#indicator.append(createElement('i'));
    parent.prepend(this.#indicator);
    document.addEventListener('touchstart', ({ touches: [touch] }) => touch && this.#start(touch.clientX, touch.clientY), { passive: true });
    document.addEventListener('touchmove', (event) => {
      const [touch] = event.touches;
      if (touch && this.#move(touch.clientX, touch.clientY) && event.cancelable) event.preventDefault();
    }, { passive: false });
    for (const type of ['touchend', 'touchcancel', 'mouseup']) document.addEventListener(type, () => this.#end());
    document.addEventListener('mousedown', (event) => event.button === 0 && this.#start(event.clientX, event.clientY));
    document.addEventListener('mousemove', (event) => {
      if (event.buttons === 1) this.#move(event.clientX, event.clientY);
    });
  }

  /** Shows the dots and calls `onPullDownRefresh`. */
  start(): void {
    if (this.#refreshing) return;
    this.#refreshing = true;
    this.#draw(HEIGHT, true);
    this.#timer = setTimer(() => this.stop(), PATIENCE);
    this.#top()?.call('onPullDownRefresh');
  }

  stop(): void {
    clearTimer(this.#timer);
    this.#refreshing = false;
    this.#draw(0, true);
  }

  #start(x: number, y: number): void {
    const page = this.#top();
    this.#from = page && !this.#refreshing && window.scrollY <= 0 && this.#enabled(page.path) ? { x, y } : undefined;
    this.#pulled = 0;
  }

  /** Whether the page is being pulled, so that the browser must not scroll. */
  #move(x: number, y: number): boolean {
    if (!this.#from) return false;
    const down = y - this.#from.y;
    if (this.#pulled === 0 && (down < START || Math.abs(x - this.#from.x) > down)) {
      if (down < -START || Math.abs(x - this.#from.x) > START) this.#from = undefined; // it scrolls, or swipes
      return false;
    }
    this.#pulled = Math.max(1, down / 2);
    this.#draw(Math.min(this.#pulled, HEIGHT * 1.6), false);
    return true;
  }

  #end(): void {
    const far = this.#pulled >= HEIGHT;
    const pulled = this.#pulled > 0;
    this.#from = undefined;
    this.#pulled = 0;
    if (far) this.start();
    else if (pulled) this.#draw(0, true);
  }

  #draw(height: number, animated: boolean): void {
    this.#indicator.style.transition = animated ? 'height .2s' : 'none';
    this.#indicator.style.height = `${height}px`;
    this.#indicator.toggleAttribute('data-on', height > 0);
  }
}
