// The drawing context of the old canvas: calls are kept until `draw()`, and then done at once on a cleared canvas.
import type { CanvasNode } from './canvas';

type Context2d = CanvasRenderingContext2D;
type Action = (context: Context2d) => void;
type Paint = string | CanvasGradient | CanvasPattern;

/** Bounds what one `draw()` may hold. */
const MAX_ACTIONS = 100_000;
/** How long `draw()` waits for pictures, in ms. */
const IMAGE_TIMEOUT = 10_000;

const images = new Map<string, Promise<HTMLImageElement | undefined>>();
let resolveUrl: (src: string) => string = (src) => src;

/** How paths of pictures are resolved: set once by `defineBuiltins`. */
export function resolveImagesBy(resolve: (src: string) => string): void {
  resolveUrl = resolve;
}

function loadImage(src: string): Promise<HTMLImageElement | undefined> {
  const known = images.get(src);
  if (known) return known;
  const loading = new Promise<HTMLImageElement | undefined>((done) => {
    const image = new Image();
    image.crossOrigin = 'anonymous';
    image.onload = () => done(image);
    image.onerror = () => done(undefined);
    setTimeout(done, IMAGE_TIMEOUT, undefined);
    image.src = resolveUrl(src);
  });
  if (images.size > 100) images.clear();
  images.set(src, loading);
  return loading;
}

/** Calls that are those of the browser's context, with the same arguments. */
const METHODS = [
  'arc', 'arcTo', 'beginPath', 'bezierCurveTo', 'clearRect', 'clip', 'closePath', 'fill', 'fillRect', 'fillText', 'lineTo', 'moveTo',
  'quadraticCurveTo', 'rect', 'restore', 'rotate', 'save', 'scale', 'stroke', 'strokeRect', 'strokeText', 'transform', 'translate', 'setLineDash',
] as const;
/** `setX(value)` sets the property `x`. */
const SETTERS = {
  setLineWidth: 'lineWidth', setLineCap: 'lineCap', setLineJoin: 'lineJoin', setMiterLimit: 'miterLimit', setGlobalAlpha: 'globalAlpha',
  setTextAlign: 'textAlign', setTextBaseline: 'textBaseline', setFillStyle: 'fillStyle', setStrokeStyle: 'strokeStyle',
} as const;
const PROPERTIES = [
  'fillStyle', 'strokeStyle', 'lineWidth', 'lineCap', 'lineJoin', 'miterLimit', 'lineDashOffset', 'font', 'globalAlpha', 'globalCompositeOperation',
  'shadowBlur', 'shadowColor', 'shadowOffsetX', 'shadowOffsetY', 'textAlign', 'textBaseline',
] as const;

interface Drawing extends Record<(typeof METHODS)[number], (...args: never[]) => void> {}
// eslint-disable-next-line -- the two are one: methods and properties are added below
export interface CanvasContext extends Drawing {
  setFontSize(size: number): void;
}

export class CanvasContext {
  private actions: Action[] = [];
  private pictures: Promise<unknown>[] = [];
  private readonly state: Record<string, unknown> = { font: '10px sans-serif', fillStyle: '#000000', strokeStyle: '#000000' };

  constructor(private readonly canvas: () => CanvasNode | undefined) {
    for (const name of METHODS) {
      this.define(name, (...args) => this.push((context) => (context[name] as (...args: unknown[]) => void)(...args)));
    }
    for (const [name, property] of Object.entries(SETTERS)) this.define(name, (value) => this.assign(property, value));
    for (const name of PROPERTIES) {
      Object.defineProperty(this, name, { get: () => this.state[name], set: (value: unknown) => this.assign(name, value) });
    }
  }

  setFontSize(size: number): void {
    this.assign('font', String(this.state.font).replace(/[\d.]+px/, `${Number(size) || 10}px`));
  }

  setShadow(offsetX: number, offsetY: number, blur: number, color: string): void {
    this.assign('shadowOffsetX', offsetX);
    this.assign('shadowOffsetY', offsetY);
    this.assign('shadowBlur', blur);
    this.assign('shadowColor', color);
  }

  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    // on top of the ratio of the screen, which the canvas itself has
    this.push((context) => {
      const ratio = window.devicePixelRatio || 1;
      context.setTransform(a * ratio, b * ratio, c * ratio, d * ratio, e * ratio, f * ratio);
    });
  }

  drawImage(src: string | CanvasImageSource, ...at: number[]): void {
    if (typeof src !== 'string') {
      this.push((context) => (context.drawImage as (...args: unknown[]) => void).call(context, src, ...at));
      return;
    }
    let image: HTMLImageElement | undefined;
    this.pictures.push(loadImage(src).then((loaded) => (image = loaded)));
    this.push((context) => {
      if (!image) return;
      // the long form of WeChat has the source rectangle first too
      (context.drawImage as (...args: unknown[]) => void).call(context, image, ...(at.length >= 8 ? at.slice(0, 8) : at.slice(0, at.length >= 4 ? 4 : 2)));
    });
  }

  createLinearGradient(x0: number, y0: number, x1: number, y1: number): CanvasGradient {
    return scratch().createLinearGradient(x0, y0, x1, y1);
  }

  createCircularGradient(x: number, y: number, radius: number): CanvasGradient {
    return scratch().createRadialGradient(x, y, 0, x, y, radius);
  }

  createPattern(src: string, repetition: string): CanvasPattern | null {
    const cached = new Image();
    cached.src = resolveUrl(src);
    return cached.complete ? scratch().createPattern(cached, repetition) : null;
  }

  measureText(text: string): { width: number } {
    const context = scratch();
    context.font = String(this.state.font);
    return { width: context.measureText(String(text)).width };
  }

  getActions(): Action[] {
    return this.actions.splice(0);
  }

  clearActions(): void {
    this.actions = [];
  }

  /** Draws what was called since the last time, after the pictures are there; with `reserve` over what there is. */
  draw(reserve: boolean | (() => void) = false, callback?: () => void): void {
    const actions = this.actions.splice(0);
    const pictures = this.pictures.splice(0);
    const done = typeof reserve === 'function' ? reserve : callback;
    const paint = () => {
      const context = this.canvas()?.getContext('2d');
      if (context) {
        context.save();
        if (reserve !== true) context.clearRect(0, 0, context.canvas.width, context.canvas.height);
        for (const action of actions) action(context);
        context.restore();
      }
      done?.();
    };
    // never at once: the canvas of a page that is just loading is not there yet
    void Promise.all(pictures).then(() => setTimeout(paint));
  }

  private push(action: Action): void {
    if (this.actions.length < MAX_ACTIONS) this.actions.push(action);
  }

  private assign(name: string, value: unknown): void {
    this.state[name] = value;
    this.push((context) => Object.assign(context, { [name]: value as Paint }));
  }

  private define(name: string, call: (...args: unknown[]) => void): void {
    Object.defineProperty(this, name, { value: call });
  }
}

let scratchContext: Context2d | undefined;

/** A context of our own, for gradients and for measuring. */
function scratch(): Context2d {
  scratchContext ??= document.createElement('canvas').getContext('2d') ?? undefined;
  if (!scratchContext) throw new Error('this browser draws no canvas');
  return scratchContext;
}
