// The pull-down of a scroll-view with `refresher-enabled`.
import type { Self } from './define';
import { element } from './dom';
import { onDrag } from './drag';

export const refresherProperties = {
  refresherEnabled: false,
  refresherThreshold: 45,
  refresherDefaultStyle: 'black',
  refresherBackground: '',
  refresherTriggered: false,
};

export interface Refresher {
  update(changed: (...names: (keyof typeof refresherProperties)[]) => boolean): void;
  start(): void;
  stop(): void;
}

/** How far the content can be pulled, in CSS pixels. */
const MAX_PULL = 120;
/** How far until a press is a pull. */
const SLOP = 6;

/** Pulls `track()` down by the pointer, shows the dots above it, and tells when to refresh. */
export function refresher(self: Self<typeof refresherProperties>, track: () => HTMLElement | null): Refresher {
  const { dom } = self;
  const dots = element('div', 'oa-refresher', element('i'), element('i'), element('i'));
  dots.setAttribute('aria-hidden', 'true');
  let pulled = 0;
  let running = false;

  const move = (distance: number, animated: boolean) => {
    pulled = distance;
    const content = track();
    if (!content) return;
    for (const part of [content, dots]) {
      part.style.transition = animated ? 'transform .2s' : 'none';
      part.style.transform = distance ? `translateY(${distance}px)` : '';
    }
  };
  const start = () => {
    if (running) return;
    running = true;
    move(self.data.refresherThreshold, true);
    if (!self.data.refresherTriggered) self.set({ refresherTriggered: true });
    self.emit('refresherrefresh', { dy: self.data.refresherThreshold });
  };
  const stop = () => {
    if (!running) return;
    running = false;
    move(0, true);
    self.emit('refresherrestore', { dy: 0 });
  };
  onDrag(dom, (press) => {
    if (!self.data.refresherEnabled || running || dom.scrollTop > 0) return undefined;
    return {
      move(event) {
        const distance = event.clientY - press.clientY;
        if (distance <= 0 || dom.scrollTop > 0) {
          if (pulled > 0) move(0, false);
        } else if (pulled > 0 || distance >= SLOP) {
          move(Math.min(MAX_PULL, distance / 2), false);
          self.emit('refresherpulling', { dy: pulled });
        }
      },
      end() {
        if (pulled >= self.data.refresherThreshold) start();
        else if (pulled > 0) {
          move(0, true);
          self.emit('refresherabort', { dy: 0 });
        }
      },
    };
  });
  let listening = false;
  /** A touch that scrolls ends its pointer: at the top, the pull is ours. A box without a refresher scrolls without asking. */
  const listen = () => {
    if (listening) return;
    listening = true;
    dom.addEventListener('touchmove', (event) => pulled > 0 && event.cancelable && event.preventDefault(), { passive: false });
  };

  return {
    start,
    stop,
    update(changed) {
      const { refresherEnabled, refresherDefaultStyle, refresherBackground, refresherTriggered } = self.data;
      if (changed('refresherEnabled', 'refresherDefaultStyle', 'refresherBackground')) {
        if (refresherEnabled) listen();
        if (refresherEnabled && refresherDefaultStyle !== 'none') dom.prepend(dots);
        else dots.remove();
        dots.dataset.style = refresherDefaultStyle;
        dom.style.backgroundColor = refresherEnabled ? refresherBackground : '';
      }
      if (changed('refresherTriggered')) (refresherTriggered ? start : stop)();
    },
  };
}
