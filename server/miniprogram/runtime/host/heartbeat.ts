// Finds a frame that is stuck, as in an endless loop: it does not answer a ping for five seconds.

/** Between two looks, in ms. */
const INTERVAL = 1000;
/** Looks without an answer until the frame counts as stuck. They are counted, and not the clock, because a page that was itself
 * busy or asleep has the answer waiting. */
const LIMIT = 5;

export interface HeartbeatEvents {
  ping(): void;
  /** The frame is stuck, or was and goes on. */
  stuck(isStuck: boolean): void;
  /** Whether the page is on the screen: a hidden one has slow timers. */
  isVisible(): boolean;
}

export class Heartbeat {
  #unanswered = 0;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #events: HeartbeatEvents;

  constructor(events: HeartbeatEvents) {
    this.#events = events;
    this.#timer = setInterval(() => this.#look(), INTERVAL);
  }

  /** The frame answered. */
  pong(): void {
    const wasStuck = this.#unanswered >= LIMIT;
    this.#unanswered = 0;
    if (wasStuck) this.#events.stuck(false);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    if (!this.#events.isVisible()) return;
    // one ping at a time: a frame that is stopped in a debugger would have an hour of them to answer
    if (this.#unanswered === 0) this.#events.ping();
    this.#unanswered += 1;
    if (this.#unanswered === LIMIT) this.#events.stuck(true);
  }
}
