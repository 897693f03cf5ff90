// The `animation` property: what `wx.createAnimation().export()` gives, applied step by step.
import type { GeneralComponent } from 'glass-easel';
import { cssLength } from './dom';

interface Step {
  animates?: { type?: string; args?: unknown[] }[];
  option?: { transformOrigin?: string; transition?: { duration?: number; timingFunction?: string; delay?: number; transformOrigin?: string } };
}

/** The segment of the inline style that glass-easel keeps for animations, beside the page's own style. */
const SEGMENT = 2;
const MAX_STEPS = 1000;
const timers = new WeakMap<GeneralComponent, number>();

/** Runs the steps on the element of `component`; a new animation ends the one before where it stands. */
export function animate(component: GeneralComponent, animation: unknown): void {
  const steps = (animation as { actions?: Step[] } | null)?.actions;
  if (!Array.isArray(steps)) return;
  clearTimeout(timers.get(component));
  const run = (index: number): void => {
    const step = steps[index];
    if (!step || index > MAX_STEPS) return;
    const { duration = 400, delay = 0, timingFunction = 'linear' } = step.option?.transition ?? {};
    component.setNodeStyle(styleOf(step, Number(duration) || 0, Number(delay) || 0, String(timingFunction)), SEGMENT);
    timers.set(component, window.setTimeout(run, Number(duration) + Number(delay), index + 1));
  };
  // the style without the animation is painted first, else there is nothing to change from
  timers.set(component, window.setTimeout(() => requestAnimationFrame(() => run(0))));
}

function styleOf(step: Step, duration: number, delay: number, timing: string): string {
  const transform: string[] = [];
  const style: string[] = [];
  for (const { type = '', args = [] } of (step.animates ?? []).slice(0, MAX_STEPS)) {
    if (type === 'style') {
      const [name, value] = args;
      const property = String(name).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      if (/^(opacity|background-color|width|height|left|right|top|bottom)$/.test(property)) {
        style.push(`${property}:${property === 'opacity' ? String(value) : property === 'background-color' ? String(value) : cssLength(value)}`);
      }
    } else if (/^(matrix|rotate|scale|skew|translate)(3d|[XYZ])?$/.test(type)) {
      transform.push(`${type}(${args.map((value, index) => argument(type, value, index)).join(',')})`);
    }
  }
  if (transform.length > 0) style.push(`transform:${transform.join(' ')}`);
  const origin = step.option?.transformOrigin ?? step.option?.transition?.transformOrigin;
  if (origin) style.push(`transform-origin:${origin}`);
  style.push(`transition:all ${duration}ms ${timing} ${delay}ms`);
  return style.map((declaration) => declaration.replaceAll(';', '')).join(';');
}

function argument(type: string, value: unknown, index: number): string {
  if (type === 'rotate3d' && index < 3) return String(Number(value) || 0);
  if (/^(rotate|skew)/.test(type)) return `${Number(value) || 0}deg`;
  return type.startsWith('translate') ? cssLength(value) || '0' : String(value);
}
