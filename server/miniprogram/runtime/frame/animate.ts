// `this.animate(selector, keyframes, duration, callback)` by the browser's animations. The last frame stays until `clearAnimation`.
import type { GeneralComponent } from 'glass-easel';
import type { Report } from './report';
import { rpx } from './rpx';
import { domOf, selectIn } from './tree';

type Frame = Record<string, unknown>;

/** How the parts of `transform` are written; the others are styles of their own. */
const TRANSFORMS: Record<string, (value: unknown) => string> = Object.fromEntries([
  ...['rotate', 'rotateX', 'rotateY', 'rotateZ', 'skewX', 'skewY'].map((name) => [name, (value: unknown) => `${name}(${angle(value)})`]),
  ...['translateX', 'translateY', 'translateZ'].map((name) => [name, (value: unknown) => `${name}(${length(value)})`]),
  ...['scaleX', 'scaleY', 'scaleZ'].map((name) => [name, (value: unknown) => `${name}(${String(value)})`]),
  ['scale', (value: unknown) => `scale(${list(value).join(', ')})`],
  ['scale3d', (value: unknown) => `scale3d(${list(value).join(', ')})`],
  ['translate', (value: unknown) => `translate(${list(value).map(length).join(', ')})`],
  ['translate3d', (value: unknown) => `translate3d(${list(value).map(length).join(', ')})`],
  ['skew', (value: unknown) => `skew(${list(value).map(angle).join(', ')})`],
  ['rotate3d', (value: unknown) => `rotate3d(${list(value).map((one, index) => (index === 3 ? angle(one) : String(one))).join(', ')})`],
  ['matrix', (value: unknown) => `matrix(${list(value).join(', ')})`],
  ['matrix3d', (value: unknown) => `matrix3d(${list(value).join(', ')})`],
]);

export function animate(component: GeneralComponent, report: Report, selector: string, frames: Frame[], duration: number, callback?: () => void): void {
  const targets = selectIn(component, selector).flatMap((element) => domOf(element) ?? []);
  const keyframes = frames.map(keyframe);
  const running = targets.map((target) => target.animate(keyframes, { duration: Number(duration) || 0, fill: 'forwards' }).finished);
  Promise.all(running).then(() => callback && report.safely('animate', callback), () => undefined);
}

/** The last argument of `this.animate` where a scroll-view leads the animation. Offsets are in CSS pixels. */
export interface Timeline {
  scrollSource: string;
  orientation?: string;
  startScrollOffset?: number;
  endScrollOffset?: number;
}

/** Instead of time: how far `scrollSource` is scrolled between the two offsets. */
export function animateByScroll(component: GeneralComponent, selector: string, frames: Frame[], timeline: Timeline): void {
  const [source] = selectIn(component, timeline.scrollSource).flatMap((element) => domOf(element) ?? []);
  if (!source) return;
  const targets = selectIn(component, selector).flatMap((element) => domOf(element) ?? []);
  const keyframes = frames.map(keyframe);
  const animations = targets.map((target) => target.animate(keyframes, { duration: 1, fill: 'both' }));
  const { startScrollOffset: start = 0, endScrollOffset: end = start + 1 } = timeline;
  const follow = (): void => {
    const scrolled = timeline.orientation === 'horizontal' ? source.scrollLeft : source.scrollTop;
    const progress = Math.min(1, Math.max(0, (scrolled - start) / (end - start || 1)));
    for (const one of animations) one.currentTime = progress;
  };
  for (const one of animations) one.pause();
  source.addEventListener('scroll', follow, { passive: true });
  follow();
}

export function clearAnimation(component: GeneralComponent, report: Report, selector: string, callback?: () => void): void {
  for (const element of selectIn(component, selector)) for (const one of domOf(element)?.getAnimations() ?? []) one.cancel();
  if (callback) report.safely('clearAnimation', callback);
}

export function keyframe(frame: Frame): Keyframe {
  const result: Keyframe = {};
  const transforms: string[] = [];
  for (const [name, value] of Object.entries(frame)) {
    const transform = Object.hasOwn(TRANSFORMS, name) ? TRANSFORMS[name] : undefined;
    if (transform) transforms.push(transform(value));
    else if (name === 'ease') result.easing = String(value);
    else if (name === 'offset') result.offset = Number(value);
    else result[name] = /^(width|height|left|right|top|bottom)$/.test(name) ? length(value) : rpx(String(value));
  }
  if (transforms.length) result.transform = transforms.join(' ');
  return result;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function angle(value: unknown): string {
  return typeof value === 'number' ? `${value}deg` : String(value);
}

function length(value: unknown): string {
  return typeof value === 'number' ? `${value}px` : rpx(String(value));
}
