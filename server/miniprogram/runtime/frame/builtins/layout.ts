// Blocks that lay out or choose their children: match-media, and those of Skyline that a browser has by CSS.
import type { Define } from './define';
import { any } from './define';
import { attribute, cssLength } from './dom';

/** Tags that are blocks with nothing of their own: gestures and transitions of Skyline have no effect here. */
const BLOCKS =
  'block-view selection sticky-section list-view list-builder grid-builder nested-scroll-header nested-scroll-body share-element draggable-sheet open-container snapshot ' +
  'double-tap-gesture-handler force-press-gesture-handler horizontal-drag-gesture-handler long-press-gesture-handler pan-gesture-handler ' +
  'scale-gesture-handler tap-gesture-handler vertical-drag-gesture-handler';

export function defineLayout(define: Define): void {
  for (const tag of BLOCKS.split(' ')) define(tag, {});
  define('span', { });

  define('sticky-header', {
    properties: { offsetTop: any(0) },
    create: (self) => ({
      update() {
        self.dom.style.top = cssLength(self.data.offsetTop);
      },
    }),
  });

  define('grid-view', {
    template: 'track',
    properties: {
      crossAxisCount: 2,
      maxCrossAxisExtent: 0,
      mainAxisGap: any(0),
      crossAxisGap: any(0),
      padding: [],
    },
    create: (self) => ({
      update() {
        const { crossAxisCount, maxCrossAxisExtent, mainAxisGap, crossAxisGap, padding } = self.data;
        const content = self.dom.querySelector<HTMLElement>(':scope>.oa-track');
        if (!content) return;
        const columns = maxCrossAxisExtent > 0 ? `auto-fill,minmax(${maxCrossAxisExtent}px,1fr)` : `${Math.max(1, crossAxisCount)},minmax(0,1fr)`;
        content.style.gridTemplateColumns = `repeat(${columns})`;
        content.style.gap = `${cssLength(mainAxisGap)} ${cssLength(crossAxisGap)}`;
        content.style.padding = padding.map(cssLength).join(' ');
      },
    }),
  });

  define('match-media', {
    properties: { minWidth: 0, maxWidth: 0, width: 0, minHeight: 0, maxHeight: 0, height: 0, orientation: '' },
    create(self) {
      let query: MediaQueryList | undefined;
      const show = () => attribute(self.dom, 'data-unmatched', query && !query.matches && 'true');
      return {
        update() {
          const { minWidth, maxWidth, width, minHeight, maxHeight, height, orientation } = self.data;
          const sizes = { 'min-width': minWidth, 'max-width': maxWidth, width, 'min-height': minHeight, 'max-height': maxHeight, height };
          const parts = Object.entries(sizes).filter(([, value]) => value > 0).map(([name, value]) => `(${name}:${value}px)`);
          if (/^(landscape|portrait)$/.test(orientation)) parts.push(`(orientation:${orientation})`);
          query?.removeEventListener('change', show);
          query = parts.length > 0 ? window.matchMedia(parts.join(' and ')) : undefined;
          query?.addEventListener('change', show);
          show();
        },
        detached: () => query?.removeEventListener('change', show),
      };
    },
  });
}
