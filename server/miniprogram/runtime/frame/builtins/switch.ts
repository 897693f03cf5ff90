// switch: a sliding one, or with type="checkbox" a box.
import type { Define } from './define';
import { attribute, element, flag } from './dom';

export function defineSwitch(define: Define): void {
  define('switch', {
    template: 'empty',
    properties: { checked: false, disabled: false, type: 'switch', color: '', name: '' },
    create(self) {
      const { component, dom } = self;
      const knob = element('div');
      dom.append(knob);
      dom.setAttribute('role', 'switch');
      let initial: boolean | undefined;
      const activate = () => {
        if (self.data.disabled) return;
        self.set({ checked: !self.data.checked });
        self.emit('change', { value: self.data.checked });
      };
      component.addListener('tap', activate);
      return {
        update() {
          const { checked, disabled, type, color } = self.data;
          const kind = type === 'checkbox' ? 'checkbox' : 'switch';
          knob.className = `wx-${kind}-input${checked ? ` wx-${kind}-input-checked` : ''}${disabled ? ` wx-${kind}-input-disabled` : ''}`;
          if (color) knob.style.setProperty('--oa-color', color);
          attribute(dom, 'type', type);
          flag(dom, 'checked', checked);
          flag(dom, 'disabled', disabled);
          dom.setAttribute('aria-checked', String(checked));
          attribute(dom, 'aria-disabled', disabled && 'true');
          dom.tabIndex = disabled ? -1 : 0;
        },
        attached() {
          initial ??= self.data.checked;
        },
        activate,
        field: { value: () => self.data.checked, reset: () => self.set({ checked: initial ?? false }) },
      };
    },
  });
}
