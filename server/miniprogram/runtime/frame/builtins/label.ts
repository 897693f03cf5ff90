// label: a tap on it goes to its control, which it also names for assistive technology.
import type { GeneralComponent } from 'glass-easel';
import type { Define } from './define';
import { domOf, instanceOf } from './define';

const CONTROLS = 'wx-checkbox,wx-radio,wx-switch,wx-button,wx-input,wx-textarea,wx-picker,wx-slider';
let nextId = 1;

export function defineLabel(define: Define): void {
  define('label', {
    properties: { for: '' },
    create(self) {
      const { component, dom } = self;
      const control = (): HTMLElement | null => {
        const id = self.data.for;
        if (!id) return dom.querySelector<HTMLElement>(CONTROLS);
        return scopeOf(component).querySelector<HTMLElement>(`#${CSS.escape(id)}`);
      };
      const name = () => {
        const named = instanceOf(control())?.self.control;
        if (!named || named.hasAttribute('aria-label') || named.hasAttribute('aria-labelledby') || !dom.textContent?.trim()) return;
        dom.id ||= `oa-label-${nextId++}`;
        named.setAttribute('aria-labelledby', dom.id);
      };
      component.addListener('tap', (event) => {
        const origin = (event.getOriginalEvent() as Event | undefined)?.target;
        const target = control();
        // a tap on any control inside has had its effect
        if (!target || (origin instanceof Element && dom.contains(origin) && origin.closest(CONTROLS))) return;
        instanceOf(target)?.behavior.activate?.();
      });
      return {
        // its control may come later than itself
        attached: () => requestAnimationFrame(name),
      };
    },
  });
}

/** Where an id is looked up: the page that holds the component. */
function scopeOf(component: GeneralComponent): ParentNode {
  return domOf(component).closest('wx-page') ?? document;
}
