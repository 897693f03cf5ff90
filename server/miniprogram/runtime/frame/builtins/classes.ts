// Classes that a page names in a property (`hover-class`, `placeholder-class`) for an element inside a built-in component.
import type { GeneralComponent } from 'glass-easel';

const MAX_DEPTH = 8;

/**
 * The classes as they stand in the sheets: the names themselves in a page, prefixed in a component with style isolation, and what an
 * external class of the owner stands for in the owner's owner.
 */
export function scopedClasses(component: GeneralComponent, names: string): string[] {
  return resolve(component.ownerShadowRoot?.getHostNode(), names.split(/\s+/), MAX_DEPTH);
}

function resolve(owner: GeneralComponent | undefined, names: readonly string[], depth: number): string[] {
  return names.filter(Boolean).flatMap((name) => {
    if (!owner || depth === 0) return [name];
    if (owner.hasExternalClass(name)) {
      const outer = owner.ownerShadowRoot?.getHostNode();
      return resolve(outer, owner.getExternalClasses()[name] ?? [], depth - 1);
    }
    const { styleScope, extraStyleScope } = owner.getComponentOptions();
    const manager = owner.getOwnerSpace().styleScopeManager;
    const prefixes = new Set([styleScope, extraStyleScope].map((scope) => (scope === null ? undefined : manager.queryName(scope))));
    return [...prefixes].map((prefix) => (prefix ? `${prefix}--${name}` : name));
  });
}
