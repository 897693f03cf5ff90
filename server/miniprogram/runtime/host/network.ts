// `wx.request`, `wx.uploadFile` and `wx.downloadFile` of the frame.

import type { Calls, HttpResponse } from '../protocol';
import { type Shape, bytes, number, optional, record, refuse, text, texts } from './arguments';
import { resolveTarget } from './origin';
import { Refusal, send } from './send';

/** WeChat's limit of a body, in bytes. */
const BODY_LIMIT = 10_485_760;
const URL_LIMIT = 8192;
/** Unless `networkTimeout` of app.json or the call says otherwise, in ms. */
const TIMEOUT = 60_000;
/** The longest that may be asked for, in ms. */
const TIMEOUT_LIMIT = 600_000;
/** What the phone and the proxy say in headers of their own: a program that named another world would be in it. */
const RESERVED = /^(x-double-world|x-request-id|x-oa-device|x-oa-target-.*)$/;

const url = text(URL_LIMIT);
const timeout = optional(number(1, TIMEOUT_LIMIT));

/** Names and values as fetch takes them. Names come back in lower case, reserved ones are left out. */
const header: Shape<Record<string, string>> = (value, path) => {
  const entries = Object.entries(texts(100, 16_384)(value, path));
  try {
    return Object.fromEntries([...new Headers(entries)].filter(([name]) => !RESERVED.test(name)));
  } catch {
    return refuse(path, 'has a name or a value that no header can have');
  }
};

/** Those of `wx.request` that a browser can send. */
const method: Shape<string> = (value, path) => {
  const name = text(10)(value, path).toUpperCase();
  return ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'].includes(name) ? name : refuse(path, 'is no method of wx.request');
};

/** A text or bytes, within WeChat's limit. */
const body: Shape<string | ArrayBuffer> = (value, path) =>
  value instanceof ArrayBuffer ? bytes(BODY_LIMIT)(value, path) : text(BODY_LIMIT)(value, path);

export const file = record({ name: text(1000), type: text(200), bytes: bytes(BODY_LIMIT) });

export const requestShape = record({ url, method, header, data: optional(body), timeout });
export const uploadShape = record({ url, name: text(1000), file, formData: texts(1000, 1_000_000), header, timeout });
export const downloadShape = record({ url, header, timeout });

/** Sends the calls of one program, through the proxy below `base` where they are not for our own server. */
export class Network {
  readonly #proxy: string;

  constructor(base: string) {
    this.#proxy = `${base}/proxy`;
  }

  request(args: Parameters<Calls['request']>[0], signal: AbortSignal): Promise<HttpResponse> {
    const hasBody = args.method !== 'GET' && args.method !== 'HEAD';
    return this.#send({ ...args, body: hasBody ? args.data : undefined }, signal);
  }

  async uploadFile(args: Parameters<Calls['uploadFile']>[0], signal: AbortSignal): Promise<HttpResponse> {
    const form = new FormData();
    for (const [name, value] of Object.entries(args.formData)) form.append(name, value);
    form.append(args.name, new File([args.file.bytes], args.file.name, { type: args.file.type }));
    // the browser writes the form, and the content type with its boundary
    const written = new Response(form);
    const type = written.headers.get('content-type') ?? '';
    const whole = { ...args.header, 'content-type': type };
    return this.#send({ ...args, method: 'POST', header: whole, body: await written.arrayBuffer() }, signal);
  }

  downloadFile(args: Parameters<Calls['downloadFile']>[0], signal: AbortSignal): Promise<HttpResponse> {
    return this.#send({ ...args, method: 'GET' }, signal);
  }

  #send(
    call: { url: string; method: string; header: Record<string, string>; body?: string | ArrayBuffer; timeout?: number },
    signal: AbortSignal,
  ): Promise<HttpResponse> {
    const target = resolveTarget(call.url, location.origin);
    if (target.way === 'refused') throw new Refusal(target.reason);
    return send({ ...call, target, timeout: call.timeout ?? TIMEOUT, proxy: this.#proxy }, signal);
  }
}
