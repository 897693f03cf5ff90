// Storage, asynchronous and synchronous. A value is kept as JSON, which is what the phone's storage shows. WeChat keeps the type
// of a Date and of undefined too, which JSON cannot: those two stand in an object that says so.
import { type Caller, typeOf, asynchronous, check, reason, synchronous } from './callbacks';

/** Kilobytes of the whole storage. The engine refuses what is beyond this, or beyond 1 MB of one key. */
const LIMIT = 10 * 1024;

const TYPE = 'oa-mini:type';

export const encode = (value: unknown): string => {
  const type = typeOf(value);
  if (type === 'Undefined') return JSON.stringify({ [TYPE]: type });
  if (type === 'Date') return JSON.stringify({ [TYPE]: type, value: (value as Date).getTime() });
  // what JSON has no word for (a function, a symbol, a bigint) is kept as an empty text, as WeChat does
  return /^(String|Number|Boolean|Null|Object|Array)$/.test(type) ? (JSON.stringify(value) ?? '""') : '""';
};

export const decode = (text: string | undefined): unknown => {
  if (text === undefined) return '';
  try {
    const value = JSON.parse(text) as unknown;
    const kept = Object(value) as { [TYPE]?: string; value?: number };
    if (kept[TYPE] === 'Undefined') return undefined;
    return kept[TYPE] === 'Date' ? new Date(kept.value ?? NaN) : value;
  } catch {
    return text; // written by the host's storage panel, not by us
  }
};

export const storage = (caller: Caller) => {
  const { storage: kept } = caller.engine;
  const sizeOf = (key: string): number => key.length + (kept.get(key)?.length ?? 0);

  const get = (key: string): unknown => decode(kept.get(key));
  const set = (key: string, data: unknown): void => kept.set(key, encode(data));
  const clear = (): void => kept.keys().forEach((key) => kept.remove(key));
  const info = () => {
    const keys = kept.keys();
    return { keys, currentSize: Math.ceil(keys.reduce((sum, key) => sum + sizeOf(key), 0) / 1024), limitSize: LIMIT };
  };
  const checked = (key: unknown): string => {
    check({ key }, { key: 'String' });
    return key as string;
  };
  const many = (list: { key: string; value: unknown }[]): void => {
    for (const { key } of list) checked(key);
    for (const { key, value } of list) set(key, value);
  };

  return {
    getStorage: asynchronous({ key: 'String' }, ({ key }: WechatMiniprogram.GetStorageOption) => {
      if (kept.get(key) === undefined) throw reason('data not found');
      return { data: get(key) };
    }),
    setStorage: asynchronous({ key: 'String' }, ({ key, data }: WechatMiniprogram.SetStorageOption) => set(key, data)),
    removeStorage: asynchronous({ key: 'String' }, ({ key }: WechatMiniprogram.RemoveStorageOption) => kept.remove(key)),
    clearStorage: asynchronous({}, clear),
    getStorageInfo: asynchronous({}, info),
    batchGetStorage: asynchronous({ keyList: 'Array' }, ({ keyList }: WechatMiniprogram.BatchGetStorageOption) => ({
      dataList: keyList.map((key) => get(checked(key))),
    })),
    batchSetStorage: asynchronous({ kvList: 'Array' }, ({ kvList }: WechatMiniprogram.BatchSetStorageOption) => many(kvList)),
    getStorageSync: synchronous((key?: unknown) => get(checked(key)), ['key']),
    setStorageSync: synchronous((key?: unknown, data?: unknown) => set(checked(key), data), ['key', 'data']),
    removeStorageSync: synchronous((key?: unknown) => kept.remove(checked(key)), ['key']),
    clearStorageSync: synchronous(clear),
    getStorageInfoSync: synchronous(info),
    batchGetStorageSync: synchronous((keyList: string[]) => keyList.map((key) => get(checked(key))), ['keyList']),
    batchSetStorageSync: synchronous((kvList: { key: string; value: unknown }[]) => many(kvList), ['kvList']),
  };
};
