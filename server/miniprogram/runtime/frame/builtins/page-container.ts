// page-container and root-portal: what lies over the page.
import type { Define } from './define';
import { element, rpxToVw } from './dom';

export function defineContainers(define: Define): void {
  define('page-container', {
    template: 'track',
    properties: {
      show: false,
      duration: 300,
      zIndex: 100,
      overlay: true,
      position: 'bottom',
      round: false,
      closeOnSlideDown: false,
      overlayStyle: '',
      customStyle: '',
    },
    create(self) {
      const { dom } = self;
      const overlay = element('div', 'oa-container-overlay');
      dom.prepend(overlay);
      overlay.addEventListener('click', () => {
        self.emit('clickoverlay');
        hide();
      });
      let shown = false;
      let timer = 0;
      const turn = (show: boolean) => {
        if (show === shown) return;
        shown = show;
        clearTimeout(timer);
        const names = show ? ['beforeenter', 'enter', 'afterenter'] : ['beforeleave', 'leave', 'afterleave'];
        self.emit(names[0] ?? '');
        if (show) dom.toggleAttribute('data-open', true);
        // a frame later, so that the transition has a beginning
        requestAnimationFrame(() => {
          dom.toggleAttribute('data-shown', show);
          self.emit(names[1] ?? '');
        });
        timer = window.setTimeout(() => {
          if (!show) dom.removeAttribute('data-open');
          self.emit(names[2] ?? '');
        }, self.data.duration);
      };
      const hide = () => {
        self.set({ show: false });
      };
      const key = (event: KeyboardEvent) => {
        if (event.key === 'Escape' && shown) hide();
      };
      return {
        update() {
          const { show, duration, zIndex, overlay: covered, position, round, overlayStyle, customStyle } = self.data;
          dom.style.setProperty('--oa-duration', `${duration}ms`);
          dom.style.setProperty('--oa-z', String(zIndex));
          dom.dataset.position = position;
          dom.toggleAttribute('data-round', round);
          overlay.hidden = !covered;
          overlay.style.cssText = rpxToVw(overlayStyle);
          const content = dom.querySelector<HTMLElement>(':scope>.oa-track');
          if (content) content.style.cssText = rpxToVw(customStyle);
          if (dom.isConnected) turn(show);
        },
        attached() {
          document.addEventListener('keydown', key);
          turn(self.data.show);
        },
        detached() {
          clearTimeout(timer);
          document.removeEventListener('keydown', key);
        },
      };
    },
  });

  define('root-portal', {
    template: 'track',
    properties: { enable: true },
    create(self) {
      let content: HTMLElement | null = null;
      /** The content moves to the end of its page, out of every box that would clip it; its events stay where it was. */
      const move = () => {
        content ??= self.dom.querySelector<HTMLElement>(':scope>.oa-track');
        const page = self.dom.closest('wx-page');
        if (content) (self.data.enable && page ? page : self.dom).append(content);
      };
      return {
        update() {
          if (self.dom.isConnected) move();
        },
        attached: move,
        detached: () => content?.remove(),
      };
    },
  });
}
