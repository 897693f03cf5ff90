// The mini-program's files, and its modules as WeChat runs them: CommonJS, relative paths only, and none of the globals of a
// browser or of Node.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

export const root = fileURLToPath(new URL('../../miniprogram/', import.meta.url));

export const read = (path) => readFileSync(join(root, path), 'utf8');
export const readJson = (path) => JSON.parse(read(path));

/** Every file, relative to the root. */
export const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length));

/** A `require` for entry files. `globals` is all that the code sees beside the language itself. */
export function loader(globals) {
  const context = vm.createContext(globals);
  const modules = new Map();
  const load = (path) => {
    if (modules.has(path)) return modules.get(path).exports;
    const module = { exports: {} };
    modules.set(path, module);
    const wrapped = vm.runInContext(`(function (require, module, exports) {${read(path)}\n})`, context, { filename: join(root, path) });
    wrapped((name) => load(resolve(path, name)), module, module.exports);
    return module.exports;
  };
  return load;
}

/** The file that `require(name)` in `from` means. */
export function resolve(from, name) {
  if (!/^\.\.?\//.test(name)) throw new Error(`${from}: require('${name}') is not relative`);
  return normalize(join(dirname(from), name.endsWith('.js') ? name : `${name}.js`));
}
