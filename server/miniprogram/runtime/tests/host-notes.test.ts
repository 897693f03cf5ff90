// Notes, calls that are not in the table, and what is shown of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buffersOf, runCall } from '../host/calls';
import { readNote } from '../host/notes';
import { Network } from '../host/network';
import { place } from '../host/problems';
import { asciiJson } from '../host/send';
import { fileUrl } from '../host/tab-bar';

const page = {
  path: 'pages/index/index', query: '?id=1', title: '首页', background: '#fff', textStyle: 'black', custom: false, loading: false, canGoBack: false,
  home: false, tab: 0,
};

test('a note is read as the protocol has it, and nothing beside it', () => {
  assert.deepEqual(readNote({ note: 'page', page: { ...page, more: 1 }, more: 2 }), { note: 'page', page });
  assert.deepEqual(readNote({ note: 'storage', key: 'a', value: null }), { note: 'storage', key: 'a', value: null });
  assert.deepEqual(readNote({ note: 'pong' }), { note: 'pong' });
});

test('anything else is no note', (context) => {
  context.mock.method(console, 'warn', () => undefined);
  for (const message of [
    {}, { note: 'toString' }, { note: '__proto__' }, { note: 5 }, { note: 'page' }, { note: 'page', page: { ...page, tab: '0' } },
    { note: 'page', page: { ...page, background: 'url(/demo/x)' } }, { note: 'log', level: 'constructor', text: 'x' }, { note: 'log', level: 'info', text: 5 },
    { note: 'storage', key: 'a' }, { note: 'storage', key: 'a', value: 5 }, Object.create({ note: 'pong' }) as object,
  ]) assert.equal(readNote(message), undefined, JSON.stringify(message));
});

const never = new AbortController().signal;
const context = { network: new Network('/miniprogram/x'), isTap: () => false };

test('a name that is in no table reaches nothing', async () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'navigateTo', '']) {
    await assert.rejects(runCall(name, {}, context, never), (errMsg) => errMsg === `${name}:fail not supported`);
  }
});

test('arguments are checked before anything is done', async () => {
  const failure = (name: string, args: unknown, errMsg: RegExp) => assert.rejects(runCall(name, args, context, never), (error) => errMsg.test(String(error)));
  await failure('showToast', { title: 5, icon: 'none', duration: 1 }, /^showToast:fail parameter error: parameter\.title should be String instead of Number;$/);
  await failure('showToast', { title: 'x'.repeat(1001), icon: 'none', duration: 1 }, /longer than 1000/);
  await failure('showActionSheet', { itemList: ['1', '2', '3', '4', '5', '6', '7'] }, /^showActionSheet:fail parameter error: .*larger than 6;$/);
  await failure('request', { url: 'x'.repeat(9000), method: 'GET', header: {} }, /parameter\.url is longer than 8192/);
  await failure('request', { url: 'x', method: 'TRACE', header: {} }, /parameter\.method/);
  await failure('request', { url: 'x', method: 'GET', header: { 'a b': 'c' } }, /parameter\.header has a name/);
  await failure('request', { url: 'x', method: 'GET', header: { a: 'b\nc' } }, /parameter\.header has a name/);
  await failure('request', { url: 'x', method: 'POST', header: {}, data: new ArrayBuffer(10_485_761) }, /parameter\.data is larger/);
  await failure('request', { url: 'x', method: 'POST', header: {}, data: { a: 1 } }, /parameter\.data should be String instead of Object/);
  await failure('login', 'x', /parameter should be Object instead of String/);
});

test('what WeChat ties to a tap is refused without one', async () => {
  const args = { getUserProfile: { desc: 'x' }, setClipboardData: { data: 'x' }, chooseFile: { accept: '', multiple: false } };
  for (const name of ['getUserProfile', 'getPhoneNumber', 'chooseAvatar', 'setClipboardData', 'getClipboardData', 'chooseFile']) {
    const own = name in args ? args[name as keyof typeof args] : {};
    await assert.rejects(runCall(name, own, context, never), (error) => error === `${name}:fail can only be invoked by user TAP gesture.`);
  }
});

test('a picture of the tab bar stays among the files of the project', () => {
  assert.equal(fileUrl('/m/k', 'images/首页 1.png'), '/m/k/files/images/%E9%A6%96%E9%A1%B5%201.png');
  assert.equal(fileUrl('/m/k', '/images/a.png'), '/m/k/files/images/a.png');
  for (const path of ['', '/', '..', '../a', 'a/../../b', './a', 'a/..']) assert.equal(fileUrl('/m/k', path), undefined, path);
  assert.equal(fileUrl('/m/k', '..%2f..%2fdemo?x#y'), '/m/k/files/..%252f..%252fdemo%3Fx%23y');
});

test('a place is told as far as it is known', () => {
  const problem = { level: 'error', file: 'app.json', line: 3, column: 7, message: '' } as const;
  assert.equal(place(problem), 'app.json:3:7');
  assert.equal(place({ ...problem, column: 0 }), 'app.json:3');
  assert.equal(place({ ...problem, line: 0 }), 'app.json');
});

test('headers travel as ASCII', () => {
  assert.equal(asciiJson({ a: '路\u007f' }), '{"a":"\\u8def\\u007f"}');
  assert.deepEqual(JSON.parse(asciiJson({ a: '😀"\\' })), { a: '😀"\\' });
});

test('the buffers of an answer are found', () => {
  const [one, two] = [new ArrayBuffer(1), new ArrayBuffer(2)];
  assert.deepEqual(buffersOf({ files: [{ bytes: one }, { bytes: two }], x: null }), [one, two]);
});
