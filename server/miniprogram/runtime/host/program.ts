// One run of the opened mini-program: its frame, from the first document to its end. A restart is another one of these.

import type { Note, PageBar, Problem, SystemFacts, TabBarState, ToFrame } from '../protocol';
import { type CallContext, buffersOf, runCall } from './calls';
import { Connection, type StopReason } from './connection';
import { CALLS_IN_FLIGHT } from './flood';
import { Heartbeat } from './heartbeat';
import { create } from './html';
import { Network } from './network';
import { readNote } from './notes';
import { phone } from './phone';
import { PhoneStorage } from './storage';

/** How long the frame's document may take to ask for its port, in ms. */
const START_LIMIT = 10_000;

/** The page reads the storage anew after a write: once for all that come within this, in ms. */
const STORED_DELAY = 20;

export interface ProgramOptions {
  /** The path that the project is served below. */
  base: string;
  /** The project's name. */
  name: string;
  /** The page to open, with its query; empty for the first one. */
  entry: string;
  system(): SystemFacts;
}

export interface ProgramEvents {
  page(page: PageBar): void;
  tabBar(tabBar: TabBarState): void;
  problem(problem: Problem, thrown: boolean): void;
  stuck(isStuck: boolean): void;
  stopped(reason: StopReason): void;
}

export class Program {
  readonly frame: HTMLIFrameElement;
  readonly #options: ProgramOptions;
  readonly #events: ProgramEvents;
  readonly #connection: Connection;
  readonly #context: CallContext;
  readonly #storage = new PhoneStorage(localStorage);
  /** What ends each call that is under way, by its id. */
  readonly #calls = new Map<number, AbortController>();
  readonly #ended = new AbortController();
  readonly #startTimer: ReturnType<typeof setTimeout>;
  #heartbeat: Heartbeat | undefined;
  #tellsStorage = false;

  constructor(options: ProgramOptions, events: ProgramEvents) {
    this.#options = options;
    this.#events = events;
    this.#context = { network: new Network(options.base), isTap: () => navigator.userActivation?.isActive ?? false };
    this.frame = create('iframe', 'opened__frame');
    // never with allow-same-origin: the frame's origin is ours by its address
    this.frame.setAttribute('sandbox', 'allow-scripts');
    this.frame.title = options.name;
    this.frame.src = `${options.base}/frame.html`;
    this.#connection = new Connection(this.frame, {
      init: () => ({ storage: this.#storage.snapshot(), entry: options.entry, system: options.system() }),
      connected: () => this.#onConnected(),
      message: (message) => this.#onMessage(message),
      stop: (reason) => this.#stop(reason),
    });
    this.#startTimer = setTimeout(() => events.stuck(true), START_LIMIT);
    const { signal } = this.#ended;
    document.addEventListener('visibilitychange', () => this.send({ event: 'visible', visible: !document.hidden }), { signal });
    // another tab of the browser, and the page itself
    for (const name of ['storage', 'oa-mini:storage']) window.addEventListener(name, () => this.#pushStorage(), { signal });
  }

  send(message: ToFrame): void {
    this.#connection.send(message);
  }

  /** Ends it, with its calls. */
  dispose(): void {
    clearTimeout(this.#startTimer);
    this.#ended.abort();
    this.#heartbeat?.stop();
    this.#connection.close();
    for (const call of this.#calls.values()) call.abort();
    this.#calls.clear();
    this.frame.remove();
  }

  #stop(reason: StopReason): void {
    this.dispose();
    this.#events.stopped(reason);
  }

  #onConnected(): void {
    clearTimeout(this.#startTimer);
    this.#events.stuck(false);
    this.#heartbeat = new Heartbeat({
      ping: () => this.send({ event: 'ping' }),
      stuck: (isStuck) => this.#events.stuck(isStuck),
      isVisible: () => !document.hidden,
    });
  }

  #onMessage(message: object): void {
    const field = (key: string): unknown => (Object.hasOwn(message, key) ? (message as Record<string, unknown>)[key] : undefined);
    const [call, cancel] = [field('call'), field('cancel')];
    if (typeof call === 'string') return void this.#run(field('id'), call, field('args'));
    if (typeof cancel === 'number') return this.#calls.get(cancel)?.abort();
    const note = readNote(message);
    if (note) this.#onNote(note);
  }

  async #run(id: unknown, name: string, args: unknown): Promise<void> {
    if (typeof id !== 'number' || this.#calls.has(id)) return;
    if (this.#calls.size >= CALLS_IN_FLIGHT) return this.send({ id, errMsg: `${name.slice(0, 100)}:fail too many calls at a time` });
    const call = new AbortController();
    this.#calls.set(id, call);
    try {
      const value = await runCall(name, args, this.#context, call.signal);
      this.#connection.send({ id, value }, buffersOf(value));
    } catch (errMsg) {
      this.#connection.send({ id, errMsg: String(errMsg) });
    } finally {
      this.#calls.delete(id);
    }
  }

  #onNote(note: Note): void {
    switch (note.note) {
      case 'page':
        return this.#events.page(note.page);
      case 'tabBar':
        return this.#events.tabBar(note.tabBar);
      case 'storage':
        return this.#onStorage(note.key, note.value);
      case 'log':
        // the frame has written it into the browser's console itself, where the source is a click away
        return observe('log', { level: note.level, text: note.text });
      case 'problem':
        return this.#events.problem(note.problem, note.thrown ?? false);
      case 'wx':
        return observe('wx', { name: note.name, options: note.options, errMsg: note.errMsg });
      case 'pong':
        return this.#heartbeat?.pong();
    }
  }

  #onStorage(key: string, value: string | null): void {
    if (!this.#storage.write(key, value)) {
      console.warn(`[${this.#options.name}] the storage does not take the key "${key.slice(0, 100)}"`);
      this.#pushStorage();
    }
    if (this.#tellsStorage) return;
    this.#tellsStorage = true;
    setTimeout(() => {
      this.#tellsStorage = false;
      phone().stored();
    }, STORED_DELAY);
  }

  #pushStorage(): void {
    for (const change of this.#storage.changes()) this.send({ event: 'storage', ...change });
  }
}

/** Tells whoever observes the program, such as a test: an event of the window. */
function observe(what: 'log' | 'wx', detail: object): void {
  window.dispatchEvent(new CustomEvent(`oa-mini:${what}`, { detail }));
}
