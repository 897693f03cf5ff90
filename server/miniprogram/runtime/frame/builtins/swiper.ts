// swiper: pages its items by drag, keys, time, or the page's `current`.
import type { Define, Self } from './define';
import { any, instanceOf } from './define';
import { flag, pixels } from './dom';
import { Dots } from './swiper-dots';
import { dragSwiper } from './swiper-drag';
import { Track } from './swiper-track';

const EASINGS: Record<string, (part: number) => number> = {
  linear: (part) => part,
  easeInCubic: (part) => part ** 3,
  easeOutCubic: (part) => 1 - (1 - part) ** 3,
  easeInOutCubic: (part) => (part < 0.5 ? 4 * part ** 3 : 1 - (2 - 2 * part) ** 3 / 2),
  default: (part) => 1 - (1 - part) ** 3,
};

export const swiperProperties = {
  indicatorDots: false,
  indicatorColor: 'rgba(0, 0, 0, .3)',
  indicatorActiveColor: '#000000',
  autoplay: false,
  current: 0,
  currentItemId: '',
  interval: 5000,
  duration: 500,
  circular: false,
  vertical: false,
  previousMargin: any('0px'),
  nextMargin: any('0px'),
  displayMultipleItems: 1,
  easingFunction: 'default',
  disableTouch: false,
};
export type SwiperSelf = Self<typeof swiperProperties>;

export function defineSwiper(define: Define): void {
  define('swiper-item', { properties: { itemId: '' } });
  define('swiper', {
    template: 'track',
    properties: swiperProperties,
    create(self) {
      const { dom } = self;
      const track = new Track(self);
      const dots = new Dots(self);
      let current = 0;
      let timer = 0;
      let frame = 0;
      dom.setAttribute('role', 'group');
      dom.setAttribute('aria-roledescription', '轮播');
      dom.tabIndex = 0;

      const last = () => Math.max(0, track.items.length - (self.data.circular ? 1 : self.data.displayMultipleItems));
      const itemId = (index: number) => String(instanceOf(track.items[index])?.component.data.itemId ?? '');
      const draw = () => {
        track.draw();
        dots.draw(track.items.length, current);
      };
      const tell = (index: number, source: string) => {
        if (index === current) return;
        current = index;
        self.set({ current, currentItemId: itemId(index) });
        dots.draw(track.items.length, current);
        self.emit('change', { current, currentItemId: itemId(index), source });
      };
      /** Moves to a position, which may lie beyond the ends of a circular one, then tells the end. */
      const slide = (target: number, source: string) => {
        cancelAnimationFrame(frame);
        const count = track.items.length;
        if (!count) return;
        const index = ((Math.round(target) % count) + count) % count;
        const duration = dom.offsetParent && !document.hidden ? Math.max(0, self.data.duration) : 0;
        const [from, start] = [track.position, performance.now()];
        const ease = EASINGS[self.data.easingFunction] ?? EASINGS.default;
        const step = (now: number) => {
          const part = duration ? Math.min(1, Math.max(0, (now - start) / duration)) : 1;
          track.move(part === 1 ? index : from + (target - from) * (ease?.(part) ?? part));
          if (part < 1) {
            self.emit('transition', track.offset(from));
            frame = requestAnimationFrame(step);
          } else self.emit('animationfinish', { current: index, currentItemId: itemId(index), source });
        };
        tell(index, source);
        step(start);
      };
      /** The shortest way on a circle. */
      const show = (index: number, source: string) => {
        const count = track.items.length;
        const to = Math.min(last(), Math.max(0, index));
        const way = to - track.position;
        slide(self.data.circular && count > 2 && Math.abs(way) > count / 2 ? to - Math.sign(way) * count : to, source);
      };
      const next = (step: number, source: string) => {
        if (self.data.circular) slide(current + step, source);
        else slide(Math.min(last(), Math.max(0, current + step)), source);
      };
      const play = () => {
        clearInterval(timer);
        if (!self.data.autoplay || !dom.isConnected) return;
        timer = window.setInterval(() => {
          if (document.hidden || !dom.offsetParent || track.items.length < 2) return;
          if (!self.data.circular && current >= last()) slide(0, 'autoplay');
          else next(1, 'autoplay');
        }, Math.max(200, self.data.interval));
      };
      const observer = new MutationObserver(() => {
        draw();
        // items that came later may be the ones that `current` names, and the current one may have gone
        if (track.items.length > 0 && current !== Math.min(self.data.current, last())) place();
      });
      const place = () => {
        const byId = self.data.currentItemId ? track.items.findIndex((_, index) => itemId(index) === self.data.currentItemId) : -1;
        current = Math.min(last(), Math.max(0, byId >= 0 ? byId : self.data.current));
        track.move(current);
        draw();
      };
      dragSwiper(self, track, {
        start: () => (clearInterval(timer), cancelAnimationFrame(frame)),
        end(target) {
          slide(self.data.circular ? target : Math.min(last(), Math.max(0, target)), 'touch');
          play();
        },
      });
      dom.addEventListener('keydown', (event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (!step || event.target !== dom) return;
        event.preventDefault();
        next(step, 'touch');
      });

      return {
        update(changed) {
          if (changed('vertical')) flag(dom, 'vertical', self.data.vertical);
          if (!track.connect()) return;
          if (changed('previousMargin', 'nextMargin')) {
            track.margins(pixels(self.data.previousMargin), pixels(self.data.nextMargin));
          }
          if (changed('current') && self.data.current !== current) show(self.data.current, '');
          else if (changed('currentItemId') && self.data.currentItemId !== itemId(current)) {
            const index = track.items.findIndex((_, at) => itemId(at) === self.data.currentItemId);
            if (index >= 0) show(index, '');
          }
          if (changed('vertical', 'circular', 'displayMultipleItems', 'previousMargin', 'nextMargin', 'indicatorDots', 'indicatorColor', 'indicatorActiveColor')) draw();
          if (changed('autoplay', 'interval')) play();
        },
        attached() {
          const content = track.connect();
          if (!content) return;
          track.margins(pixels(self.data.previousMargin), pixels(self.data.nextMargin));
          observer.observe(content, { childList: true });
          place();
          play();
        },
        detached() {
          observer.disconnect();
          clearInterval(timer);
          cancelAnimationFrame(frame);
        },
      };
    },
  });
}
