// The lifetime `ready`: glass-easel leaves it to its user to say when what was attached has been drawn.
import type { GeneralBehavior } from 'glass-easel';
import type { CodeSpace } from 'glass-easel-miniprogram-adapter';
import { afterFrame } from './intrinsics';

interface Attached {
  triggerLifetime(name: string, args: unknown[]): void;
}

/** What was in the document and is no more. */
const gone = new WeakSet<object>();

/** Whether a component, or its page, has left the document: glass-easel has taken it apart, and it cannot be drawn again. */
export function isGone(component: object): boolean {
  return gone.has(component);
}

export class Ready {
  #waiting = new Set<Attached>();
  #scheduled = false;

  /** Makes every component of the space tell when it is attached. */
  watch(code: CodeSpace): void {
    const waiting = (caller: unknown): void => {
      const component = (caller as { _$: Attached })._$;
      gone.delete(component);
      this.#add(component);
    };
    const leaving = (caller: unknown): void => {
      const component = (caller as { _$: Attached })._$;
      gone.add(component);
      this.#waiting.delete(component);
    };
    code.setOverallBehavior(code.getComponentSpace().defineBehavior({
      lifetimes: {
        attached() { waiting(this); },
        detached() { leaving(this); },
      },
    } as never) as unknown as GeneralBehavior);
  }

  /** Calls `ready` of all that was attached so far, in the order of attachment. */
  flush(): void {
    const ready = this.#waiting;
    this.#waiting = new Set();
    for (const component of ready) component.triggerLifetime('ready', []);
  }

  #add(component: Attached): void {
    this.#waiting.add(component);
    if (this.#scheduled) return;
    this.#scheduled = true;
    afterFrame(() => {
      this.#scheduled = false;
      this.flush();
    });
  }
}
