// The options of a call as a short text for whoever observes the program: cut, and with its secrets masked.

/** Characters of the JSON. */
const LONGEST_JSON = 2048;
const LONGEST_TEXT = 512;
const DEEPEST = 6;
/** Of a secret, the characters that are shown. */
const VISIBLE = 6;

const SECRET = /^(session_?key|encrypteddata|iv|code|authorization|cookie|set-cookie|(.*[-_])?token|.*Token)$/i;
/** Secrets in a text: JSON, a form or the query of an address. */
const SECRET_IN_TEXT = /((?:session_?key|encryptedData|\biv|\bcode|[\w-]*token|authorization)["']?\s*[=:]\s*["']?)([^"'&\s,}]+)/gi;

const mask = (secret: string): string => (secret.length > VISIBLE ? `${secret.slice(0, VISIBLE)}…` : secret);

/** Options as JSON: without functions, of at most 2 KB, secrets with their first six characters only. */
export const shorten = (options: unknown): string => {
  const left = { characters: LONGEST_JSON / 2 };
  const json = JSON.stringify(copy(options, false, left, 0)) ?? '';
  return json.length > LONGEST_JSON ? JSON.stringify({ '…': `${json.length}` }) : json;
};

const copy = (value: unknown, secret: boolean, left: { characters: number }, depth: number): unknown => {
  left.characters -= 8;
  if (typeof value === 'string') {
    const text = secret
      ? mask(value)
      : value.slice(0, 2 * LONGEST_TEXT).replace(SECRET_IN_TEXT, (_, before: string, found: string) => before + mask(found));
    const shown = Math.max(0, Math.min(LONGEST_TEXT, left.characters));
    left.characters -= Math.min(text.length, shown);
    return text.length > shown ? `${text.slice(0, shown)}…` : text;
  }
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value === 'bigint') return `${value}`;
  if (typeof value !== 'object' || value === null) return value;
  const length = (value as ArrayBuffer).byteLength;
  if (typeof length === 'number') return `[${length} bytes]`;
  if (Array.isArray(value)) return depth < DEEPEST ? some(value, left).map((entry) => copy(entry, secret, left, depth + 1)) : '[…]';
  const prototype: unknown = Object.getPrototypeOf(value);
  // a page or a component is no option to be shown: it is large, and has getters
  if ((prototype !== null && Object.getPrototypeOf(prototype) !== null) || depth >= DEEPEST) return '{…}';
  const stored = (value as { key?: unknown }).key;
  const entries = some(Object.keys(value), left).map((key): [string, unknown] => {
    left.characters -= key.length;
    const hidden = secret || SECRET.test(key) || (key === 'data' && typeof stored === 'string' && SECRET.test(stored));
    return [key.slice(0, LONGEST_TEXT), left.characters > 0 ? copy((value as Record<string, unknown>)[key], hidden, left, depth + 1) : '…'];
  });
  return Object.fromEntries(entries);
};

/** As many as there may still be room for. */
const some = <Entry>(entries: Entry[], left: { characters: number }): Entry[] => entries.slice(0, Math.max(0, left.characters >> 3));
