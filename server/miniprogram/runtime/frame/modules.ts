// `require` and the modules of the project: each runs once, when it is first required. A cycle gets the exports as far as they are.
import type { ModuleEntry } from '../protocol';
import { type EsmHelper, esmHelper } from './esm';
import { resolveModule } from './resolve';

export interface Require {
  (text: string, callback?: (exports: unknown) => void, failed?: (failure: unknown) => void): unknown;
  async(text: string): Promise<unknown>;
}

interface Module {
  exports: unknown;
}

/** The globals of a module, which are arguments: `Page` and `Component` mean whichever page or component is being defined. */
export interface Globals {
  Page: unknown;
  Component: unknown;
  Behavior: unknown;
  App: unknown;
  getApp: unknown;
  getCurrentPages: unknown;
  wx: unknown;
}

export type Factory = (
  require: Require, module: Module, exports: unknown, Page: unknown, Component: unknown, Behavior: unknown, App: unknown, getApp: unknown,
  getCurrentPages: unknown, wx: unknown, esm: EsmHelper,
) => void;

export interface ModulesOptions {
  entries: Record<string, ModuleEntry>;
  factories: ReadonlyMap<string, Factory>;
  globals: Globals;
  /** Loads the scripts of a module and all that it requires. */
  load: (path: string) => Promise<void>;
}

export class Modules {
  readonly #options: ModulesOptions;
  readonly #cache = new Map<string, Module>();

  constructor(options: ModulesOptions) {
    this.#options = options;
  }

  /** Runs the module, unless it has run, and gives its exports. What it throws goes on, and it runs again when next required. */
  run(path: string): unknown {
    const known = this.#cache.get(path);
    if (known) return known.exports;
    const factory = this.#options.factories.get(path);
    if (!factory) throw new Error(`module '${path}' is not defined`);
    const module: Module = { exports: {} };
    this.#cache.set(path, module);
    const exports = module.exports as object;
    const require = this.#require(path);
    const { Page, Component, Behavior, App, getApp, getCurrentPages, wx } = this.#options.globals;
    try {
      const esm = esmHelper(require, exports);
      factory.call(exports, require, module, exports, Page, Component, Behavior, App, getApp, getCurrentPages, wx, esm);
    } catch (error) {
      this.#cache.delete(path);
      throw error;
    }
    return module.exports;
  }

  #require(from: string): Require {
    const find = (text: string): string => {
      const path = resolveModule(this.#options.entries, from, String(text));
      if (path === undefined) throw new Error(`module '${text}' is not defined, require args is '${text}' (${from})`);
      return path;
    };
    const later = async (text: string): Promise<unknown> => {
      const path = find(text);
      await this.#options.load(path);
      return this.run(path);
    };
    const require = ((text, callback, failed) => {
      if (!callback && !failed) return this.run(find(text));
      later(text).then((exports) => callback?.(exports), (error: unknown) => failed?.({ errMsg: String(error), mod: text }));
      return undefined;
    }) as Require;
    require.async = later;
    return require;
  }
}
