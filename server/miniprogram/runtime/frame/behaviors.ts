// Behaviors: those that WeChat names by a text (`wx://form-field`), and the clean-up of definitions before glass-easel sees them.
import { ComponentSpace } from 'glass-easel';
import { behavior as adapter, type CodeSpace } from 'glass-easel-miniprogram-adapter';
import type { Report } from './report';

export type Definition = Record<string, unknown>;
type Behavior = InstanceType<typeof adapter.Behavior>;
/** The adapter's declarations leave its constructor out. */
const AdapterBehavior = adapter.Behavior as unknown as new (inner: object, parents: []) => Behavior;

const NAMED: Record<string, Record<string, unknown>> = {
  'form-field': { name: String, value: null },
  'form-field-group': {},
  'form-field-button': {},
  'component-export': {},
};

export class Behaviors {
  readonly #code: CodeSpace;
  readonly #report: Report;
  readonly #named = new Map<string, Behavior>();

  constructor(code: CodeSpace, report: Report) {
    this.#code = code;
    this.#report = report;
    // a space of its own, so that `hasBehavior('wx://form-field')` finds them by their address
    const space = new ComponentSpace();
    code.getComponentSpace().importSpace('wx://', space, true);
    for (const [name, properties] of Object.entries(NAMED)) {
      const inner = space.defineBehavior({ is: name, properties } as never);
      this.#named.set(`wx://${name}`, new AdapterBehavior(inner, []));
    }
  }

  /** The global `Behavior`, with its builder form and `Behavior.trait`. */
  constructorFor(): unknown {
    const create = (definition?: Definition): unknown =>
      definition === undefined ? this.#code.behavior() : this.#code.behavior().definition(this.clean('Behavior', definition) as never).register();
    return Object.assign(create, { trait: (transform?: never) => this.#code.traitBehavior(transform as never) });
  }

  /** A copy without what glass-easel does not take: unknown behaviors, listeners that are no functions. */
  clean(where: string, definition: Definition): Definition {
    const result: Definition = { ...definition };
    if (Array.isArray(result.behaviors)) result.behaviors = result.behaviors.flatMap((one) => this.#behavior(where, one));
    else delete result.behaviors;
    for (const group of ['methods', 'lifetimes', 'pageLifetimes']) {
      if (isRecord(result[group])) result[group] = functionsOf(result[group]);
      else delete result[group];
    }
    for (const name of ['created', 'attached', 'ready', 'moved', 'detached']) {
      if (name in result && typeof result[name] !== 'function') delete result[name];
    }
    if (result.data !== undefined && typeof result.data !== 'function' && !isRecord(result.data)) delete result.data;
    if (isRecord(result.properties)) result.properties = propertiesOf(result.properties);
    else delete result.properties;
    for (const name of ['observers', 'relations', 'options', 'externalClasses']) if (!result[name]) delete result[name];
    return result;
  }

  #behavior(where: string, one: unknown): Behavior[] {
    if (one instanceof adapter.Behavior) return [one as Behavior];
    const named = typeof one === 'string' ? this.#named.get(one) : undefined;
    if (!named && one) this.#report.log('warn', [`${where}: behavior ${String(one)} is not known`]);
    return named ? [named] : [];
  }
}

function functionsOf(group: Definition): Definition {
  return Object.fromEntries(Object.entries(group).filter(([, value]) => typeof value === 'function'));
}

/** `name: undefined` and types that are no constructors (an import that failed) mean any value. */
function propertiesOf(properties: Definition): Definition {
  const known: unknown[] = [String, Number, Boolean, Object, Array, Function, null];
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => {
    if (known.includes(property)) return [name, property];
    if (!isRecord(property)) return [name, null];
    return [name, known.includes(property.type) ? property : { ...property, type: null }];
  }));
}

function isRecord(value: unknown): value is Definition {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
