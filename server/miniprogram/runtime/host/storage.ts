// The mini-program's storage: localStorage without the keys of the demo page itself. The frame has a copy, which is written
// through to here; what somebody else changes is sent after it.

import { OWN_PREFIX, TOTAL_LIMIT, VALUE_LIMIT } from '../storage-rules';

/** A key with its JSON; null where it is not there. */
export interface StorageChange {
  key: string;
  value: string | null;
}

export class PhoneStorage {
  readonly #store: Storage;
  /** What the frame's copy holds, each text as it is in the store. */
  readonly #copy = new Map<string, string>();

  constructor(store: Storage) {
    this.#store = store;
  }

  /** Everything, for a new frame. */
  snapshot(): Record<string, string> {
    this.#copy.clear();
    for (const [key, value] of this.#entries()) this.#copy.set(key, value);
    // `fromEntries` defines properties, so that a key `__proto__` is a key like any other
    return Object.fromEntries([...this.#copy].map(([key, value]) => [key, asJson(value)]));
  }

  /** A write of the frame. Whether it was taken; if not, `changes()` says what the frame's copy has to go back to. */
  write(key: string, value: string | null): boolean {
    const taken = this.#isAllowed(key, value) && this.#set(key, value);
    // what the frame believes from now on, be it true or not
    if (value === null) this.#copy.delete(key);
    else this.#copy.set(key, value);
    return taken;
  }

  /** What the frame's copy lacks. It counts as sent. */
  changes(): StorageChange[] {
    const now = new Map(this.#entries());
    const changes: StorageChange[] = [];
    for (const key of [...this.#copy.keys()]) {
      if (now.has(key)) continue;
      this.#copy.delete(key);
      changes.push({ key, value: null });
    }
    for (const [key, value] of now) {
      if (this.#copy.get(key) === value) continue;
      this.#copy.set(key, value);
      changes.push({ key, value: asJson(value) });
    }
    return changes;
  }

  #isAllowed(key: string, value: string | null): boolean {
    if (key.startsWith(OWN_PREFIX)) return false;
    if (value === null) return true;
    if (value.length > VALUE_LIMIT || asJson(value) !== value) return false;
    let total = key.length + value.length;
    for (const [other, text] of this.#copy) if (other !== key) total += other.length + text.length;
    return total <= TOTAL_LIMIT;
  }

  /** Whether the browser took it: it has a limit of its own. */
  #set(key: string, value: string | null): boolean {
    try {
      if (value === null) this.#store.removeItem(key);
      else this.#store.setItem(key, value);
      return true;
    } catch {
      return false;
    }
  }

  *#entries(): Generator<[string, string]> {
    for (let index = 0; index < this.#store.length; index += 1) {
      const key = this.#store.key(index);
      if (key === null || key.startsWith(OWN_PREFIX)) continue;
      const value = this.#store.getItem(key);
      if (value !== null) yield [key, value];
    }
  }
}

/** `text` if it is JSON, else as a JSON text: what other scripts of the page stored. */
function asJson(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}
