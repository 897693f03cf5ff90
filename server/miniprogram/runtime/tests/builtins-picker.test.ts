// What each mode of a picker offers, and what it tells of a choice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PickerData, columnsOf } from '../frame/builtins/picker-columns';

const data = (change: Partial<PickerData>): PickerData => ({
  mode: 'selector', range: [], rangeKey: '', value: null, start: '', end: '', fields: 'day', level: 'region', customItem: '', ...change,
});
/** The texts of each column at the rows that are chosen at first. */
const initial = (change: Partial<PickerData>): string[] => {
  const { texts, initial: rows } = columnsOf(data(change));
  return texts(rows).map((column, at) => column[rows[at] ?? -1] ?? `none of ${column.length}`);
};

test('a selector tells the index as a string, and reads names by range-key', () => {
  const columns = columnsOf(data({ range: [{ name: 'a' }, { name: 'b' }, 'c'], rangeKey: 'name', value: '1' }));
  assert.deepEqual(columns.texts([0]), [['a', 'b', 'c']]);
  assert.deepEqual(columns.initial, [1]);
  assert.deepEqual(columns.detail([2]), { value: '2' });
});

test('several columns tell numbers', () => {
  const columns = columnsOf(data({ mode: 'multiSelector', range: [['x'], ['y', 'z']], value: [0, 1] }));
  assert.deepEqual(columns.initial, [0, 1]);
  assert.deepEqual(columns.detail([0, 1]), { value: [0, 1] });
  assert.deepEqual(columnsOf(data({ mode: 'multiSelector', range: ['not a column'] })).texts([0]), [[]]);
});

test('a time stays within its bounds, which cut the minutes of the first and the last hour', () => {
  const bounds = { mode: 'time', start: '09:30', end: '21:15' };
  assert.deepEqual(initial({ ...bounds, value: '08:00' }), ['09', '30']);
  assert.deepEqual(initial({ ...bounds, value: '23:00' }), ['21', '15']);
  const columns = columnsOf(data(bounds));
  assert.equal(columns.texts([0])[1]?.[0], '30');
  assert.equal(columns.texts([12])[1]?.length, 16);
  assert.deepEqual(columns.detail([0, 4]), { value: '09:34' });
});

test('days follow the month, and the bounds', () => {
  const bounds = { mode: 'date', start: '2020-02-10', end: '2024-03-05' };
  assert.deepEqual(initial({ ...bounds, value: '2024-02-29' }), ['2024年', '02月', '29日']);
  const columns = columnsOf(data(bounds));
  assert.deepEqual(columns.detail([3, 1, 28]), { value: '2023-02-28' });
  assert.equal(columns.texts([0, 0])[2]?.[0], '10日');
  assert.deepEqual(columns.texts([4])[1], ['01月', '02月', '03月']);
  assert.equal(columns.texts([4, 2])[2]?.length, 5);
});

test('the fields of a date choose its columns and its text', () => {
  assert.deepEqual(columnsOf(data({ mode: 'date', fields: 'month', value: '2024-02' })).detail([54, 1]), { value: '2024-02' });
  assert.deepEqual(columnsOf(data({ mode: 'date', fields: 'year' })).detail([0]), { value: '1970' });
});

test('a region tells names and codes', () => {
  assert.deepEqual(initial({ mode: 'region', value: ['广东省', '深圳市', '南山区'] }), ['广东省', '深圳市', '南山区']);
  const columns = columnsOf(data({ mode: 'region', value: ['上海市', '上海市', '浦东新区'] }));
  const detail = columns.detail(columns.initial);
  assert.deepEqual(detail, { value: ['上海市', '上海市', '浦东新区'], code: ['310000', '310100', '310115'], postcode: '' });
});

test('a custom item has no code, and a level leaves columns out', () => {
  const custom = columnsOf(data({ mode: 'region', customItem: '全部' }));
  assert.deepEqual(custom.detail([1, 0, 0]), { value: ['北京市', '全部', '全部'], code: ['110000'], postcode: '' });
  assert.deepEqual(columnsOf(data({ mode: 'region', level: 'city' })).detail([0, 0]), { value: ['北京市', '北京市'], code: ['110000', '110100'], postcode: '' });
});

test('every province has a city, and every city of the mainland districts', () => {
  const columns = columnsOf(data({ mode: 'region' }));
  const provinces = columns.texts([0])[0] ?? [];
  assert.equal(provinces.length, 34);
  for (const [at, province] of provinces.entries()) {
    const [, cities = [], districts = []] = columns.texts([at, 0, 0]);
    assert.ok(cities.length > 0 && districts.length > 0, province);
  }
});
