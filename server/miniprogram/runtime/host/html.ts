// Parts that the host's elements are made of.
import { element as create } from '../element';

export { create };

/** A button of the given look; `name` is what a screen reader says where it has no text. */
export function createButton(className: string, name: string, onTap: () => void, ...children: (Node | string)[]): HTMLButtonElement {
  const button = create('button', className, ...children);
  button.type = 'button';
  if (name) button.setAttribute('aria-label', name);
  button.addEventListener('click', onTap);
  return button;
}

/** Chinese, and English beside it. */
export function bilingual(chinese: string, english: string): DocumentFragment {
  const beside = create('span', '', english);
  beside.lang = 'en';
  const both = document.createDocumentFragment();
  both.append(`${chinese} `, beside);
  return both;
}

/** A drawing of the page's sprite (app/src/sprite.svg): `#i-back`. */
export function createIcon(name: string): SVGElement {
  const make = (tag: string, attributes: Record<string, string>): SVGElement => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag) as SVGElement;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const icon = make('svg', { class: 'icon', 'aria-hidden': 'true' });
  icon.append(make('use', { href: name }));
  return icon;
}
