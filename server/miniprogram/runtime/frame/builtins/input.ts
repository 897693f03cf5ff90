// input: one line of text.
import type { Define, Self } from './define';
import { element } from './dom';
import { fieldProperties, textField } from './text-field';

/** What the phone's keyboard of each type cannot write. */
const REFUSED: Record<string, RegExp> = { number: /[^0-9]/, digit: /[^0-9.]/, idcard: /[^0-9xX]/ };
const MODES: Record<string, string> = { number: 'numeric', digit: 'decimal', idcard: 'text' };

export function defineInput(define: Define): void {
  define('input', {
    template: 'empty',
    properties: { ...fieldProperties, type: 'text', password: false },
    create(self) {
      const native = element('input', 'oa-field');
      const field = textField(self as unknown as Self<typeof fieldProperties>, native);
      native.addEventListener('beforeinput', (event) => {
        if (event.data && REFUSED[self.data.type]?.test(event.data)) event.preventDefault();
      });
      native.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' && !event.isComposing) field.confirm();
      });
      native.addEventListener('blur', () => {
        // WeChat has the nickname's safety checked, and tells the result
        if (self.data.type === 'nickname' && native.value) self.emit('nicknamereview', { pass: true, timeout: false });
      });
      return {
        ...field,
        update(changed) {
          const { type, password } = self.data;
          if (changed('type', 'password')) {
            native.type = password || type === 'safe-password' ? 'password' : 'text';
            native.inputMode = MODES[type] ?? 'text';
            native.enterKeyHint = 'done';
          }
          field.update(changed as Parameters<typeof field.update>[0]);
        },
      };
    },
  });
}
