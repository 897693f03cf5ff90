// contact-button: the round button of the old customer service, before `<button open-type="contact">`.
import type { Define } from './define';

export function defineContactButton(define: Define): void {
  define('contact-button', {
    template: 'empty',
    properties: { size: 18, type: 'default-dark', sessionFrom: '' },
    create(self) {
      const { component, dom } = self;
      dom.setAttribute('role', 'button');
      dom.setAttribute('aria-label', '客服会话');
      dom.tabIndex = 0;
      component.addListener('tap', () => self.services.openType('contact', component));
      return {
        update() {
          const size = Math.min(Math.max(Number(self.data.size) || 18, 18), 27);
          Object.assign(dom.style, { width: `${size}px`, height: `${size}px` });
        },
      };
    },
  });
}
