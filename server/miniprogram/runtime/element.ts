// Elements of the host and of the frame's built-in components. Texts are text nodes: nothing of a mini-program is read as HTML.

/** A new element with its class and what is in it, in order. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = '',
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag);
  if (className) created.className = className;
  created.append(...children);
  return created;
}
