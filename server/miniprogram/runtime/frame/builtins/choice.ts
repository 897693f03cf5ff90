// checkbox, radio, and their groups.
import type { Define, Self } from './define';
import { instanceOf } from './define';
import { element, flag } from './dom';

const properties = { value: '', checked: false, disabled: false, color: '#09BB07' };
type Choice = Self<typeof properties>;

export function defineChoices(define: Define): void {
  for (const kind of ['checkbox', 'radio'] as const) {
    define(kind, {
      properties,
      create(self) {
        const { component, dom } = self;
        const box = element('div', `wx-${kind}-input`);
        dom.prepend(box);
        dom.setAttribute('role', kind);
        const initial = { checked: false, known: false };
        /** Of the radios of a group, the last one that was checked is. */
        const clearOthers = () => {
          if (kind !== 'radio' || !self.data.checked || !dom.isConnected) return;
          for (const other of siblings(dom)) if (other.dom !== dom && other.data.checked) other.set({ checked: false });
        };
        const activate = () => {
          if (self.data.disabled || (kind === 'radio' && self.data.checked)) return;
          self.set({ checked: kind === 'radio' || !self.data.checked });
          const group = instanceOf(dom.closest(`wx-${kind}-group`));
          group?.self.emit('change', { value: group.behavior.field?.value() });
        };
        component.addListener('tap', activate);
        if (kind === 'radio') moveByArrows(dom);
        return {
          update(changed) {
            const { checked, disabled, color } = self.data;
            if (changed('checked')) {
              flag(dom, 'checked', checked);
              box.classList.toggle(`wx-${kind}-input-checked`, checked);
              dom.setAttribute('aria-checked', String(checked));
              clearOthers();
            }
            if (changed('disabled')) {
              flag(dom, 'disabled', disabled);
              box.classList.toggle(`wx-${kind}-input-disabled`, disabled);
              dom.setAttribute('aria-disabled', String(disabled));
              dom.tabIndex = disabled ? -1 : 0;
            }
            if (changed('color')) box.style.setProperty('--oa-color', color);
          },
          attached() {
            if (!initial.known) Object.assign(initial, { checked: self.data.checked, known: true });
            clearOthers();
          },
          activate,
          field: { value: () => undefined, reset: () => self.set({ checked: initial.checked }) },
        };
      },
    });
    define(`${kind}-group`, {
      properties: { name: '' },
      create(self) {
        self.dom.setAttribute('role', kind === 'radio' ? 'radiogroup' : 'group');
        const checked = () => choices(self.dom, kind).filter((one) => one.data.checked).map((one) => one.data.value);
        return { field: { value: () => (kind === 'radio' ? (checked()[0] ?? '') : checked()), reset: () => undefined } };
      },
    });
  }
}

function choices(root: ParentNode, kind: string): Choice[] {
  return [...root.querySelectorAll(`wx-${kind}`)].flatMap((node) => (instanceOf(node)?.self as unknown as Choice | undefined) ?? []);
}

/** The radios of the same group; those without a group are not exclusive, as in WeChat. */
function siblings(dom: HTMLElement): Choice[] {
  const group = dom.closest('wx-radio-group');
  return group ? choices(group, 'radio') : [];
}

/** The arrow keys choose the next radio of the group. */
function moveByArrows(dom: HTMLElement): void {
  dom.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step || event.target !== dom) return;
    const others = siblings(dom).filter((one) => !one.data.disabled);
    const at = others.findIndex((one) => one.dom === dom);
    const next = others[(at + step + others.length) % others.length];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.dom.focus();
    instanceOf(next.dom)?.behavior.activate?.();
  });
}
