// movable-area and movable-view: a piece that is dragged, and by two fingers or the wheel scaled, within its area.
import type { Define } from './define';
import { any } from './define';
import { pixels } from './dom';
import { onDrag } from './drag';

/** The segment of the inline style for what glass-easel calls temporary styles, above the page's own. */
const SEGMENT = 3;
const SLOP = 4;

interface Bounds {
  minX: number;
  maxX: number;
  minY: number;
  maxY: number;
}

export function defineMovables(define: Define): void {
  define('movable-area', { properties: { scaleArea: false } });
  define('movable-view', {
    properties: {
      direction: 'none',
      outOfBounds: false,
      x: any(0),
      y: any(0),
      disabled: false,
      scale: false,
      scaleMin: 0.1,
      scaleMax: 10,
      scaleValue: 1,
      animation: true,
    },
    create(self) {
      const { component, dom } = self;
      let [x, y, scale] = [0, 0, 1];
      const pointers = new Map<number, PointerEvent>();

      const bounds = (): Bounds => {
        const area = dom.parentElement?.closest<HTMLElement>('wx-movable-area');
        if (!area) return { minX: -Infinity, maxX: Infinity, minY: -Infinity, maxY: Infinity };
        // the piece grows from its middle
        const [growX, growY] = [(dom.offsetWidth * (scale - 1)) / 2, (dom.offsetHeight * (scale - 1)) / 2];
        const [restX, restY] = [area.clientWidth - dom.offsetWidth - dom.offsetLeft, area.clientHeight - dom.offsetHeight - dom.offsetTop];
        const [x1, x2, y1, y2] = [growX - dom.offsetLeft, restX - growX, growY - dom.offsetTop, restY - growY];
        return { minX: Math.min(x1, x2), maxX: Math.max(x1, x2), minY: Math.min(y1, y2), maxY: Math.max(y1, y2) };
      };
      const move = (toX: number, toY: number, source: string, animated: boolean) => {
        const limit = bounds();
        const free = self.data.outOfBounds && source === 'touch';
        const nextX = free ? toX : Math.min(limit.maxX, Math.max(limit.minX, toX));
        const nextY = free ? toY : Math.min(limit.maxY, Math.max(limit.minY, toY));
        const moved = nextX !== x || nextY !== y;
        [x, y] = [nextX, nextY];
        draw(animated);
        const round = (value: number) => Number(value.toFixed(3));
        const beyond = source === 'touch' && (x > limit.maxX || x < limit.minX || y > limit.maxY || y < limit.minY);
        if (moved) self.emit('change', { x: round(x), y: round(y), source: beyond ? 'touch-out-of-bounds' : source });
      };
      const draw = (animated: boolean) => {
        const transition = animated && self.data.animation ? 'transition:transform .3s;' : '';
        component.setNodeStyle(`${transition}transform:translate(${x}px,${y}px) scale(${scale})`, SEGMENT);
      };
      const zoom = (to: number) => {
        const next = Math.min(self.data.scaleMax, Math.max(self.data.scaleMin, to));
        if (next === scale) return;
        scale = next;
        move(x, y, '', false);
        draw(false);
        self.emit('scale', { x, y, scale });
      };
      const spread = () => {
        const [first, second] = [...pointers.values()];
        return first && second ? Math.hypot(first.clientX - second.clientX, first.clientY - second.clientY) : 0;
      };

      onDrag(dom, (press) => {
        if (self.data.disabled) return undefined;
        press.stopPropagation();
        pointers.set(press.pointerId, press);
        const from = { x, y, scale };
        const distance = self.data.scale && pointers.size === 2 ? spread() : 0;
        let active = false;
        return {
          move(event) {
            pointers.set(event.pointerId, event);
            if (distance > 0) return zoom((from.scale * spread()) / distance);
            // the first of two fingers waits
            if (pointers.size > 1) return;
            const { direction } = self.data;
            const dx = direction === 'all' || direction === 'horizontal' ? event.clientX - press.clientX : 0;
            const dy = direction === 'all' || direction === 'vertical' ? event.clientY - press.clientY : 0;
            if (!active) {
              if (Math.hypot(dx, dy) < SLOP) return;
              active = true;
              dom.setPointerCapture(event.pointerId);
              self.emit(Math.abs(dx) > Math.abs(dy) ? 'htouchmove' : 'vtouchmove');
            }
            move(from.x + dx, from.y + dy, 'touch', false);
          },
          end(event) {
            pointers.delete(event.pointerId);
            // what was pulled beyond the bounds comes back
            if (active && self.data.outOfBounds) move(x, y, 'out-of-bounds', true);
            if (active) self.set({ x, y });
          },
        };
      });
      dom.addEventListener('dragstart', (event) => event.preventDefault());
      dom.addEventListener('wheel', (event) => {
        if (!self.data.scale || self.data.disabled) return;
        event.preventDefault();
        zoom(scale * (event.deltaY < 0 ? 1.1 : 1 / 1.1));
      }, { passive: false });

      return {
        update(changed) {
          if (changed('direction')) dom.dataset.direction = self.data.direction;
          if (!dom.isConnected) return;
          if (changed('scaleValue', 'scaleMin', 'scaleMax') && self.data.scale) zoom(self.data.scaleValue);
          const [toX, toY] = [pixels(self.data.x), pixels(self.data.y)];
          if (changed('x', 'y') && (toX !== x || toY !== y)) move(toX, toY, '', true);
        },
        attached() {
          // its own size is known with the first layout
          requestAnimationFrame(() => {
            if (self.data.scale) scale = Math.min(self.data.scaleMax, Math.max(self.data.scaleMin, self.data.scaleValue));
            move(pixels(self.data.x), pixels(self.data.y), '', false);
            draw(false);
          });
        },
      };
    },
  });
}
