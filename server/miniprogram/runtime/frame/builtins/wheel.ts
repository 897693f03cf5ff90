// A column that scrolls from row to row: in picker-view, and in the sheet of a picker.
import { onScrollEnd } from './dom';

export interface WheelEvents {
  /** The first movement of a series. */
  start?(): void;
  /** Another row is in the middle, still moving. */
  moving?(index: number): void;
  /** It rests on a row, which may be the same as before. */
  end(index: number): void;
}

export class Wheel {
  /** The row that was chosen last. */
  index = 0;
  private row = 34;
  private moving = false;
  private seen = 0;

  /** `scroller` scrolls; its content is rows of the same height between two paddings. `count` tells how many rows there are. */
  constructor(
    private readonly scroller: HTMLElement,
    private readonly count: () => number,
    events: WheelEvents,
  ) {
    scroller.addEventListener('scroll', (event) => {
      if (event.target !== scroller) return;
      const at = this.middle();
      if (!this.moving && scroller.scrollTop !== this.index * this.row) {
        this.moving = true;
        events.start?.();
      }
      if (at !== this.seen) {
        this.seen = at;
        events.moving?.(at);
      }
    });
    onScrollEnd(scroller, () => {
      if (!this.moving) return;
      this.moving = false;
      this.index = this.middle();
      this.mark();
      events.end(this.index);
    });
    scroller.addEventListener('keydown', (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5, Home: -Infinity, End: Infinity }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      this.choose(this.index + step, events);
    });
    scroller.addEventListener('click', (event) => {
      // a row above or below the middle comes to the middle
      const box = scroller.getBoundingClientRect();
      const step = Math.round((event.clientY - box.top - box.height / 2) / this.row);
      if (event.detail > 0 && step !== 0) this.choose(this.index + step, events);
    });
  }

  /** Goes to a row and tells so, as a key or a click does. */
  private choose(index: number, events: WheelEvents): void {
    const to = this.bounded(index);
    if (to === this.index) return;
    events.start?.();
    this.show(to);
    events.moving?.(to);
    events.end(to);
  }

  /** Goes to a row without telling. */
  show(index: number): void {
    this.index = this.bounded(index);
    this.seen = this.index;
    this.moving = false;
    this.scroller.scrollTo({ top: this.index * this.row, behavior: 'instant' });
    this.mark();
  }

  /** The height of a row in CSS pixels. */
  setRow(height: number): void {
    this.row = height > 0 ? height : 34;
    this.show(this.index);
  }

  private middle(): number {
    return this.bounded(Math.round(this.scroller.scrollTop / this.row));
  }

  private bounded(index: number): number {
    return Math.max(0, Math.min(this.count() - 1, index));
  }

  /** Tells assistive technology which row is chosen. */
  private mark(): void {
    const rows = this.scroller.querySelectorAll('[role=option]');
    rows.forEach((row, at) => row.setAttribute('aria-selected', String(at === this.index)));
  }
}
