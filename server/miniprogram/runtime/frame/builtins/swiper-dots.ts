// The dots of a swiper, with the class names of WeChat's own, which many pages style.
import { element } from './dom';
import type { SwiperSelf } from './swiper';

export class Dots {
  private readonly box = element('div', 'wx-swiper-dots');

  constructor(private readonly self: SwiperSelf) {
    this.box.setAttribute('aria-hidden', 'true');
  }

  draw(count: number, current: number): void {
    const { indicatorDots, indicatorColor, indicatorActiveColor, vertical, displayMultipleItems, circular } = this.self.data;
    if (!indicatorDots) return this.box.remove();
    if (!this.box.isConnected) this.self.dom.append(this.box);
    this.box.className = `wx-swiper-dots wx-swiper-dots-${vertical ? 'vertical' : 'horizontal'}`;
    while (this.box.children.length > count) this.box.lastElementChild?.remove();
    while (this.box.children.length < count) this.box.append(element('div', 'wx-swiper-dot'));
    const shown = Math.max(1, displayMultipleItems);
    [...this.box.children].forEach((dot, index) => {
      const active = (index >= current && index < current + shown) || (circular && index + count < current + shown);
      dot.classList.toggle('wx-swiper-dot-active', active);
      (dot as HTMLElement).style.background = active ? indicatorActiveColor : indicatorColor;
    });
  }
}
