// icon: WeChat's eleven pictograms, drawn as one SVG path each.
import type { Define } from './define';
import { any } from './define';
import { cssLength } from './dom';

const TICK = 'M17.3 8.1l-6.8 7-3.3-3.2.9-.9 2.4 2.3 5.9-6.1z';
const RING = 'M12 3.2a8.8 8.8 0 1 0 0 17.6 8.8 8.8 0 0 0 0-17.6zM12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20z';
const DISC = 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20z';
const CROSS = 'M15.6 7.5l.9.9-3.6 3.6 3.6 3.6-.9.9-3.6-3.6-3.6 3.6-.9-.9 3.6-3.6-3.6-3.6.9-.9 3.6 3.6z';
const LETTER = 'M11.3 10.4h1.4v7h-1.4zM12 6.6a1 1 0 1 1 0 2 1 1 0 0 1 0-2z';

const ICONS: Record<string, [path: string, color: string]> = {
  success: [DISC + TICK, '#07c160'],
  success_no_circle: ['M20.7 6.3L9.9 17.6l-6-5.8 1-1.1 5 4.8L19.6 5.2z', '#07c160'],
  info: [DISC + LETTER, '#10aeff'],
  info_circle: [RING + LETTER, '#10aeff'],
  warn: [DISC + 'M11.3 6.4h1.4l-.2 7h-1zM12 15.4a1 1 0 1 1 0 2 1 1 0 0 1 0-2z', '#f76260'],
  waiting: [DISC + 'M11.3 6.5h1.3v5.3l3.2 3.2-.9.9-3.6-3.6z', '#10aeff'],
  waiting_circle: [RING + 'M11.3 6.5h1.3v5.3l3.2 3.2-.9.9-3.6-3.6z', '#10aeff'],
  cancel: [RING + CROSS, '#f43530'],
  download: [RING + 'M11.4 6.5h1.2v7l2.4-2.4.9.9-3.9 3.9L8.1 12l.9-.9 2.4 2.4zM8 16.8h8V18H8z', '#07c160'],
  search: ['M10.5 3a7.5 7.5 0 0 1 5.8 12.2l4.6 4.6-1 1-4.6-4.6A7.5 7.5 0 1 1 10.5 3zm0 1.4a6.1 6.1 0 1 0 0 12.2 6.1 6.1 0 0 0 0-12.2z', '#b2b2b2'],
  clear: [DISC + CROSS, '#b2b2b2'],
  circle: [RING, '#c9c9c9'],
};

export function defineIcon(define: Define): void {
  define('icon', {
    template: 'empty',
    properties: { type: '', size: any(23), color: '' },
    create(self) {
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      svg.setAttribute('viewBox', '2 2 20 20');
      svg.setAttribute('aria-hidden', 'true');
      path.setAttribute('fill-rule', 'evenodd');
      svg.append(path);
      self.dom.append(svg);
      return {
        update() {
          const [shape, color] = ICONS[self.data.type] ?? ['', ''];
          path.setAttribute('d', shape);
          path.setAttribute('fill', self.data.color || color);
          const size = cssLength(self.data.size) || '23px';
          svg.style.width = size;
          svg.style.height = size;
        },
      };
    },
  });
}
