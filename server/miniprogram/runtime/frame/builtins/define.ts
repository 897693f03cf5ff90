// How a built-in component is made: a glass-easel component with WeChat's properties, and plain DOM below its element.
import type { ComponentSpace, EventOptions, GeneralComponent, GeneralComponentDefinition } from 'glass-easel';
import { DeepCopyKind } from 'glass-easel';
import type { Services } from '../types';
import { animate } from './animation';
import { attribute, flag } from './dom';

/** Properties of a component, by their names in camel case, with their defaults, which tell the types too; `any` has none. */
export type Properties = Record<string, string | number | boolean | null | readonly unknown[] | Any>;

/** A property of any type with a default. */
export interface Any {
  any: unknown;
}

export const any = (value: unknown): Any => ({ any: value });

export type Values<P extends Properties> = {
  readonly [Name in keyof P]: P[Name] extends string
    ? string
    : P[Name] extends number
      ? number
      : P[Name] extends boolean
        ? boolean
        : P[Name] extends readonly unknown[]
          ? readonly unknown[]
          : unknown;
};

/** A component as its own code sees it. */
export interface Self<P extends Properties = Properties> {
  readonly component: GeneralComponent;
  /** Its element, `<wx-…>`. */
  readonly dom: HTMLElement;
  readonly data: Values<P>;
  readonly services: Services;
  /** The element that `aria-*` goes to: `dom`, unless there is a native control inside. */
  control: HTMLElement;
  /** Changes own properties as the user does: `model:` bindings follow. */
  set(change: Partial<Values<P>>): void;
  /** An event that does not bubble, as WeChat's are. What a handler returns goes to `answer`. */
  emit(name: string, detail?: object, answer?: (returned: unknown) => void): void;
}

/** What a component does. */
export interface Behavior<P extends Properties> {
  /** Properties changed; `changed` tells whether one of these did (all have at first). Called once before any is set. */
  update?(changed: (...names: (keyof P)[]) => boolean): void;
  /** Its element is in the document. */
  attached?(): void;
  detached?(): void;
  /** What `<form>` collects and resets. */
  field?: { value(): unknown; reset(): void };
  /** What `<label>` does to it. */
  activate?(): void;
  /** The object for `.context()` and `.node()` of a selector query. */
  context?(): unknown;
}

export interface Definition<P extends Properties> {
  /** `slot`: the children (default); `empty`: none; `track`: the children inside a `<div class="oa-track">`. */
  template?: 'slot' | 'empty' | 'track';
  properties?: P;
  /** Whether `.node()` and `.context()` of a selector query have something to give: `Behavior.context`. */
  node?: boolean;
  create?(self: Self<P>): Behavior<P>;
}

/** Defines `<tag>` for every page. */
export type Define = <P extends Properties>(tag: string, definition: Definition<P>) => GeneralComponentDefinition;

interface Instance {
  component: GeneralComponent;
  self: Self;
  behavior: Behavior<Properties>;
}

const instances = new WeakMap<GeneralComponent, Instance>();

/** The component of a DOM element, where it is a built-in. */
export function instanceOf(dom: Element | null | undefined): Instance | undefined {
  const component = componentOf(dom);
  return component && instances.get(component);
}

/** The glass-easel component of a DOM element. */
export function componentOf(dom: Element | null | undefined): GeneralComponent | undefined {
  return (dom as { __wxElement?: GeneralComponent } | null | undefined)?.__wxElement;
}

/** The behavior of a DOM element that is a built-in of the kind that the caller asks for by its tag. */
export function behaviorOf<Kind extends object>(dom: Element | null | undefined): Kind | undefined {
  return instanceOf(dom)?.behavior as Kind | undefined;
}

/** The element of a component. */
export function domOf(component: GeneralComponent): HTMLElement {
  return component.$$ as unknown as HTMLElement;
}

/** As glass-easel has it. */
function property(value: Properties[string]): object | null {
  if (value === null) return null;
  if (Array.isArray(value)) return { type: Array, value };
  if (typeof value === 'object') return { type: null, value: (value as Any).any };
  return { type: typeof value === 'string' ? String : typeof value === 'number' ? Number : Boolean, value };
}

