// Methods that WeChat gives every page and component, and the adapter does not, or not whole.
import type { GeneralComponent } from 'glass-easel';
import { type Timeline, animate, animateByScroll, clearAnimation } from './animate';
import { PageIntersectionObserver } from './intersection-observer';
import { PageMediaQueryObserver } from './media-query-observer';
import { isGone } from './ready';
import type { Report } from './report';
import { SelectorQuery } from './selector-query';
import { type Caller, ComponentCaller, componentOf, rootOf } from './tree';

export interface ComponentServices {
  report: Report;
  /** The instance of the custom tab bar on the page that the component is in. */
  tabBar: (root: GeneralComponent) => unknown;
  pageId: (root: GeneralComponent) => string;
  wx: () => unknown;
}

export function addComponentMethods({ report, tabBar, pageId, wx }: ComponentServices): void {
  const prototype = ComponentCaller.prototype as unknown as Record<string, unknown>;
  const setData = ComponentCaller.prototype.setData as (this: Caller, data: never, callback?: () => void) => void;
  const selectComponent = ComponentCaller.prototype.selectComponent as (this: Caller, selector: string, type?: never) => unknown;
  const own = (caller: Caller): GeneralComponent => componentOf(caller) as GeneralComponent;

  Object.assign(prototype, {
    setData(this: Caller, data: unknown, callback?: () => void) {
      // an answer that comes after the page was left
      if (isGone(own(this))) return;
      if (typeof data === 'object' && data !== null) setData.call(this, data as never, typeof callback === 'function' ? callback : undefined);
    },
    selectComponent(this: Caller, selector: string, type?: never) {
      try {
        return selectComponent.call(this, selector, type);
      } catch {
        return null; // no selector
      }
    },
    createSelectorQuery(this: Caller) {
      return new SelectorQuery(report, () => this, this);
    },
    createIntersectionObserver(this: Caller, options?: object) {
      return new PageIntersectionObserver(() => this, options, report);
    },
    createMediaQueryObserver() {
      return new PageMediaQueryObserver(report);
    },
    animate(this: Caller, selector: string, frames: Record<string, unknown>[], duration: number, then?: (() => void) | Timeline) {
      if (typeof then === 'object' && then !== null) animateByScroll(own(this), selector, frames, then);
      else animate(own(this), report, selector, frames, duration, then);
    },
    clearAnimation(this: Caller, selector: string, options?: unknown, callback?: () => void) {
      clearAnimation(own(this), report, selector, typeof options === 'function' ? (options as () => void) : callback);
    },
    getTabBar(this: Caller, callback?: (bar: unknown) => void) {
      const bar = tabBar(rootOf(own(this)));
      callback?.(bar);
      return bar;
    },
    getPageId(this: Caller) {
      return pageId(rootOf(own(this)));
    },
    setUpdatePerformanceListener: () => undefined,
    setPassiveEvent: () => undefined,
  });
  for (const name of ['router', 'pageRouter']) Object.defineProperty(prototype, name, { configurable: true, get: wx });
  // a program may give its own value to the name
  Object.defineProperty(prototype, 'renderer', { configurable: true, writable: true, value: 'webview' });
}
