// What only computes, waits or looks at the page.
import { type Caller, asynchronous, plain, reason, synchronous } from './callbacks';
import { bytesOf, fromBase64, toBase64 } from './base64';
import { createAnimation } from './animation';

/** Bytes that may be asked for at a time. */
const MOST_RANDOM = 1024 * 1024;

export const tools = ({ engine, call }: Caller) => {
  const console = Object.fromEntries(
    (['debug', 'info', 'warn', 'error'] as const).map((level) => [level, (...what: unknown[]) => engine.report(level, ...what)]),
  );
  const realtime: Record<string, unknown> = {
    ...console,
    in: () => undefined,
    addFilterMsg: () => undefined,
    setFilterMsg: () => undefined,
    tag: () => realtime,
    getCurrentState: () => ({ size: 0, maxSize: 0, logCount: 0, maxLogCount: 0 }),
  };
  return {
    nextTick: plain((callback: () => void) => queueMicrotask(() => call(callback))),
    requestIdleCallback: plain((callback: unknown, options?: IdleRequestOptions) =>
      requestIdleCallback((deadline) => call(callback, deadline), options),
    ),
    cancelIdleCallback: plain((id: number) => cancelIdleCallback(id)),
    base64ToArrayBuffer: synchronous((text: string) => fromBase64(text)),
    arrayBufferToBase64: synchronous((bytes: ArrayBuffer) => toBase64(bytesOf(bytes) ?? new ArrayBuffer(0))),
    getRandomValues: asynchronous({ length: 'Number' }, ({ length }: { length: number }) => {
      if (!(length > 0 && length <= MOST_RANDOM)) throw reason('invalid length');
      const bytes = new Uint8Array(length);
      // the browser fills 64 KB at a time
      for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
      return { randomValues: bytes.buffer };
    }),
    createAnimation: synchronous(createAnimation),
    createSelectorQuery: synchronous(() => engine.createSelectorQuery()),
    createIntersectionObserver: synchronous((component?: unknown, options?: object) => {
      const of = Object(component) as { createIntersectionObserver?: (options?: object) => unknown };
      if (typeof of.createIntersectionObserver === 'function') return of.createIntersectionObserver(options ?? {});
      const top = engine.top();
      if (!top) throw reason('there is no page');
      return top.createIntersectionObserver(options ?? (Object(component) as object));
    }),
    getLogManager: synchronous(() => ({ ...console, log: console['info'] })),
    getRealtimeLogManager: synchronous(() => realtime),
    getUpdateManager: synchronous(() => ({
      applyUpdate: () => undefined,
      onCheckForUpdate: (listener: unknown) => queueMicrotask(() => call(listener, { hasUpdate: false })),
      onUpdateReady: () => undefined,
      onUpdateFailed: () => undefined,
    })),
  };
};
