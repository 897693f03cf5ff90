// `require`, cycles, and what an ES module is given in place of `import`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namespaceOf } from '../frame/esm';
import { type Factory, Modules, type Require } from '../frame/modules';
import { addModules, closure, resolveModule } from '../frame/resolve';
import type { ModuleEntry, Project } from '../protocol';

const globals = { Page: 1, Component: 2, Behavior: 3, App: 4, getApp: 5, getCurrentPages: 6, wx: 7 };
type Body = (require: Require, module: { exports: unknown }, exports: Record<string, unknown>, ...rest: unknown[]) => void;

function modules(bodies: Record<string, Body>, requires: Record<string, Record<string, string>> = {}) {
  const entries: Record<string, ModuleEntry> = {};
  for (const path of Object.keys(bodies)) entries[path] = { requires: requires[path] ?? {} };
  const loaded: string[] = [];
  const load = async (path: string): Promise<void> => void loaded.push(path);
  return { loaded, modules: new Modules({ entries, globals, load, factories: new Map(Object.entries(bodies) as [string, Factory][]) }) };
}

test('a module runs once, with the globals of a mini-program', () => {
  let runs = 0;
  const { modules: all } = modules({
    'a.js': (require, module, exports, ...rest) => {
      runs += 1;
      assert.deepEqual(rest.slice(0, 7), [1, 2, 3, 4, 5, 6, 7]);
      exports.b = require('./lib/b');
      exports.again = require('./lib/b.js');
      assert.equal(module.exports, exports);
    },
    'lib/b.js': (_, module) => {
      module.exports = { name: 'b' };
    },
  });
  assert.deepEqual(all.run('a.js'), { b: { name: 'b' }, again: { name: 'b' } });
  assert.equal(all.run('a.js'), all.run('a.js'));
  assert.equal(runs, 1);
});

test('a cycle gets the exports as far as they are', () => {
  const { modules: all } = modules({
    'a.js': (require, _, exports) => {
      exports.early = 1;
      exports.seen = (require('./b') as { seen: unknown }).seen;
      exports.late = 2;
    },
    'b.js': (require, _, exports) => {
      exports.seen = { ...(require('./a') as object) };
    },
  });
  assert.deepEqual(all.run('a.js'), { early: 1, seen: { early: 1 }, late: 2 });
});

test('a module that throws runs again when it is next required; one that is missing is named', () => {
  let runs = 0;
  const { modules: all } = modules({
    'a.js': (_, module) => {
      runs += 1;
      if (runs === 1) throw new TypeError('first');
      module.exports = runs;
    },
    'b.js': (require) => void require('./nowhere'),
  });
  assert.throws(() => all.run('a.js'), /first/);
  assert.equal(all.run('a.js'), 2);
  assert.throws(() => all.run('b.js'), /module '.\/nowhere' is not defined, require args is '.\/nowhere' \(b.js\)/);
});

test('require.async loads before it runs', async () => {
  const { modules: all, loaded } = modules({
    'a.js': (require, _, exports) => {
      exports.later = require.async('./sub/b');
    },
    'sub/b.js': (_, __, exports) => {
      exports.b = 1;
    },
  });
  assert.deepEqual(await (all.run('a.js') as { later: Promise<unknown> }).later, { b: 1 });
  assert.deepEqual(loaded, ['sub/b.js']);
});

test('a module is found as WeChat finds it, and first as the compiler found it', () => {
  const names = ['a.js', 'pages/x/x.js', 'lib/index.js', 'data.json', 'miniprogram_npm/moment/index.js', 'pages/miniprogram_npm/moment/index.js', 'other.js'];
  const entries: Record<string, ModuleEntry> = Object.fromEntries(names.map((name) => [name, { requires: {} }]));
  entries['pages/x/x.js'] = { requires: { alias: 'other.js' } };
  const find = (from: string, text: string): string | undefined => resolveModule(entries, from, text);
  assert.equal(find('pages/x/x.js', '../../lib'), 'lib/index.js');
  assert.equal(find('pages/x/x.js', '/data.json'), 'data.json');
  assert.equal(find('pages/x/x.js', 'moment'), 'pages/miniprogram_npm/moment/index.js');
  assert.equal(find('a.js', 'moment'), 'miniprogram_npm/moment/index.js');
  assert.equal(find('pages/x/x.js', 'alias'), 'other.js');
  assert.equal(find('a.js', './x'), undefined);
  assert.equal(find('a.js', 'constructor'), undefined);
});

test('the closure of a page: components, generics, and the modules of all', () => {
  const project = {
    json: {
      page: { usingComponents: { x: 'x', gone: 'gone' }, componentGenerics: { g: { default: 'g' }, h: true } },
      x: { usingComponents: { page: 'page' } },
      g: {},
    },
    modules: {
      'page.js': { requires: { './u': 'u.js' } }, 'x.js': { requires: {} }, 'g.js': { requires: {} }, 'u.js': { requires: { './page': 'page.js' } },
      'alone.js': { requires: {} },
    },
  } as unknown as Project;
  const found = closure(project, ['page'], (_, name) => (name === 'gone' ? undefined : name));
  assert.deepEqual([...found.components].sort(), ['g', 'page', 'x']);
  assert.deepEqual([...found.modules].sort(), ['g.js', 'page.js', 'u.js', 'x.js']);
});

test('a require without a constant argument may want any module', () => {
  const into = new Set<string>();
  addModules({ 'a.js': { requires: {}, dynamic: true }, 'b.js': { requires: {} } }, 'a.js', into);
  assert.deepEqual([...into], ['a.js', 'b.js']);
});

test('the namespace of a CommonJS module: the whole as default, and its names live', () => {
  const exports: Record<string, unknown> = { a: 1 };
  const namespace = namespaceOf(exports) as Record<string, unknown>;
  assert.equal(namespace['default'], exports);
  exports['a'] = 2;
  exports['b'] = 3;
  assert.deepEqual([namespace['a'], namespace['b'], 'b' in namespace], [2, 3, true]);
  assert.deepEqual({ ...namespace }, { a: 2, b: 3, default: exports });
  const esm = Object.defineProperty({ default: 4 }, '__esModule', { value: true });
  assert.equal(namespaceOf(esm), esm);
  assert.deepEqual(namespaceOf(5), { default: 5 });
  const made = (): number => 6;
  assert.equal((namespaceOf(made) as { default: unknown }).default, made);
});
