// What does not compile and what was thrown, over the lower part of the page: the rest of the mini-program still runs.

import type { Problem } from '../protocol';
import { bilingual, create, createButton } from './html';

/** How many different problems are kept; the log has them all. */
const LIMIT = 50;

interface Entry {
  problem: Problem;
  thrown: boolean;
  /** How often it came. */
  count: number;
}

export class Problems {
  readonly element = create('section', 'opened__problems');
  readonly #entries = new Map<string, Entry>();
  readonly #toggle: HTMLButtonElement;
  readonly #list = create('div', 'opened__problem-list');
  /** Problems that came when there was no more room. */
  #left = 0;

  constructor() {
    this.#toggle = createButton('opened__problems-toggle', '', () => this.#fold(!this.#list.hidden));
    const head = create('div', 'opened__problems-head', this.#toggle, createButton('opened__problems-close', '关闭问题面板', () => this.clear(), '×'));
    this.element.append(head, this.#list);
    // a status, not an alert: it does not interrupt what is being read
    this.element.setAttribute('role', 'status');
    this.clear();
  }

  add(problem: Problem, thrown: boolean): void {
    if (problem.level !== 'error') return;
    const key = JSON.stringify([thrown, problem.file, problem.line, problem.column, problem.message]);
    const known = this.#entries.get(key);
    if (known) known.count += 1;
    else if (this.#entries.size < LIMIT) this.#entries.set(key, { problem, thrown, count: 1 });
    else this.#left += 1;
    this.#draw();
  }

  clear(): void {
    this.#entries.clear();
    this.#left = 0;
    this.#fold(false);
    this.#draw();
  }

  #fold(isFolded: boolean): void {
    this.#list.hidden = isFolded;
    this.#toggle.setAttribute('aria-expanded', String(!isFolded));
  }

  #draw(): void {
    const entries = [...this.#entries.values()];
    this.element.hidden = entries.length === 0;
    const total = entries.reduce((sum, entry) => sum + entry.count, this.#left);
    this.#toggle.replaceChildren(bilingual('问题', 'Problems'), ` · ${total}`);
    this.#list.replaceChildren(
      ...group('编译问题', 'Compile problems', entries.filter((entry) => !entry.thrown)),
      ...group('运行时错误', 'Runtime errors', entries.filter((entry) => entry.thrown)),
    );
  }
}

function group(chinese: string, english: string, entries: Entry[]): HTMLElement[] {
  if (entries.length === 0) return [];
  return [create('h2', '', bilingual(chinese, english)), create('ul', '', ...entries.map(item))];
}

function item({ problem, count }: Entry): HTMLElement {
  const times = count > 1 ? ` ×${count}` : '';
  return create('li', '', create('code', '', place(problem)), ` ${problem.message}${times}`);
}

/** `pages/index/index.wxml:3:7`; without what is not known. */
export const place = ({ file, line, column }: Problem): string => [file, ...(line > 0 ? [line, ...(column > 0 ? [column] : [])] : [])].join(':');
