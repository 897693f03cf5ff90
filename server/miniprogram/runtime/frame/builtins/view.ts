// view and its like: blocks with a pressed look.
import type { Define } from './define';
import { hover, hoverProperties } from './hover';

export function defineViews(define: Define): void {
  for (const tag of ['view', 'cover-view']) {
    define(tag, {
      properties: hoverProperties('none', 50, 400),
      create: (self) => ({ update: hover(self) }),
    });
  }
}
