// How glass-easel's elements become DOM elements: each tag of WXML is an element `wx-<tag>`, so that `<input>` or `<form>` of a
// project is not HTML's. Tags that begin with `h-` are plain HTML, for the built-ins' own templates.
import { CurrentWindowBackendContext, Element, type StyleSegmentIndex } from 'glass-easel';
import { contextNode } from './builtins/contexts';
import { createElement } from './intrinsics';
import { rpx } from './rpx';

type DomlikeContext = CurrentWindowBackendContext;
type DomlikeElement = Parameters<DomlikeContext['setListenerStats']>[0];
type DomlikeDocument = DomlikeContext['document'];

/** Events of the browser that reach the project as they are. What else it listens to is made by gestures.ts and the built-ins. */
const NATIVE = new Set(['transitionend', 'animationstart', 'animationiteration', 'animationend']);

export class Backend extends CurrentWindowBackendContext {
  readonly #native = new WeakMap<object, Set<string>>();
  readonly #onNative: (event: Event) => void;

  constructor(onNative: (event: Event) => void) {
    super();
    this.#onNative = onNative;
  }

  override document = {
    createElement: (tag: string) => createElement(tag.startsWith('h-') ? tag.slice(2) : `wx-${tag.toLowerCase()}`),
    createTextNode: (text: string) => document.createTextNode(text),
    createDocumentFragment: () => document.createDocumentFragment(),
  } as unknown as DomlikeDocument;

  override setListenerStats(element: DomlikeElement, type: string): void {
    if (!element || !NATIVE.has(type)) return;
    const known = this.#native.get(element) ?? new Set<string>();
    if (known.has(type)) return;
    this.#native.set(element, known.add(type));
    element.addEventListener(type, (event: unknown) => this.#onNative(event as Event));
  }

  override getContext(element: DomlikeElement, callback: (context: unknown) => void): void {
    callback(contextNode(element as unknown as HTMLElement));
  }
}

/** Inline styles come from the template as they are written; `fileUrl` gives the address of a picture of the project. */
export function translateInlineStyles(fileUrl: (src: string, from: string) => string): void {
  const native = Element.prototype.setNodeStyle;
  Element.prototype.setNodeStyle = function (this: Element, style: string, index?: StyleSegmentIndex) {
    let text = typeof style === 'string' ? style : String(style ?? '');
    if (text.includes('rpx')) text = rpx(text);
    if (text.includes('url(')) {
      const from = this.ownerShadowRoot?.getHostNode().is ?? '';
      text = text.replace(/url\(\s*(['"]?)([^'")]+)\1\s*\)/g, (_, quote: string, src: string) => `url(${quote}${fileUrl(src.trim(), from)}${quote})`);
    }
    native.call(this, text, index);
  };
}
