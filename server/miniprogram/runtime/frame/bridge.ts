// The way to the host: calls with ids over the port, and notes without answer.
import type { Calls, FromFrame, ToFrame } from '../protocol';
import type { Bridge } from './types';

/** Something that happened outside the frame. */
export type HostEvent = Extract<ToFrame, { event: string }>;

/** More calls at a time than this fail. */
const MOST_CALLS = 500;

interface Pending {
  resolve: (value: never) => void;
  reject: (failure: { errMsg: string }) => void;
}

export function openBridge(port: MessagePort, onEvent: (event: HostEvent) => void): Bridge {
  const pending = new Map<number, Pending>();
  const post = port.postMessage.bind(port) as (message: FromFrame) => void;
  let last = 0;

  port.onmessage = ({ data }: MessageEvent<ToFrame>): void => {
    if ('event' in data) {
      onEvent(data);
      return;
    }
    const call = pending.get(data.id);
    pending.delete(data.id);
    if ('errMsg' in data) call?.reject({ errMsg: data.errMsg });
    else call?.resolve(data.value as never);
  };

  return {
    call<Name extends keyof Calls>(name: Name, args: Parameters<Calls[Name]>[0], signal?: AbortSignal): Promise<ReturnType<Calls[Name]>> {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject({ errMsg: `${name}:fail abort` });
        if (pending.size >= MOST_CALLS) return reject({ errMsg: `${name}:fail too many calls at a time` });
        const id = ++last;
        pending.set(id, { resolve, reject });
        try {
          post({ id, call: name, args });
        } catch (error) {
          pending.delete(id);
          return reject({ errMsg: `${name}:fail parameter error: ${String(error)}` });
        }
        signal?.addEventListener('abort', () => {
          if (!pending.delete(id)) return;
          post({ cancel: id });
          reject({ errMsg: `${name}:fail abort` });
        }, { once: true });
      });
    },
    note: (note) => post(note),
  };
}
