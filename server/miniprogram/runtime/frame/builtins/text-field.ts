// What input and textarea share: a native field, WeChat's events, and a placeholder that takes a class and a style.
import { scopedClasses } from './classes';
import type { Behavior, Properties, Self } from './define';
import { any } from './define';
import { attribute, element, rpxToVw } from './dom';

export const fieldProperties = {
  value: '',
  placeholder: '',
  placeholderStyle: '',
  placeholderClass: '',
  disabled: false,
  maxlength: any(140),
  focus: false,
  autoFocus: false,
  name: '',
  confirmType: '',
  confirmHold: false,
  cursor: null,
  selectionStart: any(-1),
  selectionEnd: any(-1),
} satisfies Properties;


type FieldSelf = Self<typeof fieldProperties>;
type Native = HTMLInputElement | HTMLTextAreaElement;

export interface Field extends Required<Pick<Behavior<typeof fieldProperties>, 'update' | 'attached' | 'activate' | 'field'>> {
  /** What a handler of `confirm` and `blur` gets. */
  detail(): { value: string; cursor: number };
  confirm(): void;
}

/** Puts `native` below the element, with its events. `changed` is called after each change of the text. */
export function textField(self: FieldSelf, native: Native, changed: () => void = () => undefined): Field {
  const { component, dom } = self;
  const placeholder = element('div', 'oa-placeholder');
  placeholder.setAttribute('aria-hidden', 'true');
  dom.append(placeholder, native);
  self.control = native;
  native.autocomplete = 'off';
  let key = 0;
  let initial: string | undefined;

  const detail = () => ({ value: native.value, cursor: native.selectionEnd ?? native.value.length });
  const write = (value: string, cursor?: number) => {
    const text = self.data.maxlength === null ? value : limited(value, self.data.maxlength);
    if (native.value !== text) {
      native.value = text;
      if (cursor !== undefined && document.activeElement === native) native.setSelectionRange(cursor, cursor);
    }
    placeholder.hidden = native.value !== '';
    changed();
  };
  const answered = (returned: unknown) => {
    // a handler of `input` may give the text back changed, or with a place for the cursor
    const { value, cursor } = typeof returned === 'object' && returned !== null ? (returned as { value?: unknown; cursor?: number }) : { value: returned };
    if (typeof value !== 'string' || value === native.value) return;
    self.set({ value });
    write(value, cursor ?? value.length);
  };

  native.addEventListener('keydown', (event) => (key = (event as KeyboardEvent).keyCode));
  native.addEventListener('input', (event) => {
    event.stopPropagation();
    placeholder.hidden = native.value !== '';
    changed();
    self.set({ value: native.value });
    const composing = (event as InputEvent).isComposing;
    self.emit('input', { ...detail(), keyCode: key }, composing ? undefined : answered);
  });
  native.addEventListener('change', (event) => event.stopPropagation());
  native.addEventListener('focus', () => self.emit('focus', { value: native.value, height: 0 }));
  native.addEventListener('blur', () => {
    // the page may ask for the focus again
    if (self.data.focus) self.set({ focus: false });
    self.emit('blur', detail());
  });
  // a tap beside the text, in the padding of the element
  component.addListener('tap', () => {
    if (!self.data.disabled && document.activeElement !== native) native.focus();
  });

  const select = () => {
    const { cursor, selectionStart, selectionEnd } = self.data;
    const [start, end] = [Number(selectionStart), Number(selectionEnd)];
    if (start >= 0 && end >= start) native.setSelectionRange(start, end);
    else if (cursor !== null && Number(cursor) >= 0) native.setSelectionRange(Number(cursor), Number(cursor));
  };
  const focus = () => {
    native.focus();
    select();
  };

  return {
    detail,
    confirm() {
      self.emit('confirm', detail());
      if (!self.data.confirmHold) native.blur();
    },
    update(changedNames) {
      const { value, placeholder: hint, placeholderStyle, placeholderClass, disabled, maxlength, confirmType } = self.data;
      const max = Number(maxlength);
      if (changedNames('maxlength') && maxlength !== null && max >= 0) native.maxLength = max;
      else if (changedNames('maxlength')) native.removeAttribute('maxlength');
      if (changedNames('value', 'maxlength')) write(value);
      if (changedNames('placeholder', 'placeholderStyle', 'placeholderClass')) {
        attribute(native, 'placeholder', hint);
        placeholder.textContent = hint;
        placeholder.style.cssText = rpxToVw(placeholderStyle);
        placeholder.className = ['oa-placeholder', ...scopedClasses(component, placeholderClass)].join(' ');
      }
      native.disabled = disabled;
      attribute(dom, 'disabled', disabled && 'disabled');
      if (changedNames('confirmType')) attribute(native, 'enterkeyhint', /^(send|search|next|go|done)$/.test(confirmType) && confirmType);
      if (!native.isConnected) return;
      if (changedNames('focus') && self.data.focus) requestAnimationFrame(focus);
      else if (changedNames('focus') && document.activeElement === native) native.blur();
      else if (changedNames('cursor', 'selectionStart', 'selectionEnd') && document.activeElement === native) select();
    },
    attached() {
      initial ??= self.data.value;
      if (self.data.focus || self.data.autoFocus) requestAnimationFrame(focus);
      changed();
    },
    activate: () => native.focus(),
    field: { value: () => native.value, reset: () => self.set({ value: initial ?? '' }) },
  };
}

function limited(value: string, maxlength: unknown): string {
  const max = Number(maxlength);
  return max >= 0 && value.length > max ? value.slice(0, max) : value;
}
