// How much a frame may send.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MESSAGE_BYTES, MessageBudget, isLargerThan } from '../host/flood';

const taken = (budget: MessageBudget, now: number, attempts: number): number =>
  Array.from({ length: attempts }, () => budget.take(now)).filter(Boolean).length;

test('a burst is taken, and one more is not', () => {
  assert.equal(taken(new MessageBudget(0), 0, 5000), 1000);
});

test('200 a second go on for ever', () => {
  const budget = new MessageBudget(0);
  for (let second = 1; second < 600; second += 1) assert.equal(taken(budget, second * 1000, 200), 200);
});

test('300 a second end within some seconds', () => {
  const budget = new MessageBudget(0);
  let second = 1;
  while (taken(budget, second * 1000, 300) === 300) second += 1;
  assert.ok(second < 15, String(second));
});

test('a pause fills no more than a burst, and a clock that goes back nothing', () => {
  const budget = new MessageBudget(0);
  taken(budget, 0, 1000);
  assert.equal(taken(budget, 3_600_000, 5000), 1000);
  assert.equal(budget.take(0), false);
});

test('the body of a call fits, and a larger one does not', () => {
  assert.equal(isLargerThan({ id: 1, call: 'request', args: { url: 'x', data: new ArrayBuffer(10_485_760) } }, MESSAGE_BYTES), false);
  assert.equal(isLargerThan({ args: { data: new ArrayBuffer(12_000_001) } }, MESSAGE_BYTES), true);
  assert.equal(isLargerThan({ text: 'x'.repeat(6_000_001) }, MESSAGE_BYTES), true);
  assert.equal(isLargerThan(new Uint8Array(12_000_001), MESSAGE_BYTES), true);
});

test('many small parts are large too', () => {
  assert.equal(isLargerThan(Array.from({ length: 800_000 }, () => 0), MESSAGE_BYTES), true);
  assert.equal(isLargerThan(new Array(4_000_000_000), MESSAGE_BYTES), true);
  assert.equal(isLargerThan(Array.from({ length: 1000 }, () => Array.from({ length: 1000 }, () => ({}))), MESSAGE_BYTES), true);
});

test('a cycle and great depth come to an end', () => {
  const cycle: unknown[] = [];
  cycle.push(cycle, { cycle });
  assert.equal(isLargerThan(cycle, MESSAGE_BYTES), false);
  let deep: unknown = 0;
  for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
  assert.equal(isLargerThan(deep, MESSAGE_BYTES), false);
});
