// Reads WXML: strict where WeChat's compiler is (every tag closed, every attribute once), so that a mistake fails the test.

const NAME = /[A-Za-z][\w-]*/y;
const ATTRIBUTE = /\s+([A-Za-z][\w:-]*)(?:="([^"]*)")?/y;
const TEXT = /[^<]+/y;

/** The tree of a file: `{ name, attributes, children }`, text as strings. Throws with the line of the error. */
export function parse(source, file = 'wxml') {
  let at = 0;
  const fail = (what) => {
    throw new Error(`${file}:${source.slice(0, at).split('\n').length}: ${what}`);
  };
  const match = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const take = (text) => {
    const there = source.startsWith(text, at);
    if (there) at += text.length;
    return there;
  };

  const root = { name: 'page', attributes: {}, children: [] };
  const open = [root];
  while (at < source.length) {
    const parent = open.at(-1);
    if (take('<!--')) {
      const end = source.indexOf('-->', at);
      if (end < 0) fail('a comment without an end');
      at = end + 3;
    } else if (take('</')) {
      const [name] = match(NAME) ?? fail('a tag without a name');
      if (name !== parent.name || open.length === 1) fail(`</${name}> closes <${parent.name}>`);
      if (!take('>')) fail(`</${name} without >`);
      open.pop();
    } else if (take('<')) {
      const [name] = match(NAME) ?? fail('a tag without a name');
      const element = { name, attributes: {}, children: [] };
      for (let found; (found = match(ATTRIBUTE)); ) {
        const [, key, value] = found;
        if (key in element.attributes) fail(`${key} twice in <${name}>`);
        // an attribute without a value is true
        element.attributes[key] = value ?? '{{true}}';
      }
      match(/\s*/y);
      parent.children.push(element);
      if (take('>')) open.push(element);
      else if (!take('/>')) fail(`<${name} is not well formed`);
    } else {
      const [text] = match(TEXT);
      if (text.trim()) parent.children.push(text.trim());
    }
  }
  if (open.length > 1) fail(`<${open.at(-1).name}> is not closed`);
  return root;
}

/** Every element of a tree, outermost first. */
export function* elements(node) {
  if (typeof node === 'string') return;
  yield node;
  for (const child of node.children) yield* elements(child);
}
