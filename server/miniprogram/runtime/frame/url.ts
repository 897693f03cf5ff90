// Paths of the project, and addresses of pages: `/pages/a/b?x=1`, `../b/b`, `pages/a/b.html`.

/** The folder of a path, without a slash at its end. */
export function folder(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** `path` seen from the folder `base`, without leading slash; `..` does not leave the project. */
export function join(base: string, path: string): string {
  const parts = path.startsWith('/') ? [] : base.split('/').filter(Boolean);
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

export interface PageUrl {
  path: string;
  /** Without `?`. */
  query: string;
}

/** Resolves the address of a page against the path of the page `from` (empty: the root). */
export function pageUrl(url: string, from = ''): PageUrl {
  const [whole = ''] = url.split('#');
  const mark = whole.indexOf('?');
  const name = (mark < 0 ? whole : whole.slice(0, mark)).replace(/\.html$/, '');
  return { path: join(folder(from), name), query: mark < 0 ? '' : whole.slice(mark + 1) };
}

/** A query as `onLoad` gets it: the values stay encoded, as WeChat leaves them; the last of two equal names holds. */
export function parseQuery(query: string): Record<string, string> {
  const options: Record<string, string> = {};
  for (const pair of query.split('&')) {
    if (!pair) continue;
    const mark = pair.indexOf('=');
    const name = mark < 0 ? pair : pair.slice(0, mark);
    options[decode(name)] = mark < 0 ? '' : pair.slice(mark + 1);
  }
  return options;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A path as part of an address. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
