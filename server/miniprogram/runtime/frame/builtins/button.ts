// button: submits or resets its form, or does what its `open-type` says.
import type { Define } from './define';
import { behaviorOf } from './define';
import { attribute, flag } from './dom';
import type { FormBehavior } from './form';
import { hover, hoverProperties } from './hover';

export function defineButton(define: Define): void {
  define('button', {
    properties: {
      size: 'default',
      type: 'default',
      plain: false,
      disabled: false,
      loading: false,
      formType: '',
      openType: '',
      name: '',
      value: null,
      ...hoverProperties('button-hover', 20, 70),
    },
    create(self) {
      const { component, dom } = self;
      dom.setAttribute('role', 'button');
      const hovered = hover(self, () => !self.data.disabled && !self.data.loading);
      component.addListener('tap', () => {
        const { disabled, formType, openType } = self.data;
        if (disabled) return;
        if (formType === 'submit' || formType === 'reset') {
          behaviorOf<FormBehavior>(dom.closest('wx-form'))?.[formType](component);
        }
        if (openType) self.services.openType(openType, component);
      });
      return {
        update(changed) {
          const { size, type, plain, disabled, loading } = self.data;
          hovered();
          if (!changed('size', 'type', 'plain', 'disabled', 'loading')) return;
          attribute(dom, 'size', size);
          attribute(dom, 'type', type);
          flag(dom, 'plain', plain);
          flag(dom, 'disabled', disabled);
          flag(dom, 'loading', loading);
          dom.tabIndex = disabled ? -1 : 0;
          attribute(dom, 'aria-disabled', disabled && 'true');
          attribute(dom, 'aria-busy', loading && 'true');
        },
        activate: () => {
          // the engine makes a tap out of it
          if (!self.data.disabled) dom.click();
        },
      };
    },
  });
}
