// The checks of what the frame sends: the right type passes as a copy, all else is refused by name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParameterError, bytes, color, flag, list, nullable, number, oneOf, optional, record, text, texts } from '../host/arguments';

const reason = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof ParameterError, String(error));
    return error.message;
  }
  return assert.fail('nothing was thrown');
};

test('a text is told from everything else', () => {
  assert.equal(text(3)('abc', 'x'), 'abc');
  assert.equal(reason(() => text(3)(5, 'parameter.title')), 'parameter error: parameter.title should be String instead of Number;');
  assert.equal(reason(() => text(3)(undefined, 'x')), 'parameter error: x should be String instead of Undefined;');
  assert.match(reason(() => text(3)('abcd', 'x')), /longer than 3/);
});

test('a number is finite and moved into its range', () => {
  assert.equal(number(0, 10)(-5, 'x'), 0);
  assert.equal(number(0, 10)(50, 'x'), 10);
  for (const value of [Number.NaN, Infinity, '5', null]) assert.match(reason(() => number(0, 10)(value, 'x')), /should be/);
});

test('one of some texts is no name of a prototype', () => {
  const shape = oneOf('success', 'none');
  assert.equal(shape('none', 'x'), 'none');
  for (const value of ['toString', '__proto__', 'constructor', '']) assert.match(reason(() => shape(value, 'x')), /one of success, none/);
});

test('bytes are bounded, and nothing that only looks like them', () => {
  assert.equal(bytes(2)(new ArrayBuffer(2), 'x').byteLength, 2);
  assert.match(reason(() => bytes(2)(new ArrayBuffer(3), 'x')), /larger than 2 bytes/);
  assert.match(reason(() => bytes(2)({ byteLength: 1 }, 'x')), /ArrayBuffer instead of Object/);
});

test('a colour cannot be an address', () => {
  for (const value of ['#fff', '#07C160', 'red', 'rgb(0 0 0 / .5)', 'rgba(1, 2, 3, 0.4)', '']) assert.equal(color(value, 'x'), value);
  for (const value of ['url(x)', 'red;x:y', 'var(--a)', 'image(red)', '#12', 'rgb(url(x))']) assert.match(reason(() => color(value, 'x')), /color/);
});

test('a record has its named fields and no other', () => {
  const shape = record({ a: text(9), b: optional(flag) });
  assert.deepEqual(shape({ a: 'x', c: 1 }, 'p'), { a: 'x' });
  assert.deepEqual(shape({ a: 'x', b: true }, 'p'), { a: 'x', b: true });
  assert.equal(reason(() => shape({}, 'parameter')), 'parameter error: parameter.a should be String instead of Undefined;');
  assert.match(reason(() => shape([], 'p')), /Object instead of Array/);
  assert.match(reason(() => shape(null, 'p')), /Object instead of Null/);
});

test('what is inherited is not there', () => {
  assert.match(reason(() => record({ a: text(9) })(Object.create({ a: 'x' }), 'p')), /p\.a should be String/);
  assert.match(reason(() => record({ constructor: text(9) })({}, 'p')), /p\.constructor should be String instead of Undefined/);
});

test('a key __proto__ is a key like any other', () => {
  const headers = texts(5, 9)(JSON.parse('{"__proto__":"x","b":"y"}'), 'header');
  assert.deepEqual(Object.entries(headers), [['__proto__', 'x'], ['b', 'y']]);
  assert.equal(Object.getPrototypeOf(headers), Object.prototype);
});

test('collections are bounded', () => {
  assert.deepEqual(list(text(1), 2)(['a', 'b'], 'x'), ['a', 'b']);
  assert.match(reason(() => list(text(1), 2)(['a', 'b', 'c'], 'x')), /larger than 2/);
  assert.match(reason(() => list(text(1), 2)(['a', 5], 'x')), /x\[1\] should be String/);
  assert.match(reason(() => list(text(1), 2)(new Array(2), 'x')), /x\[0\] should be String/);
  assert.match(reason(() => texts(1, 9)({ a: '1', b: '2' }, 'x')), /more than 1/);
  assert.match(reason(() => texts(5, 1)({ a: '12' }, 'x')), /x\.a is longer than 1/);
  assert.match(reason(() => texts(5, 9)({ a: 1 }, 'x')), /x\.a should be String instead of Number/);
  assert.equal(nullable(text(1))(null, 'x'), null);
});
