// The calls that have no code: those of the table that are harmless or refused.
import { type Caller, type Definition, asynchronous, bind, failure, notSimulated, plain, synchronous, task } from './callbacks';
import {
  answers,
  events,
  eventsWithoutOff,
  harmless,
  harmlessSynchronous,
  names,
  refused,
  refusedObjects,
  refusedSynchronous,
} from './table';

type Listener = (failure: unknown) => void;

export const defaults = (caller: Caller): Record<string, unknown> => {
  const told = new Set<string>();
  /** Tells the console too, once for each name. */
  const refuse = (name: string) => (): never => {
    if (!told.has(name)) caller.engine.report('warn', `wx.${name} 模拟器不支持 not simulated`);
    told.add(name);
    throw notSimulated();
  };

  /** Cameras, sockets, workers, the cloud. Programs make them while a page loads, so making one is no failure; its methods fail. */
  const object = (name: string, listeners: Listener[] = []): object =>
    new Proxy<Record<string | symbol, unknown>>(
      {},
      {
        get(members, member) {
          // without `then`, so that it can be awaited
          if (typeof member === 'symbol' || member === 'then' || member === 'toJSON' || member in members) return members[member];
          return (members[member] = method(`${name}.${member}`, member, listeners));
        },
      },
    );
  const method = (called: string, member: string, listeners: Listener[]) => {
    if (member === 'onError') return (listener: Listener) => void listeners.push(listener);
    if (/^(on|off)([A-Z]|$)/.test(member)) return () => undefined;
    const call = asynchronous({}, () => {
      for (const listener of listeners) caller.call(listener, failure(called, notSimulated()));
      refuse(called)();
    })(caller, called);
    return (options?: unknown) => {
      const promise = call(typeof options === 'object' && options !== null ? options : undefined);
      // of a method, WeChat gives no promise that must be looked at: it does not end as an unhandled rejection
      promise?.then(undefined, () => undefined);
      return promise;
    };
  };

  const definitions: Record<string, Definition<unknown>> = {};
  const define = (list: string[], make: (name: string) => Definition<unknown>): void => {
    for (const name of list) definitions[name] = make(name);
  };
  const answer = (name: string) => (): unknown => (answers as Record<string, unknown>)[name];
  define(names(harmless), (name) => asynchronous({}, answer(name)));
  define(names(harmlessSynchronous), (name) => synchronous(answer(name)));
  define(names(refused), (name) => asynchronous({}, refuse(name)));
  define(names(refusedSynchronous), (name) => synchronous(refuse(name)));
  define(names(refusedObjects), (name) => synchronous(() => object(name)));
  for (const side of ['on', 'off']) for (const event of events.split(' ')) definitions[side + event] = synchronous(() => undefined);
  for (const event of eventsWithoutOff.split(' ')) definitions[`on${event}`] = synchronous(() => undefined);

  // App.onLaunch calls `init` in most projects that have a cloud at all: only what needs the cloud fails
  const init = () => caller.engine.report('warn', 'wx.cloud 模拟器不支持 not simulated');
  definitions['cloud'] = plain(Object.assign(object('cloud'), { init }));
  definitions['connectSocket'] = task({ url: 'String' }, () => {
    const listeners: Listener[] = [];
    const run = async () => {
      await undefined; // onError is set after this call has returned
      for (const listener of listeners) caller.call(listener, failure('connectSocket', notSimulated()));
      refuse('connectSocket')();
    };
    return { task: object('connectSocket', listeners), run };
  });
  return bind(caller, definitions);
};
