// scroll-view: a box that scrolls, tells so, and may be pulled down.
import type { Define, Values } from './define';
import { any } from './define';
import { cssLength, flag, onScrollEnd, pixels } from './dom';
import { refresher, refresherProperties } from './refresher';

const properties = {
  scrollX: false,
  scrollY: false,
  upperThreshold: any(50),
  lowerThreshold: any(50),
  scrollTop: null,
  scrollLeft: null,
  scrollIntoView: '',
  scrollIntoViewOffset: 0,
  scrollIntoViewAlignment: '',
  scrollWithAnimation: false,
  enableFlex: false,
  enhanced: false,
  showScrollbar: true,
  pagingEnabled: false,
  usingSticky: false,
  type: '',
  padding: [],
  ...refresherProperties,
};

export function defineScrollView(define: Define): void {
  define('scroll-view', {
    template: 'track',
    properties,
    node: true,
    create(self) {
      const { dom } = self;
      const track = () => dom.querySelector<HTMLElement>(':scope>.oa-track');
      let last = { top: 0, left: 0 };
      // a box begins at its start: only a return to it is told
      let [atUpper, atLower] = [true, false];
      let dragging = false;
      const refresh = refresher(self, track);

      const sizes = () => {
        const { scrollTop, scrollLeft, scrollHeight, scrollWidth } = dom;
        return { scrollTop, scrollLeft, scrollHeight, scrollWidth };
      };
      dom.addEventListener('scroll', (event) => {
        if (event.target !== dom) return;
        const detail = sizes();
        const { scrollTop, scrollLeft } = detail;
        self.emit('scroll', { ...detail, deltaX: last.left - scrollLeft, deltaY: last.top - scrollTop, isDrag: dragging });
        const vertical = scrollTop !== last.top || (self.data.scrollY && !self.data.scrollX);
        last = { top: scrollTop, left: scrollLeft };
        const start = vertical ? scrollTop : scrollLeft;
        const rest = vertical ? detail.scrollHeight - dom.clientHeight - scrollTop : detail.scrollWidth - dom.clientWidth - scrollLeft;
        const upper = start <= pixels(self.data.upperThreshold, 50);
        const lower = rest <= pixels(self.data.lowerThreshold, 50);
        if (upper && !atUpper) self.emit('scrolltoupper', { direction: vertical ? 'top' : 'left' });
        if (lower && !atLower) self.emit('scrolltolower', { direction: vertical ? 'bottom' : 'right' });
        [atUpper, atLower] = [upper, lower];
      });
      dom.addEventListener('touchstart', () => {
        dragging = true;
        if (self.data.enhanced) self.emit('dragstart', sizes());
      }, { passive: true });
      dom.addEventListener('touchend', () => {
        dragging = false;
        if (self.data.enhanced) self.emit('dragend', { ...sizes(), velocity: { x: 0, y: 0 } });
      });
      onScrollEnd(dom, () => self.emit('scrollend', sizes()));

      const go = (to: { top?: number; left?: number }, smooth = self.data.scrollWithAnimation) => {
        dom.scrollTo({ ...to, behavior: smooth ? 'smooth' : 'instant' });
      };
      const show = (selector: string, data: Pick<Values<typeof properties>, 'scrollIntoViewOffset'>, smooth?: boolean) => {
        const target = dom.querySelector(selector);
        if (!target) return;
        const [box, inner] = [dom.getBoundingClientRect(), target.getBoundingClientRect()];
        const { scrollX, scrollY } = self.data;
        go(
          {
            ...(scrollY && { top: dom.scrollTop + inner.top - box.top - dom.clientTop + (data.scrollIntoViewOffset || 0) }),
            ...(scrollX && { left: dom.scrollLeft + inner.left - box.left - dom.clientLeft + (data.scrollIntoViewOffset || 0) }),
          },
          smooth,
        );
      };
      /** Once the children of the same update are there. */
      const later = (run: () => void) => requestAnimationFrame(() => dom.isConnected && run());

      return {
        update(changed) {
          const data = self.data;
          if (changed('scrollX', 'scrollY', 'enableFlex', 'usingSticky', 'showScrollbar', 'enhanced', 'type')) {
            flag(dom, 'scroll-x', data.scrollX);
            flag(dom, 'scroll-y', data.scrollY);
            flag(dom, 'enable-flex', data.enableFlex);
            // a list of Skyline's kinds has children that stick
            flag(dom, 'using-sticky', data.usingSticky || data.type === 'custom' || data.type === 'nested');
            flag(dom, 'data-no-scrollbar', data.enhanced && !data.showScrollbar);
            // the arrow keys scroll it
            if (data.scrollX || data.scrollY) dom.tabIndex = 0;
            else dom.removeAttribute('tabindex');
          }
          if (changed('padding')) dom.style.padding = data.padding.map(cssLength).join(' ');
          if (changed('pagingEnabled')) flag(dom, 'data-paging', data.enhanced && data.pagingEnabled);
          if (changed('scrollTop') && data.scrollTop !== null) later(() => go({ top: pixels(data.scrollTop) }));
          if (changed('scrollLeft') && data.scrollLeft !== null) later(() => go({ left: pixels(data.scrollLeft) }));
          if (changed('scrollIntoView') && data.scrollIntoView) later(() => show(`#${CSS.escape(data.scrollIntoView)}`, data));
          refresh.update(changed);
        },
        context: () => ({
          scrollTo: ({ top, left, animated = true }: { top?: number; left?: number; animated?: boolean }) => go({ top, left }, animated),
          scrollIntoView: (selector: string, options?: { offset?: number; animated?: boolean }) =>
            show(selector, { scrollIntoViewOffset: options?.offset ?? 0 }, options?.animated ?? true),
          triggerRefresh: () => refresh.start(),
          closeRefresh: () => refresh.stop(),
        }),
      };
    },
  });
}

