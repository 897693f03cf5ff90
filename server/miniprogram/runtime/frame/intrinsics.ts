// What the runtime itself calls, taken before foreign code runs: a project may replace what is global (litemall replaces
// `Promise.prototype.finally`, others replace timers), and must not thereby change the runtime.

export const setTimer = window.setTimeout.bind(window);
export const clearTimer = window.clearTimeout.bind(window);
export const nextFrame = window.requestAnimationFrame.bind(window);
export const now = Date.now.bind(Date);
export const nativeConsole = { ...window.console };
export const parseJson = JSON.parse.bind(JSON) as (text: string) => unknown;
export const createElement = document.createElement.bind(document) as Document['createElement'];

/** After the next frame, or after 100 ms where the browser draws none (a hidden tab). */
export function afterFrame(call: () => void): void {
  let called = false;
  const once = (): void => {
    if (called) return;
    called = true;
    call();
  };
  nextFrame(once);
  setTimer(once, 100);
}
