// What each mode of a picker offers: columns of texts, the rows that are chosen at first, and the value of a choice.
import { cityRows, provinces, regionValue } from './regions';

export interface PickerData {
  mode: string;
  range: readonly unknown[];
  rangeKey: string;
  value: unknown;
  start: string;
  end: string;
  fields: string;
  level: string;
  customItem: string;
}

/** Texts of all columns for the rows chosen in them: days follow the month, cities the province. */
export interface Columns {
  texts(chosen: readonly number[]): string[][];
  initial: number[];
  /** The detail of `change`. */
  detail(chosen: readonly number[]): Record<string, unknown>;
}

const pad = (number: number, width = 2) => String(number).padStart(width, '0');
const span = (from: number, to: number) => Array.from({ length: Math.max(0, Math.min(10_000, to - from + 1)) }, (_, index) => from + index);

export function columnsOf(data: PickerData): Columns {
  switch (data.mode) {
    case 'multiSelector':
      return multiSelector(data);
    case 'time':
      return time(data);
    case 'date':
      return date(data);
    case 'region':
      return region(data);
    default:
      return selector(data);
  }
}

function label(item: unknown, key: string): string {
  const value = key && typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[key] : item;
  return String(value ?? '');
}

function selector({ range, rangeKey, value }: PickerData): Columns {
  return {
    texts: () => [range.map((item) => label(item, rangeKey))],
    initial: [Number(value) || 0],
    // a string, as WeChat has it
    detail: ([index = 0]) => ({ value: String(index) }),
  };
}

/** The page changes `range` on `columnchange`, so the columns are read anew each time. */
function multiSelector(data: PickerData): Columns {
  const columns = () => data.range.map((column) => (Array.isArray(column) ? column : []));
  return {
    texts: () => columns().map((column) => column.map((item) => label(item, data.rangeKey))),
    initial: columns().map((_, at) => (Array.isArray(data.value) ? Number(data.value[at]) || 0 : 0)),
    detail: (chosen) => ({ value: [...chosen] }),
  };
}

function time({ value, start, end }: PickerData): Columns {
  const minutes = (text: unknown, fallback: number) => {
    const match = /^(\d{1,2}):(\d{1,2})/.exec(String(text ?? ''));
    return match ? Number(match[1]) * 60 + Number(match[2]) : fallback;
  };
  const first = minutes(start, 0);
  const last = Math.max(first, minutes(end, 23 * 60 + 59));
  const now = new Date();
  const wanted = Math.min(last, Math.max(first, minutes(value, now.getHours() * 60 + now.getMinutes())));
  const hours = span(Math.floor(first / 60), Math.floor(last / 60));
  const minutesOf = (hour: number) => span(hour * 60 <= first ? first % 60 : 0, (hour + 1) * 60 > last ? last % 60 : 59);
  const hourAt = (index: number) => hours[index] ?? hours[0] ?? 0;
  return {
    texts: ([hour = 0]) => [hours.map((number) => pad(number)), minutesOf(hourAt(hour)).map((number) => pad(number))],
    initial: [hours.indexOf(Math.floor(wanted / 60)), minutesOf(Math.floor(wanted / 60)).indexOf(wanted % 60)],
    detail: ([hour = 0, minute = 0]) => ({ value: `${pad(hourAt(hour))}:${pad(minutesOf(hourAt(hour))[minute] ?? 0)}` }),
  };
}

type Day = [year: number, month: number, day: number];

function date({ value, start, end, fields }: PickerData): Columns {
  const parse = (text: unknown, fallback: Day): Day => {
    const match = /^(\d{1,4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?/.exec(String(text ?? ''));
    return match ? [Number(match[1]), Number(match[2] ?? fallback[1]), Number(match[3] ?? fallback[2])] : fallback;
  };
  const today = new Date();
  const from = parse(start, [1970, 1, 1]);
  const to = parse(end, [2100, 12, 31]);
  const wanted = parse(value, [today.getFullYear(), today.getMonth() + 1, today.getDate()]);
  const years = span(from[0], to[0]);
  const monthsOf = (year: number) => span(year === from[0] ? from[1] : 1, year === to[0] ? to[1] : 12);
  const daysOf = (year: number, month: number) => {
    const length = new Date(year, month, 0).getDate();
    return span(year === from[0] && month === from[1] ? from[2] : 1, year === to[0] && month === to[1] ? Math.min(length, to[2]) : length);
  };
  const columns = fields === 'year' ? 1 : fields === 'month' ? 2 : 3;
  const read = ([year = 0, month = 0, day = 0]: readonly number[]): Day => {
    const atYear = years[year] ?? from[0];
    const months = monthsOf(atYear);
    const atMonth = months[Math.min(month, months.length - 1)] ?? 1;
    const days = daysOf(atYear, atMonth);
    return [atYear, atMonth, days[Math.min(day, days.length - 1)] ?? 1];
  };
  return {
    texts: (chosen) => {
      const [year, month] = read(chosen);
      return [
        years.map((number) => `${number}年`),
        monthsOf(year).map((number) => `${pad(number)}月`),
        daysOf(year, month).map((number) => `${pad(number)}日`),
      ].slice(0, columns);
    },
    initial: [
      Math.max(0, Math.min(years.length - 1, wanted[0] - from[0])),
      Math.max(0, monthsOf(wanted[0]).indexOf(wanted[1])),
      Math.max(0, daysOf(wanted[0], wanted[1]).indexOf(wanted[2])),
    ].slice(0, columns),
    detail: (chosen) => ({
      value: read(chosen).slice(0, columns).map((number, at) => pad(number, at === 0 ? 4 : 2)).join('-'),
    }),
  };
}

function region({ value, level, customItem }: PickerData): Columns {
  const columns = level === 'province' ? 1 : level === 'city' ? 2 : 3;
  const custom = customItem ? [customItem] : [];
  const texts = (chosen: readonly number[]) => {
    const province = (chosen[0] ?? 0) - custom.length;
    const city = (chosen[1] ?? 0) - custom.length;
    return [[...custom, ...provinces()], [...custom, ...cityRows(province)], [...custom, ...cityRows(province, city)]].slice(0, columns);
  };
  const initial: number[] = [];
  for (let at = 0; at < columns; at++) {
    const name = Array.isArray(value) ? String(value[at] ?? '') : '';
    initial.push(Math.max(0, texts(initial)[at]?.indexOf(name) ?? 0));
  }
  return {
    texts,
    initial,
    detail: (chosen) => {
      const rows = texts(chosen);
      const names = rows.map((column, at) => column[chosen[at] ?? 0] ?? '');
      return { value: names, ...regionValue(chosen.slice(0, columns).map((index) => index - custom.length)) };
    },
  };
}
