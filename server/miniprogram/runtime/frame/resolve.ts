// Which module a `require` means, and what has to be loaded before a page can run. No DOM here.
import type { ModuleEntry, Project } from '../protocol';
import { folder, join } from './url';

type Modules = Record<string, ModuleEntry>;

/** The module that `text` means in the module `from`: what the compiler found, else looked for as WeChat does. */
export function resolveModule(modules: Modules, from: string, text: string): string | undefined {
  const known = own(modules, from)?.requires;
  if (known && Object.hasOwn(known, text)) return known[text];
  const tries = (path: string): string | undefined =>
    [path, `${path}.js`, `${path}/index.js`, `${path}.json`, path.replace(/\.ts$/, '.js')].find((one) => Object.hasOwn(modules, one));
  const near = tries(join(folder(from), text));
  if (near || /^[./]/.test(text)) return near;
  for (let at = folder(from); ; at = folder(at)) {
    const found = tries(join(at, `miniprogram_npm/${text}`));
    if (found || !at) return found ?? tries(join('', text));
  }
}

/** Adds the module and all that it requires; a `require` without a constant argument may want any module. */
export function addModules(modules: Modules, path: string, into: Set<string>): void {
  const entry = own(modules, path);
  if (!entry || into.has(path)) return;
  into.add(path);
  for (const one of entry.dynamic ? Object.keys(modules) : Object.values(entry.requires)) addModules(modules, one, into);
}

export interface Closure {
  components: Set<string>;
  modules: Set<string>;
}

/** The components below `roots` (with them), and the modules of all. `resolve` finds what is not yet a path (generics). */
export function closure(project: Project, roots: string[], resolve: (from: string, name: string) => string | undefined): Closure {
  const found: Closure = { components: new Set(), modules: new Set() };
  const open = [...roots];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.components.has(path)) continue;
    found.components.add(path);
    addModules(project.modules, `${path}.js`, found.modules);
    const json = own(project.json, path);
    for (const name of Object.values(json?.usingComponents ?? {})) {
      const target = resolve(path, name);
      if (target) open.push(target);
    }
    for (const generic of Object.values(json?.componentGenerics ?? {})) {
      const target = typeof generic === 'object' && generic.default ? resolve(path, generic.default) : undefined;
      if (target) open.push(target);
    }
  }
  return found;
}

function own<Value>(record: Record<string, Value>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
