// navigator: a link to another page.
import type { Define } from './define';
import { hover, hoverProperties } from './hover';

export function defineNavigator(define: Define): void {
  define('navigator', {
    properties: {
      url: '',
      openType: 'navigate',
      delta: 1,
      target: 'self',
      appId: '',
      path: '',
      ...hoverProperties('navigator-hover', 50, 600),
    },
    create(self) {
      const { dom } = self;
      dom.setAttribute('role', 'link');
      dom.tabIndex = 0;
      self.component.addListener('tap', () => {
        const { url, openType, delta, target, appId } = self.data;
        if (target === 'miniProgram' && openType !== 'exit') {
          // another mini-program cannot be opened here: the page learns so, as from WeChat when the user refuses
          self.services.report('info', `navigator: ${appId} is another mini-program, which is not opened`);
          self.emit('fail', { errMsg: 'navigateToMiniProgram:fail cancel' });
          self.emit('complete', { errMsg: 'navigateToMiniProgram:fail cancel' });
          return;
        }
        self.services.navigate({ openType, url, delta });
      });
      return { update: hover(self) };
    },
  });
}
