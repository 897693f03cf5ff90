// `App` and `getApp`: the instance of app.js, and the calls of its lifecycle.
import type { Report } from './report';
import type { AppEvent } from './types';

type Instance = Record<string, unknown>;

/** The handler of `App` that hears of an event. */
const HANDLERS: Record<AppEvent, string | undefined> = {
  appShow: 'onShow',
  appHide: 'onHide',
  error: 'onError',
  unhandledRejection: 'onUnhandledRejection',
  pageNotFound: 'onPageNotFound',
  windowResize: undefined,
};

export class AppHost {
  readonly #report: Report;
  readonly #listeners = new Map<AppEvent, Set<(detail: unknown) => void>>();
  #instance: Instance | undefined;
  #registered = false;
  #telling = false;

  constructor(report: Report) {
    this.#report = report;
    report.heard = (event, detail) => this.tell(event, detail);
  }

  /** The global `App`. */
  readonly register = (definition: Instance): void => {
    if (this.#registered) return this.#report.log('warn', ['App() called again']);
    this.#registered = true;
    // a module that asked before has the object already
    this.#instance = this.#instance ? (Object.setPrototypeOf(this.#instance, definition) as Instance) : definition;
  };

  /** The global `getApp`; before `App`, or without it, an empty object. */
  readonly get = (): Instance => (this.#instance ??= {});

  launch(options: object): void {
    this.#call('onLaunch', options);
    this.tell('appShow', options);
  }

  /** Whether the project itself hears of it. */
  hears(event: AppEvent): boolean {
    const handler = HANDLERS[event];
    return (handler !== undefined && typeof this.#instance?.[handler] === 'function') || Boolean(this.#listeners.get(event)?.size);
  }

  tell(event: AppEvent, detail: unknown): void {
    if (event === 'error' && this.#telling) return; // a handler of errors that throws
    const before = this.#telling;
    this.#telling = true;
    const handler = HANDLERS[event];
    if (handler) this.#call(handler, detail);
    for (const listener of this.#listeners.get(event) ?? []) this.#report.safely(event, () => listener(detail));
    this.#telling = before;
  }

  listen(event: AppEvent, listener: (detail: unknown) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  #call(handler: string, argument: unknown): void {
    const method = this.#instance?.[handler];
    if (typeof method === 'function') this.#report.safely(`app ${handler}`, () => method.call(this.#instance, argument) as unknown);
  }
}
