// picker-view: wheels in the page itself.
import type { Behavior, Define, Properties } from './define';
import { behaviorOf, instanceOf } from './define';
import { element, rpxToVw } from './dom';
import { scopedClasses } from './classes';
import { Wheel } from './wheel';

const DEFAULT_ROW = 34;

const properties = {
  value: [],
  name: '',
  indicatorStyle: '',
  indicatorClass: '',
  maskStyle: '',
  maskClass: '',
  immediateChange: false,
};

interface ColumnBehavior extends Behavior<Properties> {
  wheel: Wheel;
  /** Draws the mask and the frame of the middle row, whose height all rows have. */
  dress(style: { indicatorStyle: string; indicatorClass: string; maskStyle: string; maskClass: string }): void;
}
interface ViewBehavior extends Behavior<typeof properties> {
  start(): void;
  moving(): void;
  end(): void;
}

const columnsOf = (view: HTMLElement) =>
  [...view.querySelectorAll('wx-picker-view-column')].flatMap((node) => behaviorOf<ColumnBehavior>(node) ?? []);

export function definePickerView(define: Define): void {
  define('picker-view-column', {
    template: 'track',
    create(self): ColumnBehavior {
      const { dom } = self;
      const mask = element('div', 'oa-wheel-mask');
      const frame = element('div', 'oa-wheel-frame');
      for (const part of [mask, frame]) part.setAttribute('aria-hidden', 'true');
      dom.append(mask, frame);
      dom.setAttribute('role', 'listbox');
      let content: HTMLElement | null = null;
      const connect = () => (content ??= dom.querySelector<HTMLElement>(':scope>.oa-track'));
      const view = () => behaviorOf<ViewBehavior>(dom.closest('wx-picker-view'));
      let wheel: Wheel | undefined;
      const observer = new MutationObserver(() => settle());
      const settle = () => {
        for (const child of content?.children ?? []) child.setAttribute('role', 'option');
        const value = (instanceOf(dom.closest('wx-picker-view'))?.self.data.value ?? []) as unknown[];
        const at = columnsOf(dom.closest('wx-picker-view') ?? dom).indexOf(behavior);
        wheel?.show(Number(value[at]) || 0);
      };
      const behavior: ColumnBehavior = {
        get wheel() {
          // made with the track, which is not there before the children are
          return (wheel ??= new Wheel(connect() ?? dom, () => content?.childElementCount ?? 0, {
            start: () => view()?.start(),
            moving: () => view()?.moving(),
            end: () => view()?.end(),
          }));
        },
        dress({ indicatorStyle, indicatorClass, maskStyle, maskClass }) {
          frame.className = ['oa-wheel-frame', ...scopedClasses(self.component, indicatorClass)].join(' ');
          frame.style.cssText = rpxToVw(indicatorStyle);
          mask.className = ['oa-wheel-mask', ...scopedClasses(self.component, maskClass)].join(' ');
          mask.style.cssText = rpxToVw(maskStyle);
          const height = frame.offsetHeight || DEFAULT_ROW;
          dom.style.setProperty('--oa-row', `${height}px`);
          behavior.wheel.setRow(height);
        },
        attached() {
          const track = connect();
          if (!track) return;
          track.tabIndex = 0;
          observer.observe(track, { childList: true });
          settle();
        },
        detached: () => observer.disconnect(),
      };
      return behavior;
    },
  });

  define('picker-view', {
    properties,
    create(self): ViewBehavior {
      const { dom } = self;
      dom.setAttribute('role', 'group');
      let told: number[] = [];
      const indexes = () => columnsOf(dom).map((column) => column.wheel.index);
      const show = () => {
        columnsOf(dom).forEach((column, at) => column.wheel.show(Number(self.data.value[at]) || 0));
        told = indexes();
      };
      const dress = () => {
        if (dom.isConnected) for (const column of columnsOf(dom)) column.dress(self.data);
      };
      const tell = () => {
        const value = indexes();
        if (value.length === told.length && value.every((index, at) => index === told[at])) return;
        told = value;
        self.set({ value });
        self.emit('change', { value });
      };
      return {
        start: () => self.emit('pickstart'),
        moving() {
          if (self.data.immediateChange) tell();
        },
        end() {
          tell();
          self.emit('pickend');
        },
        update(changed) {
          if (changed('indicatorStyle', 'indicatorClass', 'maskStyle', 'maskClass')) dress();
          if (changed('value') && dom.isConnected && self.data.value.some((index, at) => Number(index) !== told[at])) show();
        },
        attached() {
          // the columns' own `attached` come first, their sizes with the first layout
          requestAnimationFrame(() => {
            dress();
            show();
          });
        },
        field: { value: () => indexes(), reset: () => self.set({ value: [] }) },
      };
    },
  });
}
