// What the phone is, for `wx.getSystemInfo` and its like: measured from what is on the screen.

import type { SystemFacts } from '../protocol';
import { wx } from './phone';

/** The facts of the phone around `navigationBar`. */
export function systemFacts(navigationBar: HTMLElement): SystemFacts {
  const screen = navigationBar.closest('.phone__screen') ?? document.documentElement;
  const origin = screen.getBoundingClientRect();
  const bar = navigationBar.getBoundingClientRect();
  const capsule = (navigationBar.querySelector('.capsule') ?? navigationBar).getBoundingClientRect();
  const { left, top, right, bottom, width, height } = new DOMRect(capsule.x - origin.x, capsule.y - origin.y, capsule.width, capsule.height);
  const { SDKVersion, language } = wx().getAppBaseInfo();
  return {
    SDKVersion,
    language,
    screenWidth: screen.clientWidth,
    screenHeight: screen.clientHeight,
    // nothing where the phone is the whole of a narrow window
    statusBarHeight: Math.round(bar.top - origin.top),
    navigationBarHeight: Math.round(bar.height),
    menuButton: { left, top, right, bottom, width, height },
  };
}
