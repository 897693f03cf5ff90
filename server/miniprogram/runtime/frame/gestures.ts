// Touch and mouse become WeChat's touch events, `tap` and `longpress`. glass-easel's own are not used: they know no long press,
// give a mouse no touch events, and their listeners cannot keep a touch screen from scrolling.
import { type Element } from 'glass-easel';
import { dispatch, elementOf, type Touch } from './events';
import { clearTimer, setTimer } from './intrinsics';

/** A finger that moves farther than this, in CSS pixels, does not tap. */
const SLOP = 10;
const LONG_PRESS = 350;
/** Browsers send mouse events after a touch, for pages that know no touch. */
const GHOST = 800;
const MOUSE = 0;

interface Press {
  target: Element;
  node: EventTarget | null;
  x: number;
  y: number;
  /** Moved, held, or otherwise no tap any more. */
  over: boolean;
  timer: number;
}

export class Gestures {
  readonly #presses = new Map<number, Press>();
  #lastTouch = -Infinity;

  /** Listens on the document. */
  watch(): void {
    const options = { capture: true, passive: false };
    for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const) {
      document.addEventListener(type, (event) => this.#touch(event), options);
    }
    document.addEventListener('mousedown', (event) => this.#mouse(event, 'touchstart'), options);
    document.addEventListener('mousemove', (event) => this.#mouse(event, 'touchmove'), options);
    document.addEventListener('mouseup', (event) => this.#mouse(event, 'touchend'), options);
    document.addEventListener('contextmenu', () => this.#endAll(), options);
    document.addEventListener('dragstart', (event) => event.preventDefault(), options); // pictures and links
  }

  #touch(event: TouchEvent): void {
    this.#lastTouch = event.timeStamp;
    const touches = [...event.touches].map(touchOf);
    const caught = [...event.changedTouches].map((touch) => this.#finger(event.type, touchOf(touch), touches, event)).some(Boolean);
    if (caught && event.cancelable && event.type !== 'touchstart') event.preventDefault();
  }

  #mouse(event: MouseEvent, type: string): void {
    if (event.timeStamp - this.#lastTouch < GHOST || event.button !== 0) return;
    if (type !== 'touchstart' && !this.#presses.has(MOUSE)) return;
    const touch = touchOf({ identifier: MOUSE, clientX: event.clientX, clientY: event.clientY });
    if (type === 'touchmove' && event.buttons === 0 && event.isTrusted) this.#finger('touchcancel', touch, [], event); // let go outside
    else this.#finger(type, touch, type === 'touchend' ? [] : [touch], event);
  }

  /** Whether a listener caught the event. */
  #finger(type: string, touch: Touch, touches: Touch[], origin: Event): boolean {
    if (type === 'touchstart') this.#start(touch, touches, origin);
    const press = this.#presses.get(touch.identifier);
    if (!press) return false;
    const { caught } = dispatch(press.target, type, { detail: {}, touches, changedTouches: [touch], origin });
    const far = Math.abs(touch.clientX - press.x) > SLOP || Math.abs(touch.clientY - press.y) > SLOP;
    if (!press.over && (far || type === 'touchcancel')) this.#cancel(press, touch, origin);
    if (type === 'touchend' || type === 'touchcancel') {
      this.#presses.delete(touch.identifier);
      clearTimer(press.timer);
      if (!press.over) tap(press.target, press.node, { touches, changedTouches: [touch], origin });
    }
    return caught;
  }

  #start(touch: Touch, touches: Touch[], origin: Event): void {
    const target = elementOf(origin.target);
    if (!target) return;
    const press: Press = { target, node: origin.target, x: touch.clientX, y: touch.clientY, over: false, timer: 0 };
    press.timer = setTimer(() => {
      const detail = { x: touch.pageX, y: touch.pageY };
      const long = dispatch(target, 'longpress', { detail, touches, changedTouches: [touch], origin });
      dispatch(target, 'longtap', { detail, touches, changedTouches: [touch], origin });
      if (long.heard) press.over = true; // no tap follows
    }, LONG_PRESS);
    this.#presses.set(touch.identifier, press);
  }

  #cancel(press: Press, touch: Touch, origin: Event): void {
    press.over = true;
    clearTimer(press.timer);
    dispatch(press.target, 'canceltap', { detail: { x: press.x, y: press.y }, touches: [touch], origin });
  }

  #endAll(): void {
    for (const press of this.#presses.values()) {
      press.over = true;
      clearTimer(press.timer);
    }
    this.#presses.clear();
  }
}

/** A tap, unless it is on a button that is disabled. `detail` is the place in the page. */
export function tap(target: Element, node: EventTarget | null, { touches, changedTouches, origin }: { touches: Touch[]; changedTouches: Touch[]; origin: Event }): void {
  const place = node instanceof window.Element ? node : undefined;
  if (place?.closest('wx-button[disabled]')) return;
  const [at] = changedTouches;
  dispatch(target, 'tap', { detail: { x: at?.pageX ?? 0, y: at?.pageY ?? 0 }, touches, changedTouches, origin });
}

export function touchOf(from: { identifier: number; clientX: number; clientY: number; force?: number }): Touch {
  const { identifier, clientX, clientY, force = 1 } = from;
  return { identifier, clientX, clientY, pageX: clientX + window.scrollX, pageY: clientY + window.scrollY, force };
}
