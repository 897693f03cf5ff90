// The calls over the net. The host makes them; what may be called is decided there and on the server.
import type { HttpResponse } from '../../protocol';
import { clearTimer, setTimer } from '../intrinsics';
import { type Caller, reason, task } from './callbacks';
import type { Files } from './files';
import { NET, body, checkMethod, checkUrl, cookies, headers, responseHeader, withQuery } from './request-data';

/** Milliseconds, where neither the call nor app.json says otherwise. */
const LONGEST = 60_000;

type Transfer = 'request' | 'uploadFile' | 'downloadFile';
type Listener = (answer: unknown) => void;

/** The task that a program gets, and what it listens to. */
const makeTask = (caller: Caller, abort: () => void, events: readonly string[]) => {
  const listeners = new Map<string, Set<Listener>>(events.map((event) => [event, new Set()]));
  const task: Record<string, unknown> = { abort };
  for (const [event, those] of listeners) {
    task[`on${event}`] = (listener: Listener) => void those.add(listener);
    task[`off${event}`] = (listener?: Listener) => (listener ? void those.delete(listener) : those.clear());
  }
  const emit = (event: string, answer: unknown): void => listeners.get(event)?.forEach((listener) => caller.call(listener, answer));
  return { task, emit };
};

export const network = (caller: Caller, files: Files) => {
  const { bridge, project } = caller.engine;

  /** Runs a transfer within its time; tells an abort from a timeout from what the host says. */
  const within = async (
    name: Transfer,
    timeout: number | undefined,
    aborted: AbortSignal,
    run: (signal: AbortSignal, timeout: number) => Promise<HttpResponse>,
  ) => {
    const limit = timeout || project.app.networkTimeout?.[name] || LONGEST;
    const late = new AbortController();
    const timer = setTimer(() => late.abort(), limit);
    const ended = new Promise<never>((_, reject) => {
      aborted.addEventListener('abort', () => reject(reason('abort')));
      late.signal.addEventListener('abort', () => reject(reason('timeout', NET.timeout)));
    });
    try {
      if (aborted.aborted) throw reason('abort');
      return await Promise.race([ended, run(AbortSignal.any([aborted, late.signal]), limit)]);
    } catch (thrown) {
      const { errMsg = '', errno } = Object(thrown) as { errMsg?: string; errno?: number };
      throw Object.assign(Object(thrown) as object, { errno: errno ?? errnoOf(errMsg) });
    } finally {
      clearTimer(timer);
    }
  };

  const head = (emit: (event: string, answer: unknown) => void, { statusCode, header }: HttpResponse) => {
    const shown = responseHeader(header);
    emit('HeadersReceived', { header: shown, statusCode, cookies: cookies(header) });
    return { statusCode, header: shown, cookies: cookies(header) };
  };

  return {
    request: task({ url: 'String', method: 'String?', timeout: 'Number?' }, (abort) => {
      const { task: made, emit } = makeTask(caller, abort, ['HeadersReceived', 'ChunkReceived']);
      const run = async (options: WechatMiniprogram.RequestOption, aborted: AbortSignal) => {
        checkUrl(options.url);
        const method = checkMethod(options.method ?? 'GET');
        const header = { 'content-type': 'application/json', ...headers(options.header) };
        const inQuery = method === 'GET' || method === 'HEAD';
        const object = typeof options.data === 'object' && options.data !== null && !(options.data instanceof ArrayBuffer);
        const url = inQuery && object ? withQuery(options.url, options.data as object) : options.url;
        const data = inQuery ? undefined : body(options.data, header);
        const response = await within('request', options.timeout, aborted, (signal, timeout) =>
          bridge.call('request', { url, method, header, timeout, ...(data !== undefined && { data }) }, signal),
        );
        const facts = head(emit, response);
        if (options.enableChunked) emit('ChunkReceived', { data: response.bytes });
        return { data: read(response.bytes, options), ...facts };
      };
      return { task: made, run };
    }),

    uploadFile: task({ url: 'String', filePath: 'String', name: 'String', timeout: 'Number?' }, (abort) => {
      const { task: made, emit } = makeTask(caller, abort, ['HeadersReceived', 'ProgressUpdate']);
      const run = async (options: WechatMiniprogram.UploadFileOption, aborted: AbortSignal) => {
        checkUrl(options.url);
        const file = await files.load(options.filePath);
        const header = headers(options.header);
        delete header['content-type']; // has the boundary, which is the host's
        const formData = Object.fromEntries(Object.entries(Object(options.formData) as object).map(([key, value]) => [key, String(value)]));
        const response = await within('uploadFile', options.timeout, aborted, (signal, timeout) =>
          bridge.call('uploadFile', { url: options.url, name: options.name, file, formData, header, timeout }, signal),
        );
        const size = file.bytes.byteLength;
        emit('ProgressUpdate', { progress: 100, totalBytesSent: size, totalBytesExpectedToSend: size });
        const { statusCode, header: shown, cookies: set } = head(emit, response);
        return { data: text(response.bytes), statusCode, header: shown, cookies: set };
      };
      return { task: made, run };
    }),

    downloadFile: task({ url: 'String', filePath: 'String?', timeout: 'Number?' }, (abort) => {
      const { task: made, emit } = makeTask(caller, abort, ['HeadersReceived', 'ProgressUpdate']);
      const run = async (options: WechatMiniprogram.DownloadFileOption, aborted: AbortSignal) => {
        checkUrl(options.url);
        const response = await within('downloadFile', options.timeout, aborted, (signal, timeout) =>
          bridge.call('downloadFile', { url: options.url, header: headers(options.header), timeout }, signal),
        );
        const size = response.bytes.byteLength;
        const facts = head(emit, response);
        emit('ProgressUpdate', { progress: 100, totalBytesWritten: size, totalBytesExpectedToWrite: size });
        const name = new URL(options.url).pathname.split('/').pop() ?? '';
        const type = response.header['content-type']?.split(';', 1).join('') ?? '';
        if (options.filePath) {
          files.write(options.filePath, response.bytes);
          return { ...facts, filePath: options.filePath, dataLength: size };
        }
        return { ...facts, tempFilePath: caller.engine.files.add(response.bytes, type, name), dataLength: size };
      };
      return { task: made, run };
    }),
  };
};

/** WeChat's number for what the host says; an abort has none. */
const errnoOf = (errMsg: string): number | undefined => {
  if (/abort/.test(errMsg)) return undefined;
  if (/timeout/.test(errMsg)) return NET.timeout;
  return /domain list/.test(errMsg) ? NET.domain : NET.unknown;
};

const text = (bytes: ArrayBuffer): string => new TextDecoder().decode(bytes);

/** The data of a response: bytes, what its JSON says, or its text. */
const read = (bytes: ArrayBuffer, { responseType, dataType = 'json' }: WechatMiniprogram.RequestOption): unknown => {
  if (responseType === 'arraybuffer') return bytes;
  const whole = text(bytes);
  if (dataType !== 'json') return whole;
  try {
    return JSON.parse(whole) as unknown;
  } catch {
    return whole;
  }
};
