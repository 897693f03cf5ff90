// Renders a page: its WXML with its data. Supports the part of WeChat's template language that the pages use; anything else
// throws.

const EXPRESSION = /\{\{(.*?)\}\}/g;

/** The elements that are on the screen, each `{ name, attributes, children, parent }` with its expressions worked out. */
export function render(root, data) {
  return build(root, data, null)[0];
}

/** What can be read on an element. */
export function textOf(node) {
  return typeof node === 'string' ? node : node.children.map(textOf).filter(Boolean).join(' ');
}

function build(node, scope, parent) {
  if (typeof node === 'string') return [String(value(node, scope) ?? '')];
  const { 'wx:for': each, 'wx:for-item': item = 'item', 'wx:for-index': index = 'index', ...attributes } = node.attributes;
  if (each !== undefined) {
    const rest = { ...node, attributes };
    return (value(each, scope) ?? []).flatMap((it, place) => build(rest, { ...scope, [item]: it, [index]: place }, parent));
  }
  const shown = { name: node.name, attributes: {}, children: [], parent };
  for (const [key, text] of Object.entries(attributes)) {
    if (!key.startsWith('wx:')) shown.attributes[key] = value(text, scope);
  }
  shown.children = chosen(node.children, scope).flatMap((child) => build(child, scope, node.name === 'block' ? parent : shown));
  return node.name === 'block' ? shown.children : [shown];
}

/** The children that `wx:if`, `wx:elif` and `wx:else` leave. */
function chosen(children, scope) {
  let settled = true;
  return children.filter((child) => {
    const { 'wx:if': first, 'wx:elif': next, 'wx:else': last } = child.attributes ?? {};
    if (first !== undefined) return (settled = Boolean(value(first, scope)));
    if (next === undefined && last === undefined) return true;
    const turn = !settled && (last !== undefined || Boolean(value(next, scope)));
    settled ||= turn;
    return turn;
  });
}

/** A text with `{{…}}` in it; one that is nothing else keeps the type of its value. */
function value(text, scope) {
  const alone = /^\{\{((?:(?!\}\}).)*)\}\}$/.exec(text);
  if (alone) return evaluate(alone[1], scope);
  return text.replace(EXPRESSION, (_, expression) => evaluate(expression, scope) ?? '');
}

/** WXML's expressions are JavaScript's, but for this: what is not there is undefined, however deep one asks. */
function evaluate(expression, scope) {
  const names = new Proxy(scope, { has: () => true, get: (all, name) => (name === Symbol.unscopables ? undefined : all[name]) });
  try {
    return new Function('names', `with (names) { return (${expression}); }`)(names);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
