// Small parts of the engine: storage, event channels, places in stacks, rpx, the log.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventChannel, type Listener } from '../frame/event-channel';
import { inspect } from '../frame/inspect';
import { Report } from '../frame/report';
import { rpx } from '../frame/rpx';
import { placeIn } from '../frame/stack-trace';
import { StorageCopy } from '../frame/storage';
import type { Bridge } from '../frame/types';
import type { Note } from '../protocol';

test('the storage is written through, and bounded as WeChat bounds it', () => {
  const notes: Note[] = [];
  const storage = new StorageCopy({ a: '1' }, (note) => void notes.push(note));
  storage.set('b', '2');
  storage.remove('a');
  storage.remove('nothing');
  storage.fromHost('c', '3');
  assert.deepEqual(storage.keys(), ['b', 'c']);
  assert.deepEqual(notes, [{ note: 'storage', key: 'b', value: '2' }, { note: 'storage', key: 'a', value: null }]);
  assert.throws(() => storage.set('big', 'x'.repeat(1024 * 1024 + 1)), { errMsg: 'fail entry size limit reached' });
  for (let index = 0; index < 9; index += 1) storage.set(`k${index}`, 'x'.repeat(1024 * 1024));
  assert.throws(() => storage.set('k9', 'x'.repeat(1024 * 1024)), { errMsg: 'fail exceed storage max size 10Mb' });
  storage.set('k0', 'x'); // in place of the old one
  storage.set('k9', 'x'.repeat(1024 * 1024));
  assert.equal(storage.get('k9')?.length, 1024 * 1024);
});

test('an event channel has two ends', () => {
  const heard: unknown[] = [];
  const [one, other] = EventChannel.pair((listener: Listener, args) => listener(...args));
  const listener = (...args: unknown[]): void => void heard.push(args);
  other.on('a', listener);
  other.once('a', (value) => heard.push(`once ${String(value)}`));
  one.emit('a', 1, 2);
  one.emit('a', 3);
  other.emit('a', 'nobody');
  other.off('a', listener);
  one.emit('a', 4);
  assert.deepEqual(heard, [[1, 2], 'once 1', [3]]);
});

test('the place of an error in the project', () => {
  const base = 'http://127.0.0.1:8080/miniprogram/ab';
  const stack = `TypeError: x\n    at f (${base}/runtime/frame.js:1:2)\n    at Object.onLoad (${base}/js/pages/%E4%B8%AD/a.js:12:34)\n    at g (${base}/js/b.js:1:1)`;
  assert.deepEqual(placeIn(stack, base), { file: 'pages/中/a.js', line: 12, column: 34 });
  assert.deepEqual(placeIn(`onLoad@${base}/js/a.js:3:4`, base), { file: 'a.js', line: 3, column: 4 });
  assert.equal(placeIn('TypeError: x', base), undefined);
});

test('rpx in inline styles', () => {
  assert.equal(rpx('width:750rpx;margin:-10.5rpx .5rpx'), 'width:100vw;margin:-1.4vw 0.06667vw');
  assert.equal(rpx('width:calc(100% - 20rpx)'), 'width:calc(100% - 2.66667vw)');
  assert.equal(rpx('background:url(a20rpx.png)'), 'background:url(a20rpx.png)');
});

Object.assign(globalThis, { Element: class {} });

test('values in the log are bounded and never throw', () => {
  const circle: Record<string, unknown> = { a: 1 };
  circle['self'] = circle;
  assert.equal(inspect(['x', 1, null, circle, [1, 'y'], () => undefined]), 'x 1 null {a: 1, self: [circular]} [1, "y"] ƒ ');
  assert.equal(inspect([{ a: { b: { c: { d: 1 } } } }]), '{a: {b: {c: {…}}}}');
  assert.equal(inspect(['x'.repeat(5000)]).length, 2049);
  assert.equal(inspect([Object.defineProperty({}, 'a', { enumerable: true, get: () => { throw new Error(); } })]), '[unreadable]');
});

test('the log is bounded in number, and an error is told once', () => {
  const notes: Note[] = [];
  const bridge = { note: (note: Note) => void notes.push(note) } as unknown as Bridge;
  const report = new Report(bridge, 'http://x');
  const heard: unknown[] = [];
  report.heard = (event, detail) => void heard.push([event, String(detail).split('\n')[0]]);
  const error = new RangeError('x');
  report.thrown('pages/a onLoad', error);
  report.thrown('unhandled rejection', error);
  assert.deepEqual(notes.map(({ note }) => note), ['log', 'problem']);
  assert.deepEqual(heard, [['error', 'RangeError: x']]);
  for (let index = 0; index < 1000; index += 1) report.log('info', ['line'], true);
  assert.ok(notes.length < 260, `${notes.length} notes`);
});
