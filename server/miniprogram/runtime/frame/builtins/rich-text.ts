// rich-text: shows HTML, or WeChat's tree of nodes, of which only harmless tags, attributes and styles reach the document.
import type { GeneralComponent } from 'glass-easel';
import type { Services } from '../types';
import { scopedClasses } from './classes';
import type { Define } from './define';
import { rpxToVw } from './dom';

const TAGS = new Set(
  ('a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del div dl dt em fieldset font footer h1 h2 ' +
    'h3 h4 h5 h6 header hr i img ins label legend li mark nav ol p pre q rt ruby s section small span strong sub sup table tbody td tfoot th ' +
    'thead tr tt u ul').split(' '),
);
/** Beside class and style. No address but that of a picture, so no link and no script. */
const ATTRIBUTES = new Set('span width height colspan rowspan start type dir alt align valign color size face border cellpadding cellspacing bgcolor'.split(' '));
/** Left out with all that is inside. */
const SKIPPED = new Set('script style template iframe object embed noscript title head svg math'.split(' '));
/** What could put an element outside of its box, or load something. */
const STYLE_REFUSED = /^(position|z-index|inset.*|top|left|right|bottom|content|behavior|cursor)$/;
const MAX_NODES = 20_000;
const MAX_DEPTH = 200;
const SPACES: Record<string, string> = { nbsp: '\u00a0', ensp: '\u2002', emsp: '\u2003' };

interface RichNode {
  type?: string;
  name?: string;
  text?: unknown;
  attrs?: Record<string, unknown>;
  children?: RichNode[];
}

export function defineRichText(define: Define): void {
  define('rich-text', {
    template: 'empty',
    properties: { nodes: null, space: '' },
    create: (self) => ({
      update() {
        const { nodes, space } = self.data;
        const builder = new Builder(self.component, self.services, SPACES[space]);
        const parsed = typeof nodes === 'string' ? fromHtml(nodes) : Array.isArray(nodes) ? (nodes as RichNode[]) : [];
        self.dom.replaceChildren(builder.build(parsed, 0));
      },
    }),
  });
}

/** Parsed in a document without scripts and without loading. */
function fromHtml(html: string): RichNode[] {
  const body = new DOMParser().parseFromString(html, 'text/html').body;
  const walk = (node: Node, depth: number): RichNode[] => {
    if (node.nodeType === Node.TEXT_NODE) return [{ type: 'text', text: node.textContent }];
    if (!(node instanceof Element) || depth > MAX_DEPTH) return [];
    const attrs = Object.fromEntries([...node.attributes].map((attr) => [attr.name, attr.value]));
    return [{ name: node.localName, attrs, children: [...node.childNodes].flatMap((child) => walk(child, depth + 1)) }];
  };
  return [...body.childNodes].flatMap((child) => walk(child, 0));
}

class Builder {
  private count = 0;

  constructor(
    private readonly component: GeneralComponent,
    private readonly services: Services,
    private readonly space: string | undefined,
  ) {}

  build(nodes: readonly RichNode[], depth: number): DocumentFragment {
    const fragment = document.createDocumentFragment();
    for (const node of nodes) {
      if (depth > MAX_DEPTH || ++this.count > MAX_NODES || !node || typeof node !== 'object') continue;
      if (node.type === 'text') fragment.append(this.text(String(node.text ?? '')));
      else fragment.append(this.element(node, depth));
    }
    return fragment;
  }

  private text(text: string): string {
    const decoded = text.replace(/&(nbsp|lt|gt|amp|apos|quot|ensp|emsp|#\d{1,7});/g, (entity) => {
      return new DOMParser().parseFromString(entity, 'text/html').body.textContent ?? entity;
    });
    return this.space ? decoded.replace(/ /g, this.space) : decoded;
  }

  private element(node: RichNode, depth: number): Node {
    const name = String(node.name ?? '').toLowerCase();
    if (SKIPPED.has(name)) return document.createTextNode('');
    const children = this.build(Array.isArray(node.children) ? node.children : [], depth + 1);
    if (!TAGS.has(name)) return children; // an unknown tag is left out, its text is not
    const created = document.createElement(name);
    for (const [key, value] of Object.entries(node.attrs ?? {})) this.attribute(created, key.toLowerCase(), String(value));
    created.append(children);
    return created;
  }

  private attribute(target: HTMLElement, name: string, value: string): void {
    if (name === 'class') target.className = scopedClasses(this.component, value).join(' ');
    else if (name === 'style') this.style(target, value);
    else if (name === 'src' && target instanceof HTMLImageElement) {
      if (!/^\s*(javascript|vbscript|data:(?!image\/))/i.test(value)) target.src = this.services.fileUrl(value.trim(), this.component);
    } else if (ATTRIBUTES.has(name)) target.setAttribute(name, value);
  }

  private style(target: HTMLElement, value: string): void {
    target.style.cssText = rpxToVw(value);
    for (const property of [...target.style]) {
      if (STYLE_REFUSED.test(property) || /url\(/i.test(target.style.getPropertyValue(property))) target.style.removeProperty(property);
    }
  }
}
