// picker: a tap on it opens a sheet with one or more columns.
import type { Define } from './define';
import { attribute } from './dom';
import { columnsOf } from './picker-columns';
import type { Sheet } from './picker-sheet';
import { openSheet } from './picker-sheet';

export function definePicker(define: Define): void {
  define('picker', {
    properties: {
      mode: 'selector',
      headerText: '',
      disabled: false,
      range: [],
      rangeKey: '',
      value: null,
      start: '',
      end: '',
      fields: 'day',
      customItem: '',
      level: 'region',
      name: '',
    },
    create(self) {
      const { dom } = self;
      let sheet: Sheet | undefined;
      let initial: { value: unknown } | undefined;
      dom.setAttribute('role', 'button');
      dom.setAttribute('aria-haspopup', 'dialog');
      const open = () => {
        if (self.data.disabled || sheet) return;
        sheet = openSheet(dom, self.data.headerText, () => columnsOf(self.data), {
          columnchange(column, index) {
            if (self.data.mode === 'multiSelector') self.emit('columnchange', { column, value: index });
          },
          confirm(chosen) {
            sheet = undefined;
            const detail = columnsOf(self.data).detail(chosen);
            self.set({ value: detail.value });
            self.emit('change', detail);
          },
          cancel() {
            sheet = undefined;
            self.emit('cancel');
          },
        });
      };
      self.component.addListener('tap', open);
      return {
        update(changed) {
          const { disabled, mode, value } = self.data;
          dom.tabIndex = disabled ? -1 : 0;
          attribute(dom, 'aria-disabled', disabled && 'true');
          // the columns of an open sheet follow the page, which answers `columnchange`
          if (mode === 'multiSelector' && changed('range', 'value')) {
            sheet?.refresh(changed('value') && Array.isArray(value) ? value.map((index) => Number(index) || 0) : undefined);
          }
        },
        attached() {
          initial ??= { value: self.data.value };
        },
        detached() {
          sheet?.close();
          sheet = undefined;
        },
        activate: open,
        field: {
          value: () => (self.data.value === null ? '' : self.data.value),
          reset: () => self.set({ value: initial?.value ?? null }),
        },
      };
    },
  });
}
