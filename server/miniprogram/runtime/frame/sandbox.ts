// The frame has an opaque origin, where reading `localStorage` and its like throws. Foreign code asks `typeof localStorage`
// and expects no exception, so they are undefined here, as they are in WeChat.

const ABSENT = ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore'];

export function hideForbidden(): void {
  for (const name of ABSENT) define(window, name, { value: undefined, writable: true });
  define(document, 'cookie', { get: () => '', set: () => undefined });
}

function define(target: object, name: string, descriptor: PropertyDescriptor): void {
  try {
    Object.defineProperty(target, name, { configurable: true, enumerable: false, ...descriptor });
  } catch {
    // a browser that does not let it be replaced: reading it throws, as without this file
  }
}
