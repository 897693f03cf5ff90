// page-meta and navigation-bar: nothing to see, they set the page and its bar.
import type { Define } from './define';
import { element, onScrollEnd, pixels, rpxToVw } from './dom';

let nextId = 1;

export function definePageMeta(define: Define): void {
  define('page-meta', {
    properties: {
      backgroundColor: '',
      pageStyle: '',
      pageFontSize: '',
      rootFontSize: '',
      rootBackgroundColor: '',
      scrollTop: null,
      scrollDuration: 300,
    },
    create(self) {
      const { dom } = self;
      // one sheet of the page's own: its inline style belongs to the engine, and the document to the page on the screen
      const sheet = element('style');
      dom.append(sheet);
      const id = nextId++;
      const write = () => {
        const page = dom.closest<HTMLElement>('wx-page');
        if (!page) return;
        const { pageStyle, pageFontSize, backgroundColor, rootFontSize, rootBackgroundColor } = self.data;
        page.dataset.oaPage = String(id);
        const rule = (selector: string, style: string) => `${selector}{${rpxToVw(style).replace(/[{}]/g, '')}}`;
        const font = (size: string) => (size && size !== 'system' ? `font-size:${size};` : '');
        const color = rootBackgroundColor || backgroundColor;
        sheet.textContent =
          rule(`[data-oa-page="${id}"]`, font(pageFontSize) + pageStyle) +
          rule(`html:has([data-oa-page="${id}"]:not([hidden] *))`, font(rootFontSize) + (color && `background-color:${color}`));
      };
      const scroll = () => {
        const { scrollTop, scrollDuration } = self.data;
        if (scrollTop !== null) window.scrollTo({ top: pixels(scrollTop), behavior: scrollDuration > 0 ? 'smooth' : 'instant' });
      };
      const shown = () => Boolean(dom.closest<HTMLElement>('wx-page')?.offsetParent ?? dom.closest('wx-page')?.getClientRects().length);
      const tellScroll = () => shown() && self.emit('scroll', { scrollTop: window.scrollY });
      const tellSize = () => {
        const size = { windowWidth: window.innerWidth, windowHeight: window.innerHeight };
        if (shown()) self.emit('resize', { size });
      };
      return {
        update(changed) {
          if (!dom.isConnected) return;
          if (changed('scrollTop')) requestAnimationFrame(scroll);
          write();
        },
        attached() {
          write();
          if (self.data.scrollTop !== null) requestAnimationFrame(scroll);
          window.addEventListener('scroll', tellScroll);
          window.addEventListener('resize', tellSize);
          onScrollEnd(document.documentElement, () => self.emit('scrolldone'));
        },
        detached() {
          window.removeEventListener('scroll', tellScroll);
          window.removeEventListener('resize', tellSize);
        },
      };
    },
  });

  define('navigation-bar', {
    template: 'empty',
    properties: {
      title: null,
      loading: null,
      frontColor: '',
      backgroundColor: '',
    },
    create(self) {
      const write = () => {
        const { title, loading, frontColor, backgroundColor } = self.data;
        self.services.setNavigationBar?.(
          {
            ...(title !== null && { title: String(title) }),
            ...(loading !== null && { loading: Boolean(loading) }),
            ...(frontColor && { textStyle: /^#0{3,6}$/.test(frontColor) ? ('black' as const) : ('white' as const) }),
            ...(backgroundColor && { background: backgroundColor }),
          },
          self.component,
        );
      };
      return {
        update() {
          if (self.dom.isConnected) write();
        },
        attached: write,
      };
    },
  });
}
