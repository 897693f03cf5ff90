// Small helpers for the DOM inside built-in components.

export { element } from '../../element';

/** Sets or removes an attribute: `toggleAttribute(name, undefined)` would flip it. */
export function flag(target: Element, name: string, on: unknown): void {
  target.toggleAttribute(name, Boolean(on));
}

/** Sets an attribute, or removes it where there is no value. */
export function attribute(target: Element, name: string, value: unknown): void {
  if (value === undefined || value === null || value === '') target.removeAttribute(name);
  else target.setAttribute(name, String(value));
}

/** CSS pixels of a length as WXML gives it: `50`, `"50"`, `"50px"` or `"100rpx"`; `fallback` for anything else. */
export function pixels(value: unknown, fallback = 0): number {
  const number = Number.parseFloat(String(value));
  if (!Number.isFinite(number)) return fallback;
  return String(value).trim().endsWith('rpx') ? (number * document.documentElement.clientWidth) / 750 : number;
}

/** A CSS length of such a value; empty where it is none. */
export function cssLength(value: unknown): string {
  if (value === undefined || value === null || value === '') return '';
  return /^[\d.+-]+(rpx)?$/.test(String(value)) ? `${pixels(value)}px` : String(value);
}

/** `rpx` inside a style text, in `vw` (the frame is as wide as the phone's page area). */
export function rpxToVw(style: string): string {
  return style.replace(/(-?[\d.]+)rpx\b/g, (_, number: string) => `${+(Number(number) / 7.5).toFixed(4)}vw`);
}

/** Calls `done` once `target` has not scrolled for a while: `scrollend`, and a timer for browsers without it. */
export function onScrollEnd(target: HTMLElement, done: () => void): void {
  let timer = 0;
  const end = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    done();
  };
  target.addEventListener('scroll', (event) => {
    if (event.target !== target) return;
    clearTimeout(timer);
    timer = window.setTimeout(end, 'onscrollend' in window ? 400 : 120);
  });
  target.addEventListener('scrollend', (event) => {
    if (event.target === target) end();
  });
}
