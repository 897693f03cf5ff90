// `wx.createSelectorQuery()`: the adapter's own has no `node()`, no computed styles, and no scroll position of the page.
import { Component, type Element, type GeneralComponent } from 'glass-easel';
import { contextNode } from './builtins/contexts';
import { setTimer } from './intrinsics';
import type { Report } from './report';
import { componentOf, domOf, selectIn } from './tree';

interface Fields {
  id?: boolean;
  dataset?: boolean;
  mark?: boolean;
  rect?: boolean;
  size?: boolean;
  scrollOffset?: boolean;
  properties?: string[];
  computedStyle?: string[];
  context?: boolean;
  node?: boolean;
}

type Result = Record<string, unknown>;
type Callback = (result: unknown) => void;

interface Step {
  within: unknown;
  /** Null: the viewport. */
  selector: string | null;
  all: boolean;
  fields: Fields;
  callback: Callback | undefined;
}

export class NodesRef {
  readonly #query: SelectorQuery;
  readonly #add: (fields: Fields, callback?: Callback) => void;

  constructor(query: SelectorQuery, add: (fields: Fields, callback?: Callback) => void) {
    this.#query = query;
    this.#add = add;
  }

  fields(fields: Fields, callback?: Callback): SelectorQuery {
    this.#add(fields ?? {}, callback);
    return this.#query;
  }

  boundingClientRect(callback?: Callback): SelectorQuery {
    return this.fields({ id: true, dataset: true, rect: true, size: true }, callback);
  }

  scrollOffset(callback?: Callback): SelectorQuery {
    return this.fields({ id: true, dataset: true, scrollOffset: true }, callback);
  }

  context(callback?: Callback): SelectorQuery {
    return this.fields({ context: true }, callback);
  }

  node(callback?: Callback): SelectorQuery {
    return this.fields({ node: true }, callback);
  }

  ref(callback?: Callback): SelectorQuery {
    return this.fields({ node: true }, callback);
  }
}

export class SelectorQuery {
  readonly #report: Report;
  readonly #top: () => unknown;
  readonly #steps: Step[] = [];
  #within: unknown;

  /** `top` gives the page that is asked where no component was named. */
  constructor(report: Report, top: () => unknown, within?: unknown) {
    this.#report = report;
    this.#top = top;
    this.#within = within;
  }

  in(component: unknown): this {
    this.#within = component;
    return this;
  }

  select(selector: string): NodesRef {
    return this.#ref(String(selector), false);
  }

  selectAll(selector: string): NodesRef {
    return this.#ref(String(selector), true);
  }

  selectViewport(): NodesRef {
    return this.#ref(null, false);
  }

  exec(callback?: (results: unknown[]) => void): NodesRef {
    const steps = this.#steps.splice(0);
    setTimer(() => {
      const results = steps.map((step) => this.#answer(step));
      steps.forEach((step, index) => step.callback && this.#report.safely('selector query', () => step.callback?.(results[index])));
      if (callback) this.#report.safely('selector query', () => callback(results));
    }, 0);
    return this.#ref(null, false);
  }

  #ref(selector: string | null, all: boolean): NodesRef {
    const within = this.#within;
    return new NodesRef(this, (fields, callback) => this.#steps.push({ within, selector, all, fields, callback }));
  }

  #answer({ within, selector, all, fields }: Step): unknown {
    if (selector === null) return viewport(fields);
    const component = componentOf(within ?? this.#top());
    const found = component ? selectIn(component, selector) : [];
    if (all) return found.map((element) => read(element, fields));
    return found[0] ? read(found[0], fields) : null;
  }
}

function viewport(fields: Fields): Result {
  const page = document.documentElement;
  const result: Result = {};
  if (fields.id) result.id = '';
  if (fields.dataset) result.dataset = {};
  if (fields.rect) Object.assign(result, { left: 0, top: 0, right: page.clientWidth, bottom: page.clientHeight });
  if (fields.size) Object.assign(result, { width: page.clientWidth, height: page.clientHeight });
  if (fields.scrollOffset) Object.assign(result, scrolled(page), { scrollLeft: window.scrollX, scrollTop: window.scrollY });
  return result;
}

function read(element: Element, fields: Fields): Result {
  const result: Result = {};
  const dom = domOf(element) ?? firstChild(element);
  if (fields.id) result.id = element.id;
  if (fields.dataset) result.dataset = { ...(element.dataset as object) };
  if (fields.mark) result.mark = element.collectMarks();
  const rect = dom?.getBoundingClientRect();
  if (fields.rect) Object.assign(result, { left: rect?.left ?? 0, top: rect?.top ?? 0, right: rect?.right ?? 0, bottom: rect?.bottom ?? 0 });
  if (fields.size) Object.assign(result, { width: rect?.width ?? 0, height: rect?.height ?? 0 });
  if (fields.scrollOffset && dom) Object.assign(result, scrolled(dom));
  if (fields.properties) Object.assign(result, properties(element, fields.properties));
  if (fields.computedStyle && dom) {
    const style = getComputedStyle(dom);
    for (const name of fields.computedStyle) result[name] = style.getPropertyValue(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
  }
  if (fields.node && dom) result.node = contextNode(dom);
  if (fields.context && dom) result.context = contextNode(dom);
  return result;
}

/** A component without an element of its own (`virtualHost`) is where its first child is. */
function firstChild(element: Element): HTMLElement | undefined {
  const root = Component.isComponent(element) ? (element as GeneralComponent).getShadowRoot() : undefined;
  for (const child of root?.childNodes ?? []) {
    const dom = domOf(child as Element);
    if (dom) return dom;
  }
  return undefined;
}

function scrolled(dom: globalThis.Element): Result {
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = dom;
  return { scrollLeft, scrollTop, scrollWidth, scrollHeight };
}

function properties(element: Element, names: string[]): Result {
  if (!Component.isComponent(element)) return {};
  const data = (element as GeneralComponent).data as Result;
  return Object.fromEntries(names.filter((name) => name in data).map((name) => [name, data[name]]));
}
