// Values as one short text, for the log: what the console of a debugger shows, bounded in depth, length and number.
const DEPTH = 3;
const ITEMS = 40;
const TEXT = 2048;

export function inspect(values: unknown[]): string {
  return bounded(values.map((value) => (typeof value === 'string' ? value : show(value, 0, []))).join(' '), TEXT);
}

export function bounded(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

function show(value: unknown, depth: number, above: object[]): string {
  try {
    if (typeof value === 'string') return JSON.stringify(bounded(value, 500));
    if (typeof value === 'function') return `ƒ ${value.name}`;
    if (typeof value !== 'object' || value === null) return String(value);
    if (value instanceof Error) return bounded(value.stack?.includes(value.message) ? value.stack : `${value.name}: ${value.message}`, 1000);
    if (value instanceof Element) return `<${value.localName}>`;
    // a component or an element of glass-easel: all of the tree hangs on it. (By property: the bundler renames these.)
    const own = value as { _$?: unknown; _$nodeTreeContext?: unknown };
    if (own._$ !== undefined || own._$nodeTreeContext !== undefined) return `#<${String((value as { is?: unknown }).is ?? 'element')}>`;
    if (above.includes(value)) return '[circular]';
    if (depth >= DEPTH) return Array.isArray(value) ? `[… ${value.length}]` : '{…}';
    return Array.isArray(value) ? list(value, depth, [...above, value]) : record(value, depth, [...above, value]);
  } catch {
    return '[unreadable]'; // a getter that throws
  }
}

function list(value: unknown[], depth: number, above: object[]): string {
  const items = value.slice(0, ITEMS).map((item) => show(item, depth + 1, above));
  if (value.length > ITEMS) items.push(`… ${value.length} in all`);
  return `[${items.join(', ')}]`;
}

function record(value: object, depth: number, above: object[]): string {
  const keys = Object.keys(value);
  const items = keys.slice(0, ITEMS).map((key) => `${key}: ${show((value as Record<string, unknown>)[key], depth + 1, above)}`);
  if (keys.length > ITEMS) items.push(`… ${keys.length} in all`);
  const name = value.constructor?.name;
  return `${name && name !== 'Object' ? `${name} ` : ''}{${items.join(', ')}}`;
}
