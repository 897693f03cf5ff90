/// <reference types="miniprogram-api-typings" />
// What every call of `wx` has in common: options that are checked, callbacks or a promise, an errMsg that begins with the name
// of the call, a trace for whoever observes the program. A call is defined without its name, which is the key it stands under.
import { now } from '../intrinsics';
import type { Engine } from '../types';
import { shorten } from './record';

/** What a failed call answers. */
export interface Failure {
  errMsg: string;
  errno?: number;
}

export interface Callbacks {
  success?: unknown;
  fail?: unknown;
  complete?: unknown;
}

/** The types that options must have, as `Object.prototype.toString` names them; `?` after it where it may be left out. */
export type Checks = Readonly<Record<string, string>>;

/** Who calls: the engine, and the way to the program's own functions. */
export interface Caller {
  engine: Engine;
  /** Calls what the program gave us. What it throws is reported, and goes no further. */
  call(callback: unknown, ...given: unknown[]): void;
  /** Whether there is room in the trace for a call that may be made in a loop. */
  mayRecord(): boolean;
}

/** Synchronous calls a second that are recorded: the host takes 200 messages a second, and a program may read in a loop. */
const RECORDED_PER_SECOND = 100;

/** A call that does not know its name yet. */
export type Definition<Call> = (caller: Caller, name: string) => Call;

type Asynchronous<Options> = (options?: Options) => Promise<Record<string, unknown>> | undefined;
type Outcome = { answer: Record<string, unknown> } | { failure: Failure };

export const callerOf = (engine: Engine): Caller => {
  let second = 0;
  let recorded = 0;
  return {
    engine,
    call(callback, ...given) {
      if (typeof callback !== 'function') return;
      try {
        callback(...given);
      } catch (thrown) {
        engine.report('error', thrown);
      }
    },
    mayRecord() {
      const at = Math.floor(now() / 1000);
      if (at !== second) recorded = 0;
      second = at;
      recorded += 1;
      return recorded <= RECORDED_PER_SECOND;
    },
  };
};

/** A reason to fail, to be thrown inside a call; the name of the call is put before it. */
export const reason = (text: string, errno?: number): Failure => ({ errMsg: `fail ${text}`, ...(errno !== undefined && { errno }) });

/** What a refused call fails with. */
export const notSimulated = (): Failure => reason('模拟器不支持 not simulated');

/** The type of any value: `String`, `Undefined`, `Array`. */
export const typeOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

const PARAMETER_ERROR = 1001;

/** Throws what WeChat says of an option of the wrong type. */
export const check = (options: Readonly<Record<string, unknown>>, checks: Checks): void => {
  for (const [key, wanted] of Object.entries(checks)) {
    const found = typeOf(options[key]);
    const type = wanted.replace('?', '');
    if (found === type || (type !== wanted && (found === 'Undefined' || found === 'Null'))) continue;
    throw reason(`parameter error: parameter.${key} should be ${type} instead of ${found};`, PARAMETER_ERROR);
  }
};

/** What was thrown, as the failure of this call: `fail why`, `other:fail why`, `why` and an Error are all understood. */
export const failure = (name: string, thrown: unknown): Failure => {
  const { errMsg, errno, message } = Object(thrown) as { errMsg?: unknown; errno?: unknown; message?: unknown };
  const text = String(errMsg ?? message ?? thrown).replace(/^[\w.]+:(?=fail)/, '');
  return { errMsg: `${name}:${/^fail\b/.test(text) ? text : `fail ${text}`}`, ...(typeof errno === 'number' && { errno }) };
};

/** A call with an option bag: it gives a promise where none of the three callbacks is there, and nothing otherwise. */
export const asynchronous =
  <Options extends object>(checks: Checks, run: (options: Options) => unknown): Definition<Asynchronous<Options>> =>
  (caller, name) =>
  (options) => {
    const outcome = settle(caller, name, checks, options, run);
    const callbacks = Object(options) as Callbacks;
    if (!(callbacks.success || callbacks.fail || callbacks.complete)) return unwrap(outcome);
    void finish(caller, callbacks, outcome);
    return undefined;
  };

