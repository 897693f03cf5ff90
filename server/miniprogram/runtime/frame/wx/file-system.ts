// `wx.getFileSystemManager()`: WeChat's calls over the files in memory, each also in its synchronous form.
import { type Caller, type Checks, type Definition, asynchronous, bind, notSimulated, reason, synchronous } from './callbacks';
import { bytesOf, decodeText, encodeText } from './base64';
import type { Entry, Files } from './files';

type Encoding = string | undefined;
/** A call: what its options must be, the names of the synchronous form's arguments, and what it does with them. */
type Operation = [checks: Checks, named: string, run: (files: Files, ...given: never[]) => unknown, answer?: (result: never) => object];

const stats = ({ size, modified, directory }: Entry) => ({
  mode: directory ? 0o040755 : 0o100644,
  size,
  lastAccessedTime: modified,
  lastModifiedTime: modified,
  isDirectory: () => directory,
  isFile: () => !directory,
});

const decoded = (bytes: ArrayBuffer, encoding: Encoding): string | ArrayBuffer => {
  if (!encoding) return bytes.slice(0);
  const text = decodeText(bytes, encoding);
  if (text === undefined) throw reason(`invalid encoding "${encoding}"`);
  return text;
};

const encoded = (data: unknown, encoding: Encoding): ArrayBuffer => {
  const bytes = bytesOf(data) ?? encodeText(String(data), encoding ?? 'utf8');
  if (!bytes) throw reason(`invalid encoding "${encoding}"`);
  return bytes;
};

const read = (files: Files, filePath: string, encoding?: string, position = 0, length?: number) => {
  const bytes = files.read(filePath);
  return decoded(bytes.slice(position, length === undefined ? undefined : position + length), encoding);
};

const join = (first: ArrayBuffer, second: ArrayBuffer): ArrayBuffer => {
  const all = new Uint8Array(first.byteLength + second.byteLength);
  all.set(new Uint8Array(first));
  all.set(new Uint8Array(second), first.byteLength);
  return all.buffer;
};

const stat = (files: Files, path: string, recursive?: boolean) => {
  const entry = files.find(path, 'stat');
  if (!recursive || !entry.directory) return stats(entry);
  return [entry, ...files.below(path)].map((found) => ({ path: found.path.slice(entry.path.length) || '/', stats: stats(found) }));
};

const path: Checks = { path: 'String' };
const dirPath: Checks = { dirPath: 'String' };
const filePath: Checks = { filePath: 'String' };

const append = (files: Files, at: string, data: unknown, encoding?: string): void =>
  files.write(at, join(files.read(at), encoded(data, encoding)));

const truncate = (files: Files, at: string, length = 0): void => {
  const bytes = files.read(at);
  files.write(at, join(bytes.slice(0, length), new ArrayBuffer(Math.max(0, length - bytes.byteLength))));
};

const operations: Record<string, Operation> = {
  access: [path, 'path', (files: Files, given: string) => void files.find(given, 'access')],
  appendFile: [filePath, 'filePath data encoding', append],
  copyFile: [
    { srcPath: 'String', destPath: 'String' },
    'srcPath destPath',
    (files: Files, from: string, to: string) => files.write(to, files.read(from, 'copyFile')),
  ],
  mkdir: [dirPath, 'dirPath recursive', (files: Files, at: string, recursive?: boolean) => files.mkdir(at, recursive)],
  readFile: [filePath, 'filePath encoding position length', read, (data) => ({ data })],
  readdir: [dirPath, 'dirPath', (files: Files, at: string) => files.readdir(at), (list) => ({ files: list })],
  rename: [{ oldPath: 'String', newPath: 'String' }, 'oldPath newPath', (files: Files, from: string, to: string) => files.rename(from, to)],
  rmdir: [dirPath, 'dirPath recursive', (files: Files, at: string, recursive?: boolean) => files.rmdir(at, recursive)],
  saveFile: [
    { tempFilePath: 'String', filePath: 'String?' },
    'tempFilePath filePath',
    (files: Files, from: string, to?: string) => files.save(from, to),
    (savedFilePath) => ({ savedFilePath }),
  ],
  stat: [path, 'path recursive', stat, (found) => ({ stats: found })],
  truncate: [filePath, 'filePath length', truncate],
  unlink: [filePath, 'filePath', (files: Files, at: string) => files.unlink(at)],
  writeFile: [
    filePath,
    'filePath data encoding',
    (files: Files, at: string, data: unknown, encoding?: string) => files.write(at, encoded(data, encoding)),
  ],
};

/** By descriptors, and of archives. */
const REFUSED = 'open close read write fstat ftruncate unzip readZipEntry readCompressedFile';
const REFUSED_SYNCHRONOUS = 'openSync closeSync readSync writeSync fstatSync ftruncateSync readCompressedFileSync';

export const fileSystem = (caller: Caller, files: Files) => {
  const { engine } = caller;
  const definitions: Record<string, Definition<unknown>> = {
    getFileInfo: asynchronous(filePath, (options: { filePath: string }) => ({ size: files.find(options.filePath, 'getFileInfo').size })),
    getSavedFileList: asynchronous({}, () => ({
      fileList: files.savedFiles().map((entry) => ({ filePath: entry.path, size: entry.size, createTime: entry.modified })),
    })),
    removeSavedFile: asynchronous(filePath, (options: { filePath: string }) => files.unlink(options.filePath)),
  };
  for (const [name, [checks, named, run, answer]] of Object.entries(operations)) {
    const names = named.split(' ');
    const operate = run as (files: Files, ...given: unknown[]) => unknown;
    definitions[name] = asynchronous(checks, async (options: Record<string, never>) => {
      const given = names.map((key) => options[key]);
      // a picture of the project is on the server: the asynchronous form alone can wait for it
      if (name === 'readFile' && !/^(wxfile|http):/.test(String(given[0]))) {
        const { bytes } = await files.load(String(given[0]));
        return { data: decoded(bytes, options['encoding']) };
      }
      const result = operate(files, ...given);
      return answer ? answer(result as never) : undefined;
    });
    definitions[`${name}Sync`] = synchronous((...given: unknown[]) => operate(files, ...given), names);
  }
  const refuse = (): never => {
    throw notSimulated();
  };
  for (const name of REFUSED.split(' ')) definitions[name] = asynchronous({}, refuse);
  for (const name of REFUSED_SYNCHRONOUS.split(' ')) definitions[name] = synchronous(refuse);
  const manager = bind(caller, definitions);
  return {
    getFileSystemManager: synchronous(() => manager),
    createBufferURL: synchronous((buffer: unknown) => {
      const bytes = bytesOf(buffer);
      if (!bytes) throw reason('parameter error: parameter should be ArrayBuffer;');
      return engine.files.add(bytes, '', 'buffer');
    }),
    revokeBufferURL: synchronous((url: string) => engine.files.remove(url)),
  };
};
