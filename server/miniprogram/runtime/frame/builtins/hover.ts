// The pressed look of view, button and navigator: `hover-class` while the pointer is down, and a little longer.
import { scopedClasses } from './classes';
import type { Properties, Self } from './define';

/** The four properties, with a component's own defaults (ms). */
export function hoverProperties(hoverClass: string, start: number, stay: number) {
  return {
    hoverClass: hoverClass,
    hoverStopPropagation: false,
    hoverStartTime: start,
    hoverStayTime: stay,
  } satisfies Properties;
}

/** Presses that an inner element keeps from its ancestors. */
const stopped = new WeakSet<Event>();

/**
 * Makes the element answer to the pointer, once it has a `hover-class`: most views never do. The result is to be called when
 * properties change; `enabled` is asked at each press.
 */
export function hover(self: Self<ReturnType<typeof hoverProperties>>, enabled: () => boolean = () => true): () => void {
  let listening = false;
  return () => {
    if (listening || self.data.hoverClass === 'none') return;
    listening = true;
    listen(self, enabled);
  };
}

function listen(self: Self<ReturnType<typeof hoverProperties>>, enabled: () => boolean): void {
  const { component, dom } = self;
  let timer = 0;
  let pressed = false;
  let shown: string[] = [];
  const hide = () => {
    dom.classList.remove(...shown);
    shown = [];
  };
  const show = () => {
    hide();
    const names = self.data.hoverClass;
    // `button-hover` and `navigator-hover` are in our sheet too, without a component's prefix
    shown = [...new Set([...scopedClasses(component, names), ...names.split(/\s+/).filter((name) => /^(button|navigator)-hover$/.test(name))])];
    dom.classList.add(...shown);
  };
  const end = () => {
    pressed = false;
    clearTimeout(timer);
    if (shown.length > 0) timer = window.setTimeout(hide, self.data.hoverStayTime);
  };
  dom.addEventListener('pointerdown', (event) => {
    const { hoverClass, hoverStopPropagation, hoverStartTime } = self.data;
    if (stopped.has(event) || !hoverClass || hoverClass === 'none' || !enabled()) return;
    if (hoverStopPropagation) stopped.add(event);
    pressed = true;
    clearTimeout(timer);
    timer = window.setTimeout(show, hoverStartTime);
  });
  dom.addEventListener('pointerup', () => {
    // a tap that is quicker than `hover-start-time` is shown too
    if (pressed && shown.length === 0) show();
    end();
  });
  for (const type of ['pointercancel', 'pointerleave']) dom.addEventListener(type, end);
}
