// The files of a run, in memory: what the program writes below `wx.env.USER_DATA_PATH` and what it saves. Temporary files and
// those of the project are read here too, so that every call that takes a file path takes the same ones.
import type { PickedFile } from '../../protocol';
import type { Engine } from '../types';
import { reason } from './callbacks';
import { pictureBytes } from './picture';

export const USER_DATA_PATH = 'wxfile://usr';
const SAVED = 'wxfile://store_';
/** Bytes of all written files: WeChat allows a mini-program 200 MB on a phone; in a browser's memory it is less. */
const LARGEST = 10 * 1024 * 1024;
/** Files and directories. */
const MOST = 2000;

/** WeChat's numbers for failures of the file system. */
const FILES = {
  missing: 1300002,
  denied: 1300013,
  notDirectory: 1300020,
  isDirectory: 1300021,
  notEmpty: 1300066,
  full: 1300202,
  exists: 1301005,
};

const error = (number: keyof typeof FILES, text: string) => reason(text, FILES[number]);

export interface Entry {
  path: string;
  size: number;
  modified: number;
  directory: boolean;
}

export class Files {
  readonly #entries = new Map<string, Entry>([[USER_DATA_PATH, { path: USER_DATA_PATH, size: 0, modified: 0, directory: true }]]);
  readonly #engine: Engine;
  #saved = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** `a//b/./c/..` becomes `a/b`; a path cannot leave the directory of the user. */
  static #normal(path: string): string {
    const [scheme = '', rest = ''] = path.split(/(?<=^wxfile:\/\/)/);
    const parts: string[] = [];
    for (const part of rest.split('/')) {
      if (part === '..') parts.pop();
      else if (part && part !== '.') parts.push(part);
    }
    return scheme + parts.join('/');
  }

  static #parent(path: string): string {
    return path.slice(0, path.lastIndexOf('/'));
  }

  /** The path where a program may write, or the failure of the call `verb`. */
  #writable(path: string, verb: string): string {
    const normal = Files.#normal(path);
    if (!normal.startsWith(`${USER_DATA_PATH}/`)) throw error('denied', `permission denied, ${verb} "${path}"`);
    return normal;
  }

  find(path: string, verb: string): Entry {
    const entry = this.#entries.get(Files.#normal(path));
    if (entry) return entry;
    const kept = this.#engine.files.get(path);
    if (!kept) throw error('missing', `no such file or directory, ${verb} "${path}"`);
    return { path, size: kept.bytes.byteLength, modified: 0, directory: false };
  }

  /** The bytes of a written or temporary file. */
  read(path: string, verb = 'open'): ArrayBuffer {
    if (this.find(path, verb).directory) throw error('isDirectory', `illegal operation on a directory, ${verb} "${path}"`);
    const bytes = this.#engine.files.get(Files.#normal(path))?.bytes ?? this.#engine.files.get(path)?.bytes;
    if (!bytes) throw error('missing', `no such file or directory, ${verb} "${path}"`);
    return bytes;
  }

  /** A file of any kind. The frame cannot fetch: one of the project can be read where it is a picture. */
  async load(path: string): Promise<PickedFile> {
    const name = path.split('/').pop() ?? '';
    const kept = this.#engine.files.get(path) ?? this.#engine.files.get(Files.#normal(path));
    if (kept) return { name: kept.name || name, type: kept.type, bytes: kept.bytes };
    if (/^[a-z]+:/.test(path)) throw reason('file not found');
    const type = /\.jpe?g$/i.test(path) ? 'image/jpeg' : 'image/png';
    const bytes = await pictureBytes(this.#engine.fileUrl(path), { type }).catch(() => undefined);
    if (!bytes) throw reason('file not found');
    return { name, type, bytes };
  }

  write(path: string, bytes: ArrayBuffer): void {
    const normal = this.#writable(path, 'open');
    const before = this.#entries.get(normal);
    if (before?.directory) throw error('isDirectory', `illegal operation on a directory, open "${path}"`);
    if (!this.#entries.get(Files.#parent(normal))?.directory) throw error('missing', `no such file or directory, open "${path}"`);
    this.#keep(normal, bytes);
  }

  #keep(path: string, bytes: ArrayBuffer): void {
    const used = [...this.#entries.values()].reduce((sum, entry) => sum + (entry.path === path ? 0 : entry.size), 0);
    if (used + bytes.byteLength > LARGEST || this.#entries.size >= MOST)
      throw error('full', 'the maximum size of the file storage limit is exceeded');
    this.#engine.files.set(path, { bytes: bytes.slice(0), type: '', name: path.slice(path.lastIndexOf('/') + 1) });
    this.#entries.set(path, { path, size: bytes.byteLength, modified: Math.floor(Date.now() / 1000), directory: false });
  }

  mkdir(path: string, recursive = false): void {
    const normal = this.#writable(path, 'mkdir');
    if (this.#entries.has(normal)) throw error('exists', `file already exists, mkdir "${path}"`);
    const parent = Files.#parent(normal);
    if (!this.#entries.has(parent)) {
      if (!recursive) throw error('missing', `no such file or directory, mkdir "${path}"`);
      this.mkdir(parent, true);
    }
    if (this.#entries.size >= MOST) throw error('full', 'the maximum size of the file storage limit is exceeded');
    this.#entries.set(normal, { path: normal, size: 0, modified: Math.floor(Date.now() / 1000), directory: true });
  }

  /** Everything below a directory, the deepest too. */
  below(path: string): Entry[] {
    const prefix = `${Files.#normal(path)}/`;
    return [...this.#entries.values()].filter((entry) => entry.path.startsWith(prefix));
  }

  readdir(path: string): string[] {
    if (!this.find(path, 'scandir').directory) throw error('notDirectory', `not a directory, scandir "${path}"`);
    const start = Files.#normal(path).length + 1;
    return this.below(path)
      .map((entry) => entry.path.slice(start))
      .filter((name) => !name.includes('/'));
  }

  rmdir(path: string, recursive = false): void {
    const normal = this.#writable(path, 'rmdir');
    if (!this.find(path, 'rmdir').directory) throw error('notDirectory', `not a directory, rmdir "${path}"`);
    const inside = this.below(path);
    if (inside.length && !recursive) throw error('notEmpty', `directory not empty, rmdir "${path}"`);
    for (const entry of inside) this.#drop(entry.path);
    this.#drop(normal);
  }

  unlink(path: string): void {
    if (this.find(path, 'unlink').directory) throw error('isDirectory', `operation not permitted, unlink "${path}"`);
    this.#drop(this.#entries.has(Files.#normal(path)) ? Files.#normal(path) : path);
  }

  #drop(path: string): void {
    this.#entries.delete(path);
    this.#engine.files.remove(path);
  }

  rename(from: string, to: string): void {
    const [source, target] = [this.#writable(from, 'rename'), this.#writable(to, 'rename')];
    if (this.find(from, 'rename').directory) {
      if (`${target}/`.startsWith(`${source}/`)) throw error('denied', `operation not permitted, rename "${from}" -> "${to}"`);
      const moved = this.below(from);
      this.mkdir(to);
      // a directory below takes its own entries with it
      for (const entry of moved) if (this.#entries.has(entry.path)) this.rename(entry.path, target + entry.path.slice(source.length));
      this.#drop(source);
      return;
    }
    this.write(to, this.read(from, 'rename'));
    this.#drop(source);
  }

  /** Keeps a temporary file: at `path`, or at a path of our own. */
  save(temporary: string, path?: string): string {
    const bytes = this.read(temporary, 'saveFile');
    if (path !== undefined) {
      this.write(path, bytes);
    } else {
      path = `${SAVED}${(this.#saved += 1)}${/\.\w+$/.exec(temporary)?.join('') ?? ''}`;
      this.#keep(path, bytes);
    }
    this.#engine.files.remove(temporary);
    return path;
  }

  savedFiles(): Entry[] {
    return [...this.#entries.values()].filter((entry) => entry.path.startsWith(SAVED));
  }
}