/** Like `asynchronous`, but its callbacks are called before it returns: WeChat does so with a few old calls, and programs count on it. */
export const immediate =
  (run: () => Record<string, unknown>): Definition<Asynchronous<object>> =>
  (caller, name) =>
  (options) => {
    const answer = { ...run(), errMsg: `${name}:ok` };
    if (caller.mayRecord()) caller.engine.record(name, '{}', answer.errMsg);
    const { success, fail, complete } = Object(options) as Callbacks;
    if (!(success || fail || complete)) return Promise.resolve(answer);
    caller.call(success, answer);
    caller.call(complete, answer);
    return undefined;
  };

/** A call that returns a task and has no promise. `run` is told by the signal that the task was aborted. */
export const task =
  <Options extends object, Task extends object>(
    checks: Checks,
    start: (abort: () => void) => { task: Task; run: (options: Options, signal: AbortSignal) => unknown },
  ): Definition<(options?: Options) => Task> =>
  (caller, name) =>
  (options) => {
    const control = new AbortController();
    const { task: made, run } = start(() => control.abort());
    const outcome = settle(caller, name, checks, options, (given: Options) => run(given, control.signal));
    void finish(caller, Object(options) as Callbacks, outcome);
    return made;
  };

/** A call that returns or throws. `named` are the names of its arguments, for the trace. */
export const synchronous =
  <Given extends unknown[], Result>(run: (...given: Given) => Result, named: string[] = []): Definition<(...given: Given) => Result> =>
  (caller, name) =>
  (...given) => {
    const shown = caller.mayRecord();
    const bag = named.length ? Object.fromEntries(named.map((key, index) => [key, given[index]])) : given.length > 1 ? given : given[0];
    const options = shown ? shorten(bag) : '';
    let errMsg = `${name}:ok`;
    try {
      return run(...given);
    } catch (thrown) {
      const failed = failure(name, thrown);
      errMsg = failed.errMsg;
      throw Object.assign(new Error(errMsg), failed);
    } finally {
      if (shown) caller.engine.record(name, options, errMsg);
    }
  };

/** What is no call: it stands there as it is, and is not recorded. */
export const plain =
  <Value>(value: Value): Definition<Value> =>
  () =>
    value;

/** Gives each definition its name. */
export const bind = <Definitions extends Record<string, Definition<unknown>>>(caller: Caller, definitions: Definitions) =>
  Object.fromEntries(Object.entries(definitions).map(([name, definition]) => [name, definition(caller, name)])) as {
    [Name in keyof Definitions]: ReturnType<Definitions[Name]>;
  };

const settle = async <Options extends object>(
  { engine }: Caller,
  name: string,
  checks: Checks,
  given: Options | undefined,
  run: (options: Options) => unknown,
): Promise<Outcome> => {
  const options = shorten(given ?? {});
  let outcome: Outcome;
  try {
    if (given !== undefined && given !== null && typeof given !== 'object')
      throw reason(`parameter error: parameter should be Object instead of ${typeOf(given)};`, PARAMETER_ERROR);
    check(Object(given) as Record<string, unknown>, checks);
    outcome = { answer: { ...((await run(Object(given) as Options)) as object | undefined), errMsg: `${name}:ok` } };
  } catch (thrown) {
    outcome = { failure: failure(name, thrown) };
  }
  engine.record(name, options, 'answer' in outcome ? `${name}:ok` : outcome.failure.errMsg);
  return outcome;
};

const finish = async (caller: Caller, { success, fail, complete }: Callbacks, settled: Promise<Outcome>): Promise<void> => {
  const outcome = await settled;
  if ('answer' in outcome) caller.call(success, outcome.answer);
  else caller.call(fail, outcome.failure);
  caller.call(complete, 'answer' in outcome ? outcome.answer : outcome.failure);
};

const unwrap = async (settled: Promise<Outcome>): Promise<Record<string, unknown>> => {
  const outcome = await settled;
  if ('failure' in outcome) throw outcome.failure;
  return outcome.answer;
};
