// Where the items of a swiper stand: one after the other on a track that is moved; on a circular one, items beyond an end are
// put before or after the others.
import type { SwiperSelf } from './swiper';

export class Track {
  /** The item at the start of the box; between two of them while it moves. Within 0 ≤ position < number of items, or a little beyond. */
  position = 0;
  private content: HTMLElement | null = null;
  private neighbours = false;

  constructor(private readonly self: SwiperSelf) {}

  /** The element that holds the items, once it is there. */
  connect(): HTMLElement | null {
    this.content ??= this.self.dom.querySelector<HTMLElement>(':scope>.oa-track');
    return this.content;
  }

  get items(): HTMLElement[] {
    return [...(this.content?.children ?? [])].filter((child): child is HTMLElement => child.localName === 'wx-swiper-item');
  }

  /** CSS pixels of the neighbours that show at both ends. */
  margins(before: number, after: number): void {
    this.neighbours = before > 0 || after > 0;
    if (!this.content) return;
    this.content.style.setProperty('--oa-before', `${before}px`);
    this.content.style.setProperty('--oa-after', `${after}px`);
  }

  move(position: number): void {
    this.position = position;
    this.draw();
  }

  draw(): void {
    const { content, items, position } = this;
    if (!content) return;
    const { circular, vertical, displayMultipleItems } = this.self.data;
    const shown = Math.max(1, displayMultipleItems);
    content.style.setProperty('--oa-shown', String(shown));
    content.style.setProperty('--oa-count', String(items.length));
    const percent = (-position * 100) / shown;
    content.style.transform = vertical ? `translateY(${percent}%)` : `translateX(${percent}%)`;
    const wraps = circular && items.length > shown;
    items.forEach((item, index) => {
      // one place beyond both ends of the box may show by its margin
      const before = wraps && index - items.length > position - 1.999 && index > position + shown - 0.001;
      const after = wraps && !before && index < position - 0.999 && index + items.length < position + shown + 1;
      item.classList.toggle('oa-before', before);
      item.classList.toggle('oa-after', after);
      // what cannot be seen takes no focus
      const hidden = index < Math.floor(position) || index > Math.ceil(position);
      item.inert = hidden && shown === 1 && !this.neighbours && !before && !after;
    });
  }

  /** CSS pixels of one item. */
  size(): number {
    const shown = Math.max(1, this.self.data.displayMultipleItems);
    return ((this.self.data.vertical ? this.content?.clientHeight : this.content?.clientWidth) ?? 0) / shown;
  }

  /** How far it is from `from`, as `transition` tells. */
  offset(from: number): { dx: number; dy: number } {
    const distance = (this.position - from) * this.size();
    return this.self.data.vertical ? { dx: 0, dy: distance } : { dx: distance, dy: 0 };
  }
}
