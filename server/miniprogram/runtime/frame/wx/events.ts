// The events of the app that happen here: the engine tells of them.
import type { AppEvent } from '../types';
import { type Caller, type Definition, synchronous } from './callbacks';

type Listener = (detail: unknown) => void;
type Call = Definition<(listener?: Listener) => void>;

const EVENTS = ['AppShow', 'AppHide', 'Error', 'UnhandledRejection', 'PageNotFound', 'WindowResize'] as const;
type Event = (typeof EVENTS)[number];

export const events = ({ engine, call }: Caller) => {
  const calls: Record<string, Call> = {};
  for (const suffix of EVENTS) {
    const event = (suffix.charAt(0).toLowerCase() + suffix.slice(1)) as AppEvent;
    const ends = new Map<Listener, () => void>();
    calls[`on${suffix}`] = synchronous((listener) => {
      if (typeof listener !== 'function' || ends.has(listener)) return;
      ends.set(
        listener,
        engine.listen(event, (detail) => call(listener, detail)),
      );
    });
    calls[`off${suffix}`] = synchronous((listener) => {
      for (const [known, end] of [...ends]) {
        if (listener && listener !== known) continue;
        end();
        ends.delete(known);
      }
    });
  }
  return calls as Record<`${'on' | 'off'}${Event}`, Call>;
};
