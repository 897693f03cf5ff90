// textarea: several lines of text.
import type { Define, Self } from './define';
import { element, flag } from './dom';
import { fieldProperties, textField } from './text-field';

export function defineTextarea(define: Define): void {
  define('textarea', {
    template: 'empty',
    properties: { ...fieldProperties, confirmType: 'return', autoHeight: false },
    create(self) {
      const native = element('textarea', 'oa-field');
      native.rows = 1;
      let lines = 0;
      const measure = () => {
        if (!native.isConnected) return;
        if (self.data.autoHeight) {
          native.style.height = '0';
          native.style.height = `${native.scrollHeight}px`;
        }
        const lineHeight = Number.parseFloat(getComputedStyle(native).lineHeight) || 20;
        const height = native.scrollHeight;
        const count = Math.max(1, Math.round((self.data.autoHeight ? height : contentHeight(native)) / lineHeight));
        if (count === lines) return;
        lines = count;
        const heightRpx = (height * 750) / document.documentElement.clientWidth;
        self.emit('linechange', { height, heightRpx, lineCount: count, lineHeight });
      };
      const field = textField(self as unknown as Self<typeof fieldProperties>, native, measure);
      native.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' || event.isComposing || event.shiftKey || !/^(send|search|next|go|done)$/.test(self.data.confirmType)) return;
        event.preventDefault();
        field.confirm();
      });
      return {
        ...field,
        update(changed) {
          if (changed('autoHeight')) {
            flag(self.dom, 'auto-height', self.data.autoHeight);
            if (!self.data.autoHeight) native.style.height = '';
          }
          field.update(changed as Parameters<typeof field.update>[0]);
        },
      };
    },
  });
}

/** The height of the text itself, which `scrollHeight` hides where the field is taller. */
function contentHeight(native: HTMLTextAreaElement): number {
  const before = native.style.height;
  native.style.height = '0';
  const height = native.scrollHeight;
  native.style.height = before;
  return height;
}
