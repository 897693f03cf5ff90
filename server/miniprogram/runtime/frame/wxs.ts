// WXS: the globals of its scripts, and what its event handlers and `change:…` functions are given (`ownerInstance`), by which they
// change elements without the way over data.
import { Component, Element, type GeneralComponent, type ShadowedEvent } from 'glass-easel';
import { afterFrame, nextFrame, setTimer } from './intrinsics';
import type { Report } from './report';
import { rpx } from './rpx';
import { domOf, selectIn } from './tree';

/** The first number of the path of a value that comes from a WXS file, or from a `<wxs>` in the template. */
const SCRIPT_PATHS: unknown[] = [1, 2];

type Handler = (...args: unknown[]) => unknown;
type Wrapper = (component: GeneralComponent, event: ShadowedEvent<unknown>, handler: Handler, path?: unknown[] | null) => unknown;

/** What glass-easel makes of one template; it is not exported, so it is reached from an instance. */
interface Renderer {
  changePropFilter: (handler: Handler) => Handler;
  eventListenerWrapper: Wrapper;
  create(data: object): unknown;
  setFnFilter(): void;
  setEventListenerWrapper(): void;
}

/** Before the templates are loaded, because some scripts call them at once. */
export function defineWxsGlobals(): void {
  Object.assign(window, {
    getRegExp: (pattern: string, flags?: string) => new RegExp(pattern, flags),
    getDate: (...args: [never]) => new Date(...args),
  });
  // in WXS `value.constructor` is the name of the type; the compiler writes `value.__wxsConstructor`
  Object.defineProperty(Object.prototype, '__wxsConstructor', {
    configurable: true,
    get(this: unknown) {
      return Object.prototype.toString.call(this).slice('[object '.length, -1);
    },
    set() {
      // a field of that name in data is none of ours
    },
  });
}

/**
 * Says how templates call handlers: functions of scripts get what WXS gives them, methods are named in what is reported of them.
 * `anyComponent` leads to the class that renders.
 */
export function connectHandlers(anyComponent: GeneralComponent, report: Report): void {
  const renderer = (anyComponent as unknown as { _$tmplInst: { procGenWrapper: object } })._$tmplInst.procGenWrapper;
  const prototype = Object.getPrototypeOf(renderer) as Renderer;
  const filter: Renderer['changePropFilter'] = (handler) => (value, before, owner, element) => {
    const call = (): void => {
      const where = `${(owner as GeneralComponent).is} ${handler.name} in WXS`;
      report.safely(where, () => handler(value, before, describe(owner as Element), describe(element as Element)));
    };
    // while an element is made, what is in it is not there yet, and handlers look for it
    if (Element.isAttached(element as Element)) call();
    else queueMicrotask(() => (Element.isAttached(element as Element) ? call() : afterFrame(call)));
  };
  const wrapper: Wrapper = (component, event, handler, path) => {
    if (!path || !SCRIPT_PATHS.includes(path[0])) return report.safely(`${component.is} ${handler.name}`, () => handler.call(component, event));
    const own = Object.assign(Object.create(event) as object, { instance: describe(elementBehind(event.currentTarget)) });
    return report.safely(`${component.is} ${event.type} in WXS`, () => handler(own, describe(elementBehind(component))));
  };
  const create = prototype.create;
  prototype.create = function (this: Renderer, data) {
    this.changePropFilter = filter;
    this.eventListenerWrapper = wrapper;
    return create.call(this, data);
  };
  // a template that has scripts would put its own in their place
  prototype.setFnFilter = () => undefined;
  prototype.setEventListenerWrapper = () => undefined;
}

const described = new WeakMap<object, ComponentDescriptor>();

function describe(element: Element): ComponentDescriptor {
  const known = described.get(element);
  if (known) return known;
  const fresh = new ComponentDescriptor(element);
  described.set(element, fresh);
  return fresh;
}

function elementBehind(of: unknown): Element {
  return ((of as { _$?: Element })._$ ?? of) as Element;
}

class ComponentDescriptor {
  readonly #element: Element;
  readonly #state: Record<string, unknown> = {};

  constructor(element: Element) {
    this.#element = element;
  }

  get #component(): GeneralComponent | undefined {
    return Component.isComponent(this.#element) ? (this.#element as GeneralComponent) : undefined;
  }

  selectComponent(selector: string): ComponentDescriptor | undefined {
    return this.selectAllComponents(selector)[0];
  }

  selectAllComponents(selector: string): ComponentDescriptor[] {
    return this.#component ? selectIn(this.#component, selector).map(describe) : [];
  }

  setStyle(style: string | Record<string, string | number>): this {
    const target = domOf(this.#element)?.style;
    const pairs = typeof style === 'string' ? style.split(';').map((one) => one.split(/:(.*)/s)) : Object.entries(style);
    for (const [name, value] of pairs) {
      const property = String(name ?? '').trim().replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      if (property) target?.setProperty(property, rpx(String(value ?? '').trim()));
    }
    return this;
  }

  addClass(...names: string[]): this {
    for (const name of names.flatMap((one) => one.split(/\s+/))) if (name) this.#element.classList?.toggle(name, true);
    return this;
  }

  removeClass(...names: string[]): this {
    for (const name of names.flatMap((one) => one.split(/\s+/))) if (name) this.#element.classList?.toggle(name, false);
    return this;
  }

  hasClass(name: string): boolean {
    return this.#element.classList?.contains(name) ?? false;
  }

  getDataset(): object {
    return (this.#element.dataset as object | null) ?? {};
  }

  getState(): Record<string, unknown> {
    return this.#state;
  }

  getComputedStyle(names: string[]): Record<string, string> {
    const dom = domOf(this.#element);
    const style = dom && getComputedStyle(dom);
    return Object.fromEntries(names.map((name) => [name, style?.getPropertyValue(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)) ?? '']));
  }

  getBoundingClientRect(): object {
    const { left = 0, top = 0, right = 0, bottom = 0, width = 0, height = 0 } = domOf(this.#element)?.getBoundingClientRect() ?? {};
    return { left, top, right, bottom, width, height };
  }

  callMethod(name: string, args?: unknown): void {
    for (const component of [this.#component, this.#element.ownerShadowRoot?.getHostNode()]) {
      const caller = component?.getMethodCaller() as Record<string, unknown> | undefined;
      const method = caller?.[name];
      if (typeof method === 'function') return void method.call(caller, args);
    }
  }

  triggerEvent(name: string, detail?: unknown, options?: object): void {
    this.#element.triggerEvent(name, detail, options);
  }

  requestAnimationFrame(callback: FrameRequestCallback): void {
    nextFrame(callback);
  }

  setTimeout(callback: () => void, delay?: number): number {
    return setTimer(callback, delay);
  }

  clearTimeout(timer: number): void {
    window.clearTimeout(timer);
  }
}
