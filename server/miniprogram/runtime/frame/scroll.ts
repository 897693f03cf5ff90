// The page scrolls the document: `onPageScroll`, `onReachBottom`, `wx.pageScrollTo`, and each page's own position.
import { nextFrame } from './intrinsics';
import type { Page } from './page';
import { domOf, selectIn } from './tree';

/** `onReachBottomDistance` where nothing is said, in CSS pixels. */
const DISTANCE = 50;

export class Scrolling {
  readonly #top: () => Page | undefined;
  readonly #distance: (path: string) => number;
  /** The height at which the bottom was last reached: content that grows may be reached anew. */
  #reached = 0;
  #last = 0;
  #restoring = false;

  constructor(top: () => Page | undefined, distance: (path: string) => number | undefined) {
    this.#top = top;
    this.#distance = (path) => distance(path) ?? DISTANCE;
    window.addEventListener('scroll', () => this.#scrolled(), { passive: true });
  }

  /** Keeps the position of the page that leaves the screen. */
  leave(page: Page): void {
    page.scrollTop = window.scrollY;
  }

  restore(page: Page): void {
    this.#restoring = true;
    this.#reached = 0;
    this.#last = page.scrollTop;
    window.scrollTo({ top: page.scrollTop, behavior: 'instant' });
    nextFrame(() => (this.#restoring = false));
  }

  to({ scrollTop, selector, duration = 300, offsetTop = 0 }: { scrollTop?: number; selector?: string; duration?: number; offsetTop?: number }): void {
    const page = this.#top();
    const target = selector && page ? domOf(selectIn(page.root, selector)[0]) : undefined;
    const from = window.scrollY;
    const to = target ? target.getBoundingClientRect().top + from + offsetTop : Number(scrollTop ?? 0);
    if (!Number.isFinite(to) || (selector && !target)) return;
    if (!(duration > 0)) return window.scrollTo({ top: to, behavior: 'instant' });
    let start: number | undefined;
    const step = (time: number): void => {
      start ??= time;
      const part = Math.min(1, (time - start) / duration);
      window.scrollTo({ top: from + (to - from) * (1 - (1 - part) ** 3), behavior: 'instant' });
      if (part < 1 && this.#top() === page) nextFrame(step);
    };
    nextFrame(step);
  }

  #scrolled(): void {
    const page = this.#top();
    if (!page || this.#restoring) return;
    const scrollTop = Math.max(0, Math.round(window.scrollY));
    const down = scrollTop > this.#last;
    this.#last = scrollTop;
    if (page.has('onPageScroll')) page.call('onPageScroll', { scrollTop });
    const { scrollHeight, clientHeight } = document.documentElement;
    const near = scrollHeight - clientHeight - scrollTop <= this.#distance(page.path);
    if (!near) this.#reached = 0;
    else if (down && this.#reached !== scrollHeight) {
      this.#reached = scrollHeight;
      page.call('onReachBottom');
    }
  }
}
