// The one way between the frame and the host. The frame's document asks for it once; a frame that has gone elsewhere, asks again,
// or sends without an end, is cut off.

import { type FromFrame, type Init, READY, type ToFrame } from '../protocol';
import { MESSAGE_BYTES, MessageBudget, isLargerThan } from './flood';

/** Why a program was stopped. */
export type StopReason = 'messages' | 'size' | 'connection';

export interface ConnectionEvents {
  /** What the frame begins with. */
  init(): Init;
  /** The port was handed over. */
  connected(): void;
  /** A message, within the limits of `flood.ts` and else unchecked. */
  message(message: Partial<FromFrame>): void;
  stop(reason: StopReason): void;
}

export class Connection {
  readonly #frame: HTMLIFrameElement;
  readonly #events: ConnectionEvents;
  readonly #budget = new MessageBudget(performance.now());
  readonly #ended = new AbortController();
  #port: MessagePort | undefined;
  #loads = 0;

  constructor(frame: HTMLIFrameElement, events: ConnectionEvents) {
    this.#frame = frame;
    this.#events = events;
    const { signal } = this.#ended;
    window.addEventListener('message', (event) => this.#onWindowMessage(event), { signal });
    frame.addEventListener('load', () => this.#onLoad(), { signal });
  }

  send(message: ToFrame, transfer: Transferable[] = []): void {
    this.#port?.postMessage(message, transfer);
  }

  close(): void {
    this.#ended.abort();
    this.#port?.close();
    this.#port = undefined;
  }

  /** The document of the frame was loaded. A second one is not the one that the server gave. */
  #onLoad(): void {
    this.#loads += 1;
    if (this.#loads > 1) this.#events.stop('connection');
  }

  #onWindowMessage(event: MessageEvent<unknown>): void {
    // the origin of a sandboxed frame is the text "null", as that of any other: its window is what is known of it
    if (event.source === null || event.source !== this.#frame.contentWindow) return;
    if (!this.#budget.take(performance.now())) return this.#events.stop('messages');
    if (event.data !== READY) return;
    if (this.#port) return this.#events.stop('connection');
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.addEventListener('message', (message) => this.#onMessage(message));
    port1.start();
    // an opaque origin cannot be named as the target
    this.#frame.contentWindow?.postMessage({ init: this.#events.init() }, '*', [port2]);
    this.#events.connected();
  }

  #onMessage({ data }: MessageEvent<unknown>): void {
    // what was under way when the port was closed
    if (!this.#port) return;
    if (!this.#budget.take(performance.now())) return this.#events.stop('messages');
    if (isLargerThan(data, MESSAGE_BYTES)) return this.#events.stop('size');
    if (typeof data === 'object' && data !== null) this.#events.message(data);
  }
}
