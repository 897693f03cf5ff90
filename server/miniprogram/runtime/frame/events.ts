// Gives an event to glass-easel's tree, with the fields that WeChat's events have.
import { Element, Event as TreeEvent } from 'glass-easel';

export interface Touch {
  identifier: number;
  clientX: number;
  clientY: number;
  pageX: number;
  pageY: number;
  force: number;
}

export interface Happening {
  detail: unknown;
  touches?: Touch[];
  changedTouches?: Touch[];
  origin?: Event;
}

export interface Outcome {
  /** Whether some listener was there. */
  heard: boolean;
  /** Whether a listener caught it (`catch…`), so that the browser's own action must not follow. */
  caught: boolean;
}

/** The element of glass-easel that a DOM node belongs to. */
export function elementOf(node: EventTarget | null): Element | undefined {
  for (let at = node as (Node & { __wxElement?: Element }) | null; at; at = at.parentNode) if (at.__wxElement) return at.__wxElement;
  return undefined;
}

export function dispatch(target: Element, type: string, happening: Happening): Outcome {
  const { detail, touches = [], changedTouches = touches, origin } = happening;
  let heard = false;
  const event = new TreeEvent(type, detail, {
    originalEvent: origin,
    bubbles: true,
    composed: true,
    capturePhase: true,
    extraFields: happening.touches || happening.changedTouches ? { touches, changedTouches } : {},
    handleListenerReturn: (result) => {
      heard = true;
      return result === false ? false : undefined;
    },
  });
  TreeEvent.dispatchEvent(target, event);
  return { heard, caught: event.defaultPrevented() };
}

/** `event.target.offsetLeft` and `offsetTop`, which WeChat's events have. */
export function defineOffsets(): void {
  for (const name of ['offsetLeft', 'offsetTop'] as const) {
    Object.defineProperty(Element.prototype, name, {
      configurable: true,
      get(this: Element) {
        return (this.$$ as unknown as HTMLElement | null)?.[name] ?? 0;
      },
    });
  }
}
