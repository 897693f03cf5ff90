// The phone's storage as a copy in the frame, because `wx.getStorageSync` cannot wait for the host. Writes go on to the host,
// and the host's own changes (another phone, the workbench) come in.
import { OWN_PREFIX, TOTAL_LIMIT, VALUE_LIMIT } from '../storage-rules';
import type { Bridge, FrameStorage } from './types';

export class StorageCopy implements FrameStorage {
  readonly #values: Map<string, string>;
  readonly #note: Bridge['note'];
  #size = 0;

  constructor(seed: Record<string, string>, note: Bridge['note']) {
    this.#values = new Map(Object.entries(seed));
    this.#note = note;
    for (const [key, value] of this.#values) this.#size += key.length + value.length;
  }

  keys(): string[] {
    return [...this.#values.keys()];
  }

  get(key: string): string | undefined {
    return this.#values.get(key);
  }

  /** Throws `{ errMsg }` where a limit of WeChat's is passed, or the key is the demo page's own. */
  set(key: string, value: string): void {
    const size = this.#size - this.#sizeOf(key) + key.length + value.length;
    if (key.startsWith(OWN_PREFIX)) throw { errMsg: 'fail permission denied' };
    if (value.length > VALUE_LIMIT) throw { errMsg: 'fail entry size limit reached' };
    if (size > TOTAL_LIMIT) throw { errMsg: 'fail exceed storage max size 10Mb' };
    this.fromHost(key, value);
    this.#note({ note: 'storage', key, value });
  }

  remove(key: string): void {
    if (!this.#values.has(key)) return;
    this.fromHost(key, null);
    this.#note({ note: 'storage', key, value: null });
  }

  /** A change that the host made itself. */
  fromHost(key: string, value: string | null): void {
    this.#size -= this.#sizeOf(key);
    if (value === null) this.#values.delete(key);
    else this.#values.set(key, value);
    this.#size += this.#sizeOf(key);
  }

  #sizeOf(key: string): number {
    const value = this.#values.get(key);
    return value === undefined ? 0 : key.length + value.length;
  }
}
