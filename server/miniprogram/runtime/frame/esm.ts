// What a module that was an ES module calls in place of `import` and `export … from`. The compiler writes the calls (its own
// exports it defines itself); imports are synchronous here.
import type { Require } from './modules';

export interface EsmHelper {
  imported(id: string, what?: { importedNames: string[] }): object;
  exportAll(namespace: object): void;
  dynamicImport(id: string): Promise<object>;
  meta: object;
}

export function esmHelper(require: Require, exports: object): EsmHelper {
  return {
    imported: (id) => namespaceOf(require(id)),
    exportAll(namespace) {
      for (const name of Object.keys(namespace)) {
        if (name === 'default' || name === '__esModule' || Object.hasOwn(exports, name)) continue;
        Object.defineProperty(exports, name, { get: () => (namespace as Record<string, unknown>)[name], enumerable: true, configurable: true });
      }
    },
    dynamicImport: async (id) => namespaceOf(await require.async(id)),
    meta: {},
  };
}

const namespaces = new WeakMap<object, object>();

/** The namespace of a module: its exports, and where it is no ES module, the whole of them as `default`. Names stay live. */
export function namespaceOf(exports: unknown): object {
  if ((typeof exports !== 'object' && typeof exports !== 'function') || exports === null) return { default: exports };
  const isEsm = (): boolean => Boolean((exports as { __esModule?: unknown }).__esModule);
  if (isEsm()) return exports;
  const known = namespaces.get(exports);
  if (known) return known;
  // a module of a cycle may say only later that it is an ES module
  const read = (name: string | symbol): unknown => (name === 'default' && !isEsm() ? exports : Reflect.get(exports, name));
  const namespace = new Proxy({}, {
    get: (_, name) => read(name),
    has: (_, name) => name === 'default' || Reflect.has(exports, name),
    ownKeys: () => [...new Set([...Object.keys(exports), 'default'])],
    getOwnPropertyDescriptor: (_, name) =>
      name === 'default' || Object.hasOwn(exports, name) ? { value: read(name), enumerable: true, configurable: true } : undefined,
  });
  namespaces.set(exports, namespace);
  return namespace;
}
