// Registers the pages and components of the project with glass-easel: the settings of their JSON, their template, their scope of
// styles, and what their module gives to `Page` or `Component`. All is loaded before; this is synchronous.
import { type ComponentOptions, DeepCopyKind } from 'glass-easel';
import { type CodeSpace, MiniProgramEnv } from 'glass-easel-miniprogram-adapter';
import type { ComponentJson } from '../protocol';
import { Behaviors, type Definition } from './behaviors';
import type { Facts } from './facts';
import type { Templates } from './loader';
import type { Ready } from './ready';
import type { Report } from './report';
import type { SheetKind, Styles } from './styles';

type Config = ComponentJson & { addGlobalClass?: boolean };
type Option = { styleIsolation?: string; addGlobalClass?: boolean };

export class Components {
  readonly env = new MiniProgramEnv();
  readonly code: CodeSpace = this.env.createCodeSpace('', true);
  readonly behaviors: Behaviors;
  /** The globals of modules. `Page` and `Component` mean what is being defined, so that wrappers of them work from any module. */
  readonly globals: { Page: unknown; Component: unknown; Behavior: unknown };
  readonly #facts: Facts;
  readonly #templates: Templates;
  readonly #styles: Styles;
  readonly #report: Report;
  readonly #run: (module: string) => void;
  readonly #defined = new Map<string, { isolation: string }>();
  #current: { path: string; config: Config; registered: boolean } | undefined;

  constructor(facts: Facts, templates: Templates, styles: Styles, report: Report, ready: Ready, run: (module: string) => void) {
    this.#facts = facts;
    this.#templates = templates;
    this.#styles = styles;
    this.#report = report;
    this.#run = run;
    adjustOptions(this.code);
    ready.watch(this.code);
    this.behaviors = new Behaviors(this.code, report);
    this.globals = {
      Page: (definition?: Definition) => this.#register('Page', definition ?? {}),
      Component: (definition?: Definition) => this.#register('Component', definition),
      Behavior: this.behaviors.constructorFor(),
    };
  }

