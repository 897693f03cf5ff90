// The storage of the phone, with the frame's copy beside it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PhoneStorage } from '../host/storage';

/** localStorage, full at `limit` characters. */
function store(entries: Record<string, string>, limit = Infinity): Storage {
  const map = new Map(Object.entries(entries));
  const size = () => [...map].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return {
    get length() {
      return map.size;
    },
    key: (index) => [...map.keys()][index] ?? null,
    getItem: (key) => map.get(key) ?? null,
    removeItem: (key) => void map.delete(key),
    clear: () => map.clear(),
    setItem: (key, value) => {
      const before = map.get(key);
      map.set(key, value);
      if (size() <= limit) return;
      if (before === undefined) map.delete(key);
      else map.set(key, before);
      throw new Error('QuotaExceededError');
    },
  };
}

test('a frame gets the mini-program\'s keys, as JSON, and none of the page\'s', () => {
  const storage = new PhoneStorage(store({ token: '"t"', plain: 'a text', 'oa-mini:user': 'lin', 'oa-mini:parked:lin/B:token': '"s"' }));
  assert.deepEqual(storage.snapshot(), { token: '"t"', plain: '"a text"' });
  assert.deepEqual(storage.changes(), []);
});

test('a write goes through and is no news to the frame', () => {
  const phone = store({});
  const storage = new PhoneStorage(phone);
  storage.snapshot();
  assert.ok(storage.write('a', '{"b":1}'));
  assert.ok(storage.write('__proto__', '1'));
  assert.equal(phone.getItem('a'), '{"b":1}');
  assert.equal(phone.getItem('__proto__'), '1');
  assert.ok(storage.write('a', null));
  assert.equal(phone.getItem('a'), null);
  assert.deepEqual(storage.changes(), []);
});

test('what somebody else changes is sent once', () => {
  const phone = store({ a: '1', b: '2' });
  const storage = new PhoneStorage(phone);
  storage.snapshot();
  phone.setItem('a', '3');
  phone.removeItem('b');
  phone.setItem('c', 'text');
  phone.setItem('oa-mini:theme', 'dark');
  assert.deepEqual(storage.changes(), [{ key: 'b', value: null }, { key: 'a', value: '3' }, { key: 'c', value: '"text"' }]);
  assert.deepEqual(storage.changes(), []);
});

test('the page\'s keys are neither written nor removed', () => {
  const phone = store({ 'oa-mini:user': 'lin' });
  const storage = new PhoneStorage(phone);
  storage.snapshot();
  assert.equal(storage.write('oa-mini:user', '"evil"'), false);
  assert.equal(storage.write('oa-mini:user', null), false);
  assert.equal(phone.getItem('oa-mini:user'), 'lin');
});

test('what was not taken goes back in the frame', () => {
  const storage = new PhoneStorage(store({ a: '1' }, 100));
  storage.snapshot();
  assert.equal(storage.write('a', '{no json'), false);
  assert.deepEqual(storage.changes(), [{ key: 'a', value: '1' }]);
  assert.equal(storage.write('a', JSON.stringify('x'.repeat(200))), false);
  assert.deepEqual(storage.changes(), [{ key: 'a', value: '1' }]);
  assert.equal(storage.write('oa-mini:x', '1'), false);
  assert.deepEqual(storage.changes(), [{ key: 'oa-mini:x', value: null }]);
});

test('WeChat\'s limits hold: 1 MB a value, 10 MB in all', () => {
  const storage = new PhoneStorage(store({}));
  storage.snapshot();
  const most = JSON.stringify('x'.repeat(1_048_574));
  assert.equal(storage.write('a', `${most} `), false);
  storage.changes();
  for (let index = 0; index < 9; index += 1) assert.ok(storage.write(`a${index}`, most));
  assert.equal(storage.write('b', most), false, 'with its key it is more than is left');
  storage.changes();
  assert.ok(storage.write('b', JSON.stringify('x'.repeat(1_000_000))));
});
