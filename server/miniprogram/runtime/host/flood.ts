// How much a frame may send. A mini-program stays far below; one that sends without an end would take the page's main thread.

/** Messages that may come at once, as when a program writes its storage or its log in a loop. */
const BURST = 1000;
/** Messages a second that may go on for ever. */
const PER_SECOND = 200;
/** Calls that may be under way at a time. */
export const CALLS_IN_FLIGHT = 64;
/** The size of a message in bytes: the body of a call may have 10 MB, beside its address and headers. */
export const MESSAGE_BYTES = 12_000_000;

/** A token bucket. */
export class MessageBudget {
  #tokens = BURST;
  #filledAt: number;

  /** `now` in ms, as in every method here. */
  constructor(now: number) {
    this.#filledAt = now;
  }

  /** Whether one more message is within the budget. */
  take(now: number): boolean {
    this.#tokens = Math.min(BURST, this.#tokens + (Math.max(0, now - this.#filledAt) / 1000) * PER_SECOND);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

/** What a value takes beyond its contents, in bytes; so a list of a million empty lists has a size too. */
const VALUE_BYTES = 16;

/**
 * Whether a message is larger than `limit` bytes, by estimate. It stops at the limit, and a cycle is counted once. Only what the
 * protocol has is looked into, plain objects, lists and bytes: nothing else is ever read from a message.
 */
export function isLargerThan(message: unknown, limit: number): boolean {
  const seen = new Set<unknown>();
  const waiting: unknown[] = [message];
  let size = 0;
  while (waiting.length > 0) {
    const value = waiting.pop();
    size += VALUE_BYTES;
    if (typeof value === 'string') size += value.length * 2;
    else if (value instanceof ArrayBuffer) size += value.byteLength;
    else if (ArrayBuffer.isView(value)) size += value.buffer.byteLength;
    else if (isContainer(value) && !seen.has(value)) {
      seen.add(value);
      const keys = Array.isArray(value) ? value.length : Object.keys(value).length;
      // before what is inside is put into the list, which would itself be the flood
      if (size + (keys + waiting.length) * VALUE_BYTES > limit) return true;
      for (const part of Array.isArray(value) ? value : Object.entries(value).flat()) waiting.push(part);
    }
    if (size > limit) return true;
  }
  return false;
}

const isContainer = (value: unknown): value is unknown[] | Record<string, unknown> =>
  Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]';
