// Checks of what the frame sends. Only the named fields are read, each as an own property of its type and within its bound, and
// what a check returns is a copy made of them: nothing else of a message reaches the phone.

/** Reads a value, or throws a `ParameterError` that names `path`. */
export type Shape<T> = (value: unknown, path: string) => T;

/** The type that a shape returns. */
export type Shaped<S> = S extends Shape<infer T> ? T : never;

/** Its message is the reason of an errMsg, as WeChat words it: `parameter error: parameter.title should be String instead of Number;` */
export class ParameterError extends Error {}

const typeOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

function expectType(value: unknown, path: string, type: string): void {
  if (typeOf(value) !== type) throw new ParameterError(`parameter error: ${path} should be ${type} instead of ${typeOf(value)};`);
}

/** Refuses an argument of the right type. */
export function refuse(path: string, reason: string): never {
  throw new ParameterError(`parameter error: ${path} ${reason};`);
}

/** A text of up to `limit` UTF-16 code units. */
export const text = (limit: number): Shape<string> => (value, path) => {
  expectType(value, path, 'String');
  if ((value as string).length > limit) refuse(path, `is longer than ${limit}`);
  return value as string;
};

/** A finite number, moved into the range from `min` to `max`. */
export const number = (min: number, max: number): Shape<number> => (value, path) => {
  expectType(value, path, 'Number');
  if (!Number.isFinite(value)) refuse(path, 'should be finite');
  return Math.min(Math.max(value as number, min), max);
};

export const flag: Shape<boolean> = (value, path) => {
  expectType(value, path, 'Boolean');
  return value as boolean;
};

/** Bytes, up to `limit` of them. */
export const bytes = (limit: number): Shape<ArrayBuffer> => (value, path) => {
  expectType(value, path, 'ArrayBuffer');
  if ((value as ArrayBuffer).byteLength > limit) refuse(path, `is larger than ${limit} bytes`);
  return value as ArrayBuffer;
};

/** One of some texts. */
export const oneOf = <const T extends string>(...choices: T[]): Shape<T> => (value, path) => {
  expectType(value, path, 'String');
  return choices.find((choice) => choice === value) ?? refuse(path, `should be one of ${choices.join(', ')}`);
};

/** A colour: `#rgb` and its longer forms, a name, `rgb(…)`. */
export const color: Shape<string> = (value, path) => {
  const name = text(64)(value, path);
  if (!/^(#[\da-f]{3,8}|[a-z]{1,30}|rgba?\([\d\s,.%/]{1,50}\))?$/i.test(name)) refuse(path, 'should be a color');
  return name;
};

/** Absent (or undefined), or as `shape` has it. */
export const optional = <T>(shape: Shape<T>): Shape<T | undefined> => (value, path) => (value === undefined ? undefined : shape(value, path));

/** Null, or as `shape` has it. */
export const nullable = <T>(shape: Shape<T>): Shape<T | null> => (value, path) => (value === null ? null : shape(value, path));

/** A list of up to `limit` items. */
export const list = <T>(shape: Shape<T>, limit: number): Shape<T[]> => (value, path) => {
  expectType(value, path, 'Array');
  const items = value as unknown[];
  if (items.length > limit) refuse(path, `should not be larger than ${limit}`);
  return Array.from(items, (item, index) => shape(item, `${path}[${index}]`));
};

/** An object with any keys: up to `limit` texts, each of up to `valueLimit`. */
export const texts = (limit: number, valueLimit: number): Shape<Record<string, string>> => (value, path) => {
  expectType(value, path, 'Object');
  const entries = Object.entries(value as object);
  if (entries.length > limit) refuse(path, `should not have more than ${limit} members`);
  const member = text(valueLimit);
  // `fromEntries` defines properties, so that a key `__proto__` is a key like any other
  return Object.fromEntries(entries.map(([key, entry]) => [text(1000)(key, `a key of ${path}`), member(entry, `${path}.${key.slice(0, 100)}`)]));
};

type Optional<T> = { [Key in keyof T as undefined extends T[Key] ? Key : never]?: T[Key] };
type Required<T> = { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] };

/** An object of named fields. What is absent is left out. */
export const record = <Fields extends Record<string, Shape<unknown>>>(fields: Fields) => {
  type Whole = { [Key in keyof Fields]: Shaped<Fields[Key]> };
  return (value: unknown, path: string): Required<Whole> & Optional<Whole> => {
    expectType(value, path, 'Object');
    const own = (key: string) => (Object.hasOwn(value as object, key) ? (value as Record<string, unknown>)[key] : undefined);
    const entries = Object.entries(fields).map(([key, shape]) => [key, shape(own(key), `${path}.${key}`)] as const);
    return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined)) as Required<Whole> & Optional<Whole>;
  };
};
