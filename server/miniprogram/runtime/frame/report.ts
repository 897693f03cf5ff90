// What is told to the host: the log, and what is wrong with the project. The number of lines is bounded, because foreign code
// may write in a loop.
import type { Problem } from '../protocol';
import type { AppEvent, Bridge } from './types';
import { bounded, inspect } from './inspect';
import { nativeConsole, now } from './intrinsics';
import { placeIn, placeText } from './stack-trace';

export type Level = 'debug' | 'info' | 'warn' | 'error';

/** Lines at once, and lines a second after that. */
const BURST = 200;
const PER_SECOND = 20;
/** Different problems that are told. */
const MOST_PROBLEMS = 500;

export class Report {
  readonly #bridge: Bridge;
  readonly #base: string;
  readonly #seen = new WeakSet<object>();
  readonly #problems = new Set<string>();
  #left = BURST;
  #filled = now();
  #dropped = 0;
  /** What hears of errors: `App.onError` and `wx.onError`. */
  heard: (event: AppEvent, detail: unknown) => void = () => undefined;

  constructor(bridge: Bridge, base: string) {
    this.#bridge = bridge;
    this.#base = base;
  }

  /** A line of the log; with `quiet` not in the browser's own console, where it already is. */
  log(level: Level, what: unknown[], quiet = false): void {
    const text = inspect(what);
    if (!quiet) nativeConsole[level](...what);
    const time = now();
    this.#left = Math.min(BURST, this.#left + ((time - this.#filled) / 1000) * PER_SECOND);
    this.#filled = time;
    if (this.#left < 1) {
      this.#dropped += 1;
      return;
    }
    this.#left -= 1;
    if (this.#dropped > 0) {
      this.#bridge.note({ note: 'log', level: 'warn', text: `${this.#dropped} lines left out` });
      this.#dropped = 0;
    }
    this.#bridge.note({ note: 'log', level, text });
  }

  /** Something that does not compile, or cannot be loaded; the same is told once. */
  problem(problem: Problem): void {
    this.#note(problem, false);
    this.log(problem.level === 'error' ? 'error' : 'warn', [`${problem.file}: ${problem.message}`]);
  }

  /** What the compiler found; the server has told it in the terminal, so that it is not in the log. */
  compiled(problems: Problem[]): void {
    for (const problem of problems) this.#note(problem, false);
  }

  /** Something that foreign code threw in `where`, with the address `at` if known; an error that passes several hands is told once. */
  thrown(where: string, error: unknown, at = ''): void {
    if (typeof error === 'object' && error !== null) {
      if (this.#seen.has(error)) return;
      this.#seen.add(error);
    }
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    const place = placeIn(`${stack}\n${at}`, this.#base);
    const message = describe(error);
    nativeConsole.error(where, error); // with its stack, for the browser's own tools
    this.log('error', [`${where}: ${message}${placeText(place)}`], true);
    this.#note({ level: 'error', message, ...(place ?? { file: where, line: 0, column: 0 }) }, true);
    this.heard('error', stack || message);
  }

  /** Runs foreign code; what it throws, or rejects with, is reported and goes no further. */
  safely<Result>(where: string, call: () => Result): Result | undefined {
    try {
      return call();
    } catch (error) {
      this.thrown(where, error);
      return undefined;
    }
  }

  #note(problem: Problem, thrown: boolean): void {
    const key = `${problem.file}:${problem.line}:${problem.message}`;
    if (this.#problems.has(key) || this.#problems.size >= MOST_PROBLEMS) return;
    this.#problems.add(key);
    this.#bridge.note({ note: 'problem', problem: { ...problem, message: bounded(problem.message, 2000) }, thrown });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : inspect([error]);
}