  /** Defines a page or component and all that it uses, once. */
  define(path: string): void {
    if (this.#defined.has(path)) return;
    const entry = { isolation: 'isolated' };
    this.#defined.set(path, entry);
    const config = this.#config(path);
    this.code.addComponentStaticConfig(path, config as never);
    const content = this.#templates[path];
    if (content) this.code.addCompiledTemplate(path, { groupList: this.#templates, content, fallbackListenerOnNativeNode: true } as never);
    this.code.addStyleSheet(path, undefined, this.#styles.prefix(path));
    for (const used of Object.values(config.usingComponents ?? {})) this.define(used.slice(1));
    for (const generic of Object.values(config.componentGenerics ?? {})) {
      if (typeof generic === 'object' && generic.default) this.define(generic.default.slice(1));
    }
    this.#runModule(path, config);
    entry.isolation = config.styleIsolation ?? (config.component ? 'isolated' : 'shared');
  }

  /** Which sheet belongs to a page or component that is defined, and whether the app's applies beside it. */
  sheet(path: string): { path: string; kind: SheetKind; app: boolean } {
    const isolation = this.#defined.get(path)?.isolation ?? 'isolated';
    const plain = isolation === 'shared' || isolation === 'page-shared';
    const own = this.#facts.project.json[path]?.styleIsolation ?? isolation;
    return { path, kind: plain ? 'page' : 'component', app: !own.startsWith('page-') };
  }

  #runModule(path: string, config: Config): void {
    const before = this.#current;
    const current = { path, config, registered: false };
    this.#current = current;
    try {
      if (`${path}.js` in this.#facts.project.modules) this.#run(`${path}.js`);
      else this.#report.problem({ level: 'error', file: `${path}.js`, line: 0, column: 0, message: 'is missing' });
    } catch (error) {
      this.#report.thrown(`${path}.js`, error);
    } finally {
      this.#current = before;
    }
    // its template still shows, without data
    if (!current.registered) this.#report.safely(path, () => this.code.component(path).definition({}).register());
  }

  #register(kind: 'Page' | 'Component', definition: Definition | undefined): unknown {
    const current = this.#current;
    if (!current) {
      this.#report.log('warn', [`${kind}() outside of the module of a page or component`]);
      return undefined;
    }
    current.registered = true;
    const { path, config } = current;
    if (definition === undefined) return this.code.component(path); // Component(): a builder, which registers itself
    const clean = this.behaviors.clean(path, definition);
    this.#mergeStyleOptions(path, config, (clean.options ?? {}) as Option);
    const component = this.code.component(path);
    return this.#report.safely(`${path} ${kind}()`, () =>
      (kind === 'Page' ? component.pageDefinition(clean as never) : component.definition(clean as never)).register());
  }

  /** The settings as glass-easel takes them: components by absolute path, and no page is a `component`. */
  #config(path: string): Config {
    const config: Config = { ...this.#facts.project.json[path] };
    delete config.componentPlaceholder; // all components are there from the start
    const using: Record<string, string> = {};
    for (const [tag, name] of Object.entries(config.usingComponents ?? {})) {
      const target = this.#facts.component(path, name);
      if (target) using[tag] = `/${target}`;
      else this.#report.problem({ level: 'warning', file: `${path}.json`, line: 0, column: 0, message: `<${tag}>: component ${name} is not found` });
    }
    config.usingComponents = using;
    config.componentGenerics = this.#generics(path, config.componentGenerics ?? {});
    if (this.#facts.pages.has(path)) delete config.component;
    else config.component = true;
    this.#mergeStyleOptions(path, config, {});
    return config;
  }

  #generics(path: string, generics: NonNullable<Config['componentGenerics']>): NonNullable<Config['componentGenerics']> {
    return Object.fromEntries(Object.entries(generics).map(([name, generic]) => {
      const target = typeof generic === 'object' && generic.default ? this.#facts.component(path, generic.default) : undefined;
      return [name, target ? { default: `/${target}` } : true];
    }));
  }

  /**
   * `options.styleIsolation` of the definition counts where the JSON says nothing. glass-easel knows the values of components; a
   * page that is `isolated` still gets the app's styles, so it is `apply-shared` to it.
   */
  #mergeStyleOptions(path: string, config: Config, options: Option): void {
    const wanted = this.#facts.project.json[path]?.styleIsolation ?? options.styleIsolation;
    const page = this.#facts.pages.has(path);
    if (wanted) config.styleIsolation = page && wanted === 'isolated' ? 'apply-shared' : wanted.replace(/^page-/, '');
    else if (options.addGlobalClass && !page) config.addGlobalClass = true;
  }
}

/**
 * What every component of the project is made with. Ids: for `#name {}` of a style sheet they must be in the DOM, and without the
 * random prefix that the adapter gives them. Properties do not become fields of glass-easel's elements, where one of the name
 * `dataset` (Vant's button has it) would hide the element's own.
 */
function adjustOptions(code: CodeSpace): void {
  code.getComponentSpace().updateComponentOptions({
    writeIdToDOM: true,
    // handlers that a page gives itself later (`this.onTap = …`) are found too
    useMethodCallerListeners: true,
    // an object that stands twice in `data` stays one object (wxParse has its pictures in two lists); circles end
    dataDeepCopy: DeepCopyKind.SimpleWithRecursion,
  });
  interface Preparing { prepareComponentOptions(path: string, options?: object): [ComponentOptions, string] }
  const preparing = code as unknown as Preparing;
  const native = preparing.prepareComponentOptions.bind(code);
  preparing.prepareComponentOptions = (path, options) => {
    const [prepared, isolation] = native(path, options);
    return [{ ...prepared, idPrefixGenerator: () => '', writeFieldsToNode: false }, isolation];
  };
}
