// How `wx.request` turns its options into what goes over the wire.
import { reason } from './callbacks';

const METHODS = new Set(['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT']);

/** WeChat's numbers for a failed call over the net. */
export const NET = { timeout: 5, unknown: 600001, domain: 600002, invalidUrl: 600009 };

/** Throws where the address is none that WeChat would call. */
export const checkUrl = (url: string): void => {
  if (!/^https?:\/\/[^/?#]/i.test(url) || !URL.canParse(url)) throw reason(`invalid url "${url}"`, NET.invalidUrl);
};

export const checkMethod = (method: string): string => {
  const upper = method.toUpperCase();
  if (!METHODS.has(upper)) throw reason(`invalid request method "${method}"`);
  return upper;
};

/** Headers with lower-case names and texts as values. WeChat sets `referer` itself. */
export const headers = (given: unknown): Record<string, string> => {
  const all = Object.entries(Object(given) as object).map(([name, value]): [string, string] => [name.toLowerCase(), String(value)]);
  return Object.fromEntries(all.filter(([name]) => name !== 'referer'));
};

const pairs = (data: object, text: (value: unknown) => string): [string, string][] =>
  Object.entries(data).map(([key, value]) => [encodeURIComponent(key), encodeURIComponent(text(value))]);

/** The query takes each member of the data; one of the same name in the address is replaced. Objects go in as JSON. */
export const withQuery = (url: string, data: object): string => {
  const added = pairs(data, (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)));
  if (!added.length) return url;
  const [address = '', query = ''] = url
    .split('#', 1)
    .join('')
    .split(/\?(.*)/s);
  const kept = query
    .split('&')
    .filter(Boolean)
    .map((pair): [string, string] => [pair.split('=', 1).join(''), pair.replace(/^[^=]*=?/, '')]);
  return `${address}?${[...new Map([...kept, ...added])].map(([key, value]) => `${key}=${value}`).join('&')}`;
};

/** What is sent: a text, bytes, or nothing. `header` has the content type. */
export const body = (data: unknown, header: Record<string, string>): string | ArrayBuffer | undefined => {
  if (data === undefined || data === null) return undefined;
  if (typeof data === 'string') return data;
  if (data instanceof ArrayBuffer) return data;
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice().buffer;
  if (/x-www-form-urlencoded/i.test(header['content-type'] ?? ''))
    return pairs(Object(data) as object, String)
      .map(([key, value]) => `${key}=${value}`)
      .join('&');
  return JSON.stringify(data);
};

/** Response headers as a phone shows them (`Set-Cookie`); lower-case names find them too, without being listed. */
export const responseHeader = (given: Readonly<Record<string, string>>): Record<string, string> => {
  const header: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    header[name.replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase())] = value;
    if (!(name in header)) Object.defineProperty(header, name, { value, enumerable: false });
  }
  return header;
};

/** Each cookie of `set-cookie`; the comma of a date does not part them. */
export const cookies = (given: Readonly<Record<string, string>>): string[] =>
  (given['set-cookie'] ?? '')
    .split(/,(?=\s*[^;,=\s]+=)/)
    .map((cookie) => cookie.trim())
    .filter(Boolean);
