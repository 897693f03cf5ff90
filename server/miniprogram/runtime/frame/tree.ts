// Ways through glass-easel's tree that several files need.
import type { Element, GeneralComponent } from 'glass-easel';
import { component as adapter } from 'glass-easel-miniprogram-adapter';

export const { ComponentCaller } = adapter;
/** What `this` is in the methods of a page or component of the project. */
export type Caller = InstanceType<typeof ComponentCaller>;

/** The component of glass-easel behind a `this` of the project, or behind what the engine itself holds. */
export function componentOf(of: unknown): GeneralComponent | undefined {
  if (of instanceof ComponentCaller) return of._$ as unknown as GeneralComponent;
  return typeof of === 'object' && of !== null && 'getShadowRoot' in of ? (of as GeneralComponent) : undefined;
}

/** The page, or the custom tab bar, that a component is in. */
export function rootOf(component: GeneralComponent): GeneralComponent {
  let at = component;
  while (at.ownerShadowRoot) at = at.ownerShadowRoot.getHostNode();
  return at;
}

export function domOf(element: Element | undefined | null): HTMLElement | undefined {
  const node = element?.$$ as unknown;
  return node instanceof HTMLElement ? node : undefined;
}

/** All that matches in the shadow tree of the component; nothing where the selector is none. */
export function selectIn(component: GeneralComponent, selector: string): Element[] {
  try {
    const root = component.getShadowRoot();
    // a list of selectors is WeChat's, glass-easel's parser takes one
    return selector.split(',').flatMap((one) => root?.querySelectorAll(one.trim()) ?? []);
  } catch {
    return [];
  }
}
