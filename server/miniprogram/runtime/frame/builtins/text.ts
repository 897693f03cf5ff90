// text: keeps line breaks (a `\n` written in the WXML is one too), and spaces where `space` says so; `decode` reads entities in texts
// that come from data.
import type { Define } from './define';
import { flag } from './dom';

const ENTITIES: Record<string, string> = {
  '&nbsp;': '\u00a0', '&lt;': '<', '&gt;': '>', '&amp;': '&', '&apos;': "'", '&quot;': '"', '&ensp;': '\u2002', '&emsp;': '\u2003',
};
const SPACES: Record<string, string> = { nbsp: '\u00a0', ensp: '\u2002', emsp: '\u2003' };

export function defineText(define: Define): void {
  define('text', {
    properties: { selectable: false, userSelect: false, space: '', decode: false },
    create(self) {
      const { dom } = self;
      // what was written into each node, so that a text is not decoded twice
      const written = new WeakMap<Text, string>();
      const rewrite = () => {
        const space = SPACES[self.data.space];
        const walker = document.createTreeWalker(dom, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
          if (written.get(node) === node.data) continue;
          let text = node.data.replaceAll('\\n', '\n');
          if (self.data.decode) text = text.replace(/&(nbsp|lt|gt|amp|apos|quot|ensp|emsp);/g, (entity) => ENTITIES[entity] ?? entity);
          if (space) text = text.replace(/ /g, space);
          written.set(node, text);
          if (text !== node.data) node.data = text;
        }
      };
      let observer: MutationObserver | undefined;
      return {
        update(changed) {
          if (changed('selectable', 'userSelect')) flag(dom, 'user-select', self.data.selectable || self.data.userSelect);
          if (!changed('space', 'decode')) return;
          observer?.disconnect();
          if (!self.data.decode && !SPACES[self.data.space]) return;
          observer ??= new MutationObserver(rewrite);
          observer.observe(dom, { subtree: true, childList: true, characterData: true });
          rewrite();
        },
        attached: rewrite,
        detached: () => observer?.disconnect(),
      };
    },
  });
}
