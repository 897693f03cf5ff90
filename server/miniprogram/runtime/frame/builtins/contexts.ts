// Built-ins that scripts get hold of by id: what `wx.createCanvasContext`, `wx.createVideoContext` and selector queries are made of.
import type { GeneralComponent } from 'glass-easel';
import { CanvasContext } from './canvas-context';
import type { CanvasNode } from './canvas';
import { instanceOf } from './define';

/** The object of `.node()` and `.context()` for a DOM element; undefined where it has none. */
export function contextNode(dom: Element): unknown {
  return instanceOf(dom)?.behavior.context?.();
}

/** `<canvas canvas-id=… >` or with that id, within a component or (by default) the page on the screen. */
export function canvasById(id: string, component?: object): CanvasNode | undefined {
  const node = find('canvas', id, component, `wx-canvas[canvas-id="${CSS.escape(id)}"]`);
  return node ? (contextNode(node) as CanvasNode | undefined) : undefined;
}

/** The old drawing context, which draws on `draw()`. It may be made before its canvas is there. */
export function createCanvasContext(id: string, component?: object): CanvasContext {
  return new CanvasContext(() => canvasById(id, component));
}

type MediaContext = Record<string, (...args: never[]) => unknown>;

/** A context whose calls go to the `<video>` (or `<audio>`) of that id, at the time of the call. */
export function createMediaContext(tag: 'video' | 'audio', id: string, component?: object): MediaContext {
  const target = () => {
    const node = find(tag, id, component);
    return node ? (contextNode(node) as MediaContext | undefined) : undefined;
  };
  return new Proxy<MediaContext>({}, {
    get: (_, name) => (typeof name === 'string' && name !== 'then' ? (...args: never[]) => target()?.[name]?.(...args) : undefined),
  });
}

function find(tag: string, id: string, component: object | undefined, other?: string): Element | null {
  const selector = [`wx-${tag}#${CSS.escape(id)}`, other].filter(Boolean).join(',');
  const scope = scopeOf(component);
  for (const root of scope) {
    const found = root.querySelector(selector);
    if (found) return found;
  }
  return null;
}

/** Where to look: the component's own element, or all pages, those that show first. */
function scopeOf(component: object | undefined): Element[] {
  const caller = component as Partial<GeneralComponent> & { _$?: GeneralComponent } | undefined;
  const own = caller?._$ ?? caller;
  const dom = own?.$$ as Element | undefined;
  if (dom) return [dom];
  return [...document.querySelectorAll<HTMLElement>('wx-page')].sort((a, b) => Number(Boolean(b.offsetParent)) - Number(Boolean(a.offsetParent)));
}

