// Dragging a swiper by touch or mouse.
import { onDrag } from './drag';
import type { SwiperSelf } from './swiper';
import type { Track } from './swiper-track';

interface SwiperDrag {
  start(): void;
  /** The position where it shall come to rest. */
  end(target: number): void;
}

/** CSS pixels until a press is a drag. */
const SLOP = 8;
/** ms for which the last movement goes on after the release, and after which it does not count. */
const INERTIA = 300;
const HELD = 150;

export function dragSwiper(self: SwiperSelf, track: Track, swiper: SwiperDrag): void {
  const { dom } = self;
  onDrag(dom, (press) => {
    if (self.data.disableTouch || track.items.length < 2) return undefined;
    const from = track.position;
    let active = false;
    let refused = false;
    let last = { time: press.timeStamp, position: from, speed: 0 };
    return {
      move(event) {
        const [x, y] = [event.clientX - press.clientX, event.clientY - press.clientY];
        const [along, across] = self.data.vertical ? [y, x] : [x, y];
        if (!active) {
          refused ||= Math.abs(across) > SLOP && Math.abs(across) > Math.abs(along);
          if (refused || Math.abs(along) < SLOP) return;
          active = true;
          dom.setPointerCapture(event.pointerId);
          swiper.start();
        }
        let position = from - along / (track.size() || 1);
        if (!self.data.circular) {
          // resistance beyond the ends
          const end = Math.max(0, track.items.length - self.data.displayMultipleItems);
          if (position < 0) position /= 3;
          if (position > end) position = end + (position - end) / 3;
        }
        last = { time: event.timeStamp, position, speed: (position - last.position) / Math.max(1, event.timeStamp - last.time) };
        track.move(position);
        self.emit('transition', track.offset(from));
      },
      end(event) {
        if (!active) return;
        const carried = event.timeStamp - last.time < HELD ? last.speed * INERTIA : 0;
        // one page at most beyond where it was dragged to
        const target = Math.round(track.position + Math.max(-0.5, Math.min(0.5, carried)));
        const near = Math.abs(track.position - from) < 1 && Math.abs(target - from) > 1;
        swiper.end(near ? from + Math.sign(target - from) : target);
      },
    };
  });
  // pictures inside are not dragged as files
  dom.addEventListener('dragstart', (event) => event.preventDefault());
}
