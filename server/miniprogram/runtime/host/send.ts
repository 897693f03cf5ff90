// One exchange over the net, of bytes. The workbench hears of it under its real address, also where the server's proxy makes it.

import type { HttpResponse } from '../protocol';
import { phone } from './phone';
import type { Target } from './origin';

export interface Exchange {
  target: Exclude<Target, { way: 'refused' }>;
  method: string;
  header: Record<string, string>;
  body?: string | ArrayBuffer;
  /** In ms. */
  timeout: number;
  /** The path of the server's proxy. */
  proxy: string;
}


/** What a response may have, in bytes. WeChat allows 50 MB to a download. */
const RESPONSE_LIMIT = 50_000_000;
/** Of a body, what the workbench is shown, in bytes. */
const SHOWN_LIMIT = 1_000_000;
/** The headers of the phone that our own server reads, and no other. */
const PHONE_HEADERS = ['x-request-id', 'x-double-world'];

/**
 * Sends and receives.
 *
 * Throws the reason of an errMsg: `timeout`, `abort`, `net::ERR_INTERNET_DISCONNECTED` where the phone has no network, what the
 * proxy says (`url not in domain list`, `net::ERR_CONNECTION_REFUSED`, …), or an empty text where no response came.
 */
export async function send(exchange: Exchange, signal: AbortSignal): Promise<HttpResponse> {
  const { target, method, header, body, timeout } = exchange;
  const begun = await phone().call('beginRequest', {
    // of our own server the path, as the page's own calls have it
    url: target.way === 'own' ? target.url.slice(location.origin.length) : target.url, method, header, data: typeof body === 'string' ? body : undefined,
  });
  const { data: id, header: whole } = JSON.parse(begun) as { data: string; header: Record<string, string> };
  const timer = AbortSignal.timeout(timeout);
  try {
    const request = target.way === 'own' ? ownRequest(exchange, whole) : proxiedRequest(exchange, whole);
    const response = await receive(request.url, { ...request.init, signal: AbortSignal.any([signal, timer]) }, target.way);
    void phone().call('endRequest', { id, statusCode: response.statusCode, header: response.header, data: shown(response) });
    return response;
  } catch (error) {
    const reason = timer.aborted ? 'timeout' : signal.aborted ? 'abort' : error instanceof Refusal ? error.message : '';
    void phone().call('endRequest', { id, errMsg: `request:fail ${reason}`.trim() });
    throw new Refusal(reason);
  }
}

/** The reason of an errMsg. */
export class Refusal extends Error {}

const common = { credentials: 'omit', cache: 'no-store' } as const satisfies RequestInit;

function ownRequest({ target, method, body }: Exchange, whole: Record<string, string>): { url: string; init: RequestInit } {
  // no endpoint of the API redirects; so none can lead beside it
  return { url: target.url, init: { ...common, method, headers: whole, body, redirect: 'error' } };
}

function proxiedRequest(exchange: Exchange, whole: Record<string, string>): { url: string; init: RequestInit } {
  const headers = new Headers({
    'x-oa-target-url': exchange.target.url,
    'x-oa-target-method': exchange.method,
    'x-oa-target-headers': asciiJson(exchange.header),
  });
  for (const [name, value] of Object.entries(whole)) if (PHONE_HEADERS.includes(name.toLowerCase())) headers.set(name, value);
  return { url: exchange.proxy, init: { ...common, method: 'POST', headers, body: exchange.body, redirect: 'error' } };
}

async function receive(url: string, init: RequestInit, way: 'own' | 'proxy'): Promise<HttpResponse> {
  const response = await fetch(url, init);
  const bytes = await readBody(response);
  if (way === 'own') return { statusCode: response.status, header: Object.fromEntries(response.headers), bytes };
  const status = response.headers.get('x-oa-target-status');
  if (status === null) throw new Refusal(proxyReason(bytes));
  return { statusCode: Number(status), header: JSON.parse(response.headers.get('x-oa-target-headers') ?? '{}'), bytes };
}

async function readBody(response: Response): Promise<ArrayBuffer> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) break;
    size += part.value.byteLength;
    if (size > RESPONSE_LIMIT) {
      void reader?.cancel();
      throw new Refusal('exceed max file size');
    }
    parts.push(part.value);
  }
  return new Blob(parts).arrayBuffer();
}

/** What the proxy says of a call that it did not make. */
function proxyReason(bytes: ArrayBuffer): string {
  try {
    const answer: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof answer === 'object' && answer !== null && 'errMsg' in answer) return String(answer.errMsg);
  } catch {
    // no JSON: an error of the server itself
  }
  return 'net::ERR_FAILED';
}

/** A body as the workbench shows it. */
function shown({ header, bytes }: HttpResponse): string {
  const type = header['content-type'] ?? '';
  const isText = /^text\/|json|xml|urlencoded|javascript/.test(type);
  return isText && bytes.byteLength <= SHOWN_LIMIT ? new TextDecoder().decode(bytes) : '';
}

/** JSON that stands in a header: what is not ASCII is escaped. */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
