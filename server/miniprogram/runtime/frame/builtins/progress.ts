// progress: a bar that may grow to its value.
import type { Define } from './define';
import { any } from './define';
import { cssLength, element } from './dom';

export function defineProgress(define: Define): void {
  define('progress', {
    template: 'empty',
    properties: {
      percent: 0,
      showInfo: false,
      borderRadius: any(0),
      fontSize: any(16),
      strokeWidth: any(6),
      color: '',
      activeColor: '#09BB07',
      backgroundColor: '#EBEBEB',
      active: false,
      activeMode: 'backwards',
      duration: 30,
    },
    create(self) {
      const { dom } = self;
      const bar = element('div', 'wx-progress-inner-bar');
      const rest = element('div', 'wx-progress-bar', bar);
      const info = element('div', 'wx-progress-info');
      dom.append(rest, info);
      dom.setAttribute('role', 'progressbar');
      let shown = 0;
      let frame = 0;
      const draw = (percent: number) => {
        shown = percent;
        bar.style.width = `${percent}%`;
        info.textContent = `${Math.round(percent)}%`;
      };
      /** Grows by one per cent in `duration` ms, then tells so. */
      const grow = (from: number, to: number) => {
        cancelAnimationFrame(frame);
        const start = performance.now();
        const step = (now: number) => {
          const gone = (now - start) / Math.max(1, self.data.duration);
          const at = from <= to ? Math.min(to, from + gone) : to;
          draw(at);
          if (at === to) self.emit('activeend', { curPercent: to });
          else frame = requestAnimationFrame(step);
        };
        draw(from);
        frame = requestAnimationFrame(step);
      };
      const update = (percentChanged: boolean) => {
        const { percent, showInfo, borderRadius, fontSize, strokeWidth, color, activeColor, backgroundColor, active, activeMode } = self.data;
        const to = Math.min(100, Math.max(0, percent));
        rest.style.cssText = `height:${cssLength(strokeWidth)};border-radius:${cssLength(borderRadius)};background:${backgroundColor}`;
        bar.style.backgroundColor = color || activeColor;
        info.hidden = !showInfo;
        info.style.fontSize = cssLength(fontSize);
        dom.setAttribute('aria-valuenow', String(to));
        if (!percentChanged) return;
        if (active && dom.isConnected) grow(activeMode === 'forwards' ? shown : 0, to);
        else if (!active) draw(to);
      };
      return {
        update: (changed) => update(changed('percent', 'active')),
        attached: () => update(self.data.active),
        detached: () => cancelAnimationFrame(frame),
      };
    },
  });
}
