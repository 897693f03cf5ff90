// `EventChannel`: between a page and the one that it opened by `wx.navigateTo`.

export type Listener = (...args: unknown[]) => void;

export class EventChannel {
  readonly #listeners = new Map<string, { listener: Listener; once: boolean }[]>();
  readonly #call: (listener: Listener, args: unknown[]) => void;
  #peer: EventChannel | undefined;

  /** `call` runs a listener and reports what it throws. */
  constructor(call: (listener: Listener, args: unknown[]) => void) {
    this.#call = call;
  }

  /** Two ends: what one emits, the other hears. */
  static pair(call: (listener: Listener, args: unknown[]) => void): [EventChannel, EventChannel] {
    const ends: [EventChannel, EventChannel] = [new EventChannel(call), new EventChannel(call)];
    ends[0].#peer = ends[1];
    ends[1].#peer = ends[0];
    return ends;
  }

  on(name: string, listener: Listener): void {
    this.#add(name, listener, false);
  }

  once(name: string, listener: Listener): void {
    this.#add(name, listener, true);
  }

  /** Without a listener: all of that name. */
  off(name: string, listener?: Listener): void {
    const rest = (this.#listeners.get(name) ?? []).filter((one) => listener && one.listener !== listener);
    this.#listeners.set(name, rest);
  }

  emit(name: string, ...args: unknown[]): void {
    const peer = this.#peer;
    if (peer) peer.#hear(name, args);
  }

  #add(name: string, listener: Listener, once: boolean): void {
    if (typeof listener !== 'function') return;
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), { listener, once }]);
  }

  #hear(name: string, args: unknown[]): void {
    const heard = this.#listeners.get(name) ?? [];
    this.#listeners.set(name, heard.filter((one) => !one.once));
    for (const { listener } of heard) this.#call(listener, args);
  }
}
