// Where a call over the net goes: to our own server below the API, or through the server's proxy. The server's proxy speaks only
// to the hosts that were named on its command line; here it is made sure that nothing but the API of our own server is called,
// under whatever name of this machine.

/** The only part of our own server that a mini-program may call; the demo's control, the double and the bundle are beside it. */
const API = '/oapro/';

export type Target =
  /** Called as it is: an address of the page's own origin. */
  | { way: 'own'; url: string }
  /** Called by the server. */
  | { way: 'proxy'; url: string }
  | { way: 'refused'; reason: string };

/** Whether a host, as `URL.hostname` has it, is this machine. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '');
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '0.0.0.0' ||
    /^127\.\d+\.\d+\.\d+$/.test(host) ||
    host === '[::1]' ||
    host === '[::]' ||
    // an IPv4 address inside an IPv6 one: ::ffff:127.0.0.0/104, ::ffff:0.0.0.0
    /^\[::ffff:(7f[\da-f]{2}:[\da-f]+|0:0)\]$/.test(host)
  );
}

/** Where `url` leads, called from a page at `page` (`location.origin`). */
export function resolveTarget(url: string, page: string): Target {
  const parsed = parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.password) {
    return { way: 'refused', reason: `invalid url "${url.slice(0, 200)}"` };
  }
  parsed.hash = '';
  const own = new URL(page);
  const isOwn = parsed.host === own.host || (isLoopback(parsed.hostname) && port(parsed) === port(own));
  if (!isOwn) return { way: 'proxy', url: parsed.href };
  // `pathname` has no dot segments left, not even encoded ones
  if (parsed.protocol !== own.protocol || !parsed.pathname.startsWith(API)) return { way: 'refused', reason: 'url not in domain list' };
  return { way: 'own', url: own.origin + parsed.pathname + parsed.search };
}

function parse(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

const port = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80');
