// Addresses of pictures and other files: of the project, of the net, and temporary ones, which live as long as the frame.
import type { TemporaryFiles } from './types';
import { encodePath, folder, join } from './url';

/** Of those that were added; what was set under a path stays. */
const MOST_FILES = 500;
const MOST_BYTES = 256 * 1024 * 1024;
const SCHEME = 'wxfile://';

interface TemporaryFile {
  bytes: ArrayBuffer;
  type: string;
  name: string;
}

export class Files implements TemporaryFiles {
  readonly #base: string;
  readonly #files = new Map<string, TemporaryFile>();
  readonly #urls = new Map<string, string>();
  readonly #added = new Set<string>();
  #last = 0;

  constructor(base: string) {
    this.#base = base;
  }

  /** The oldest go where there are too many. */
  add(bytes: ArrayBuffer, type: string, name: string): string {
    const kind = type.startsWith('image/') ? `.${type.slice('image/'.length).replace(/\W.*/, '')}` : '';
    const path = `${SCHEME}tmp_${++this.#last}${/\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? kind}`;
    this.#files.set(path, { bytes, type, name });
    this.#added.add(path);
    let size = 0;
    for (const one of this.#added) size += this.#files.get(one)?.bytes.byteLength ?? 0;
    for (const oldest of this.#added) {
      if (oldest === path || (this.#added.size <= MOST_FILES && size <= MOST_BYTES)) break;
      size -= this.#files.get(oldest)?.bytes.byteLength ?? 0;
      this.remove(oldest);
    }
    return path;
  }

  get(path: string): TemporaryFile | undefined {
    return this.#files.get(path);
  }

  set(path: string, file: TemporaryFile): void {
    this.remove(path);
    this.#files.set(path, file);
  }

  remove(path: string): void {
    this.#files.delete(path);
    this.#added.delete(path);
    const url = this.#urls.get(path);
    if (url) URL.revokeObjectURL(url);
    this.#urls.delete(path);
  }

  /** `from` is the path of the page or component that names the file. */
  url(src: string, from = ''): string {
    if (src.startsWith(SCHEME) || this.#files.has(src)) return this.#temporary(src);
    if (/^[a-z][\w+.-]*:/i.test(src) || src.startsWith('#') || !src) return src;
    if (src.startsWith('//')) return `https:${src}`;
    const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(src) ?? [];
    return `${this.#base}/files/${encodePath(join(folder(from), decoded(path)))}${rest}`;
  }

  #temporary(path: string): string {
    const known = this.#urls.get(path);
    const file = this.#files.get(path);
    if (known || !file) return known ?? '';
    const url = URL.createObjectURL(new Blob([file.bytes], { type: file.type }));
    this.#urls.set(path, url);
    return url;
  }
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
