// What the frame tells without an answer, read as strictly as its calls.

import type { Note } from '../protocol';
import { type Shape, color, flag, list, nullable, number, oneOf, optional, record, text } from './arguments';

const short = text(1000);
/** The index of a tab; -1 is none. */
const index = number(-1, 100);
const position = number(0, 1e9);
const line = text(20_000);

const page = record({
  path: short, query: text(8192), title: short, background: color, textStyle: oneOf('black', 'white'), custom: flag, loading: flag,
  canGoBack: flag, home: flag, tab: index,
});
const tab = record({ text: short, icon: short, selectedIcon: short, badge: short, redDot: flag });
const tabBar = record({
  hidden: flag, color, selectedColor: color, backgroundColor: color, borderStyle: oneOf('black', 'white'), list: list(tab, 10),
});
const problem = record({ level: oneOf('error', 'warning'), file: short, line: position, column: position, message: line });

type NoteOf<Name extends Note['note']> = Extract<Note, { note: Name }>;
const is = <Name extends string>(name: Name) => oneOf(name);
/** Longer texts of the log are cut by the frame; a value of the storage may be long, its limits are those of the storage. */
const notes: { [Name in Note['note']]: Shape<NoteOf<Name>> } = {
  page: record({ note: is('page'), page }),
  tabBar: record({ note: is('tabBar'), tabBar }),
  storage: record({ note: is('storage'), key: text(2_000_000), value: nullable(text(2_000_000)) }),
  log: record({ note: is('log'), level: oneOf('debug', 'info', 'warn', 'error'), text: text(1_000_000) }),
  problem: record({ note: is('problem'), problem, thrown: optional(flag) }),
  wx: record({ note: is('wx'), name: short, options: text(2_000_000), errMsg: text(100_000) }),
  pong: record({ note: is('pong') }),
};
const table = new Map<string, Shape<Note>>(Object.entries(notes));

/** The note that a message is; undefined where it is none, or has something in it that none may have. */
export function readNote(message: object): Note | undefined {
  const name = Object.hasOwn(message, 'note') ? (message as { note: unknown }).note : undefined;
  const shape = typeof name === 'string' ? table.get(name) : undefined;
  try {
    return shape?.(message, 'note');
  } catch (error) {
    console.warn('oa-mini: a note of the mini-program was ignored:', String(error));
    return undefined;
  }
}