/** What was in the document and is no more. */
const gone = new WeakSet<GeneralComponent>();

export function definer(space: ComponentSpace, templates: Record<string, unknown>, services: Services): Define {
  return (tag, definition) => {
    const names = Object.keys(definition.properties ?? {});
    const own = Object.entries(definition.properties ?? {}).map(([name, value]) => [name, property(value)]);
    const defined = space.defineComponent({
      is: `wx://${tag}`,
      template: { groupList: templates, content: templates[`@builtin/${definition.template ?? 'slot'}`] },
      options: { dataDeepCopy: DeepCopyKind.None, propertyPassingDeepCopy: DeepCopyKind.None, writeIdToDOM: true },
      properties: { hidden: null, animation: null, ...Object.fromEntries(own) },
      observers: {
        hidden(this: GeneralComponent, on: unknown) {
          flag(domOf(this), 'hidden', on);
        },
        animation(this: GeneralComponent, animation: unknown) {
          animate(this, animation);
        },
        ...(names.length > 0 && { [names.join(',')](this: GeneralComponent) { update(this, names); } }),
      },
      methods: definition.node ? { node } : {},
      lifetimes: {
        created(this: GeneralComponent) {
          create(this, definition as unknown as Definition<Properties>, services);
          update(this, names);
        },
        attached(this: GeneralComponent) {
          gone.delete(this);
          instances.get(this)?.behavior.attached?.();
        },
        detached(this: GeneralComponent) {
          instances.get(this)?.behavior.detached?.();
          gone.add(this);
        },
      },
    }) as unknown as GeneralComponentDefinition;
    space.setGlobalUsingComponent(tag, defined);
    return defined;
  };
}

/**
 * An attribute of the WXML that is no property of the component: glass-easel would take it for an external class, or complain.
 * `aria-*` goes to the DOM; what has no effect in a browser is let pass. `bind…` is left to glass-easel.
 */
function acceptAttributes(component: GeneralComponent): void {
  component.hasExternalClass = (name) => !/^(on|bind|catch|capture|mut)/.test(name);
  component.setExternalClass = (name, value) => {
    const aria = /^aria-?([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
    if (aria || name === 'role') writeAria(component, aria ?? 'role', value);
  };
}

function create(component: GeneralComponent, definition: Definition<Properties>, services: Services): void {
  const dom = domOf(component);
  const self: Self = {
    component,
    dom,
    services,
    control: dom,
    get data() {
      return component.data as Values<Properties>;
    },
    set(change) {
      for (const [name, value] of Object.entries(change)) component.replaceDataOnPath([name], value as never);
      component.applyDataUpdates();
    },
    emit(name, detail = {}, answer) {
      // a picture that arrives after its page was left: glass-easel has taken the page apart
      if (gone.has(component)) return;
      const options: EventOptions = {};
      if (answer) options.handleListenerReturn = (returned) => (answer(returned), returned !== false);
      component.triggerEvent(name, detail, options);
    },
  };
  acceptAttributes(component);
  // registered before `create`, which may already look itself up
  const instance: Instance = { component, self, behavior: {} };
  instances.set(component, instance);
  instance.behavior = definition.create?.(self) ?? {};
}

/** The method that the engine's selector queries call. */
function node(this: GeneralComponent): unknown {
  return instances.get(this)?.behavior.context?.();
}

const before = new WeakMap<GeneralComponent, Record<string, unknown>>();

function update(component: GeneralComponent, names: readonly string[]): void {
  const behavior = instances.get(component)?.behavior;
  if (!behavior?.update) return;
  const old = before.get(component);
  const now: Record<string, unknown> = {};
  for (const name of names) now[name] = component.data[name];
  before.set(component, now);
  behavior.update((...asked) => !old || asked.some((name) => old[name] !== now[name]));
}

function writeAria(component: GeneralComponent, name: string, value: unknown): void {
  const control = instances.get(component)?.self.control ?? domOf(component);
  if (control instanceof HTMLImageElement && name === 'label') control.alt = String(value ?? '');
  else if (name !== 'role') attribute(control, `aria-${name}`, value);
  else if (value) control.setAttribute('role', String(value));
}
