// slider: a native range input, drawn as WeChat's.
import type { Define } from './define';
import { element } from './dom';

export function defineSlider(define: Define): void {
  define('slider', {
    template: 'empty',
    properties: {
      min: 0,
      max: 100,
      step: 1,
      value: 0,
      disabled: false,
      showValue: false,
      name: '',
      color: '#e9e9e9',
      selectedColor: '#1aad19',
      activeColor: '',
      backgroundColor: '',
      blockSize: 28,
      blockColor: '#ffffff',
    },
    create(self) {
      const range = element('input', 'wx-slider-handle');
      range.type = 'range';
      const shown = element('span', 'wx-slider-value');
      self.dom.append(range, shown);
      self.control = range;
      let initial: number | undefined;
      const draw = () => {
        const { min, max, showValue } = self.data;
        const value = Number(range.value);
        range.style.setProperty('--oa-part', `${max > min ? ((value - min) / (max - min)) * 100 : 0}%`);
        shown.textContent = showValue ? String(value) : '';
      };
      range.addEventListener('input', (event) => {
        event.stopPropagation();
        draw();
        self.emit('changing', { value: Number(range.value) });
      });
      range.addEventListener('change', (event) => {
        event.stopPropagation();
        self.set({ value: Number(range.value) });
        self.emit('change', { value: Number(range.value) });
      });
      return {
        update() {
          const { min, max, step, value, disabled, color, selectedColor, activeColor, backgroundColor, blockSize, blockColor, showValue } = self.data;
          range.min = String(min);
          range.max = String(max);
          range.step = String(step > 0 ? step : 1);
          range.value = String(value);
          range.disabled = disabled;
          shown.hidden = !showValue;
          range.style.setProperty('--oa-active', activeColor || selectedColor);
          range.style.setProperty('--oa-rest', backgroundColor || color);
          range.style.setProperty('--oa-block', `${Math.min(28, Math.max(12, blockSize))}px`);
          range.style.setProperty('--oa-block-color', blockColor);
          draw();
        },
        attached() {
          initial ??= self.data.value;
        },
        activate: () => range.focus(),
        field: { value: () => Number(range.value), reset: () => self.set({ value: initial ?? self.data.min }) },
      };
    },
  });
}
