// web-view: a page of the net over the whole page. It is in a sandbox inside ours, so it has no storage, and sends no messages.
import type { Define } from './define';
import { element } from './dom';

export function defineWebView(define: Define): void {
  define('web-view', {
    template: 'empty',
    properties: { src: '' },
    create(self) {
      // where a site refuses to be framed, its address is what is seen
      const address = element('div', 'oa-web-view-address');
      const page = element('iframe');
      page.title = '网页 web page';
      page.addEventListener('load', () => self.data.src && self.emit('load', { src: self.data.src }));
      self.dom.append(address, page);
      return {
        update() {
          const { src } = self.data;
          address.textContent = src;
          // nothing of the frame's own, and no script in place of an address
          if (/^https?:/.test(src)) page.src = src;
          else page.removeAttribute('src');
        },
      };
    },
  });
}
