// `wx.request`, `wx.uploadFile`, `wx.downloadFile`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpResponse } from '../protocol';
import { type Loose, ended, phone } from './wx-engine';

const reply = (body: string, header: Record<string, string> = {}, statusCode = 200): HttpResponse => ({
  statusCode,
  header,
  bytes: new TextEncoder().encode(body).buffer as ArrayBuffer,
});
const url = 'https://a.test/x';

/** What the host was asked for by one request. */
const sent = async (options: Loose): Promise<Loose> => {
  const { wx, asked } = phone({ request: () => reply('{}') });
  const { fail } = await ended(wx.request, { url, ...options });
  return fail ?? { ...asked[0]?.args, timeout: undefined };
};

test('data goes into the query of a GET', async () => {
  assert.equal(
    (await sent({ data: { a: 1, b: 'x y', c: { d: 1 }, e: ['中'] } }))['url'],
    `${url}?a=1&b=x%20y&c=${encodeURIComponent('{"d":1}')}&e=${encodeURIComponent('["中"]')}`,
  );
  assert.equal(
    (await sent({ url: `${url}?a=0&k=v#hash`, data: { a: 1, n: undefined, m: null } }))['url'],
    `${url}?a=1&k=v&n=undefined&m=null`,
  );
  assert.equal((await sent({ data: {} }))['url'], url);
  assert.equal('data' in (await sent({ data: { a: 1 } })), false);
});

test('data is a body by its content type', async () => {
  const post = (options: Loose) => sent({ method: 'post', ...options });
  const json = await post({ data: { a: [1] } });
  assert.deepEqual([json['method'], json['data'], json['header']], ['POST', '{"a":[1]}', { 'content-type': 'application/json' }]);
  const form = await post({ data: { a: 'x y', b: 2 }, header: { 'Content-Type': 'application/x-www-form-urlencoded' } });
  assert.deepEqual([form['data'], form['header']], ['a=x%20y&b=2', { 'content-type': 'application/x-www-form-urlencoded' }]);
  assert.equal((await post({ data: 'as it is' }))['data'], 'as it is');
  assert.deepEqual((await post({ data: new Uint8Array([1, 2]).buffer }))['data'], new Uint8Array([1, 2]).buffer);
  assert.deepEqual((await post({ data: new Uint8Array([0, 1, 2]).subarray(1) }))['data'], new Uint8Array([1, 2]).buffer);
  assert.equal('data' in (await post({})), false);
  assert.deepEqual((await post({ header: { Referer: 'x', 'X-A': 1 } }))['header'], { 'content-type': 'application/json', 'x-a': '1' });
});

test('an address that is none is not called', async () => {
  for (const wrong of ['/api', 'ftp://a.test', 'https://', 'http:a'])
    assert.deepEqual(await sent({ url: wrong }), { errMsg: `request:fail invalid url "${wrong}"`, errno: 600009 });
  assert.equal((await sent({ method: 'PATCH' }))['errMsg'], 'request:fail invalid request method "PATCH"');
});

test('the answer is read by its data type', async () => {
  const header = { 'content-type': 'application/json', 'set-cookie': 'a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT, b=2; Path=/' };
  const { wx } = phone({ request: () => reply('{"a":1}', header, 404) });
  const { success } = await ended(wx.request, { url });
  assert.deepEqual(success?.['data'], { a: 1 });
  assert.equal(success?.['statusCode'], 404);
  assert.equal(success?.['errMsg'], 'request:ok');
  assert.deepEqual(Object.keys(success?.['header']), ['Content-Type', 'Set-Cookie']);
  assert.equal(success?.['header']['content-type'], 'application/json');
  assert.deepEqual(success?.['cookies'], ['a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT', 'b=2; Path=/']);
  assert.equal((await ended(wx.request, { url, dataType: 'text' })).success?.['data'], '{"a":1}');
  assert.equal((await ended(wx.request, { url, responseType: 'arraybuffer' })).success?.['data'].byteLength, 7);
  assert.equal((await ended(phone({ request: () => reply('no json') }).wx['request'], { url })).success?.['data'], 'no json');
});

test("a timeout and an abort have WeChat's words", async () => {
  const never = (_: unknown, signal?: AbortSignal) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject({ errMsg: 'request:fail abort' })));
  const { wx, asked } = phone({ request: never }, { app: { pages: [], networkTimeout: { request: 30 } } });
  assert.deepEqual((await ended(wx.request, { url, timeout: 20 })).fail, { errMsg: 'request:fail timeout', errno: 5 });
  assert.deepEqual((await ended(wx.request, { url })).fail, { errMsg: 'request:fail timeout', errno: 5 });
  assert.equal(asked[1]?.args['timeout'], 30);
  let task: Loose = {};
  const aborted = ended((options) => (task = wx.request(options)), { url });
  task['abort']();
  assert.deepEqual((await aborted).fail, { errMsg: 'request:fail abort' });
  assert.equal('then' in task, false);
});

test('what the host refuses is passed on', async () => {
  const refuse = phone({
    request: () => {
      throw { errMsg: 'request:fail url not in domain list' };
    },
  });
  assert.deepEqual((await ended(refuse.wx['request'], { url })).fail, { errMsg: 'request:fail url not in domain list', errno: 600002 });
});

test('a task tells of headers and chunks', async () => {
  const { wx } = phone({ request: () => reply('{}', { a: '1' }) });
  const heard: unknown[] = [];
  const { returned } = await ended(
    (options) => {
      const task = wx.request(options);
      const off = () => heard.push('never');
      task.onHeadersReceived(off);
      task.offHeadersReceived(off);
      task.onHeadersReceived(({ statusCode }: Loose) => heard.push(statusCode));
      task.onChunkReceived(({ data }: Loose) => heard.push(data.byteLength));
      return task;
    },
    { url, enableChunked: true },
  );
  assert.deepEqual(heard, [200, 2]);
  assert.deepEqual(Object.keys(returned as object).sort(), [
    'abort',
    'offChunkReceived',
    'offHeadersReceived',
    'onChunkReceived',
    'onHeadersReceived',
  ]);
});

test('files go up from where a path leads', async () => {
  const { wx, asked, engine } = phone({ uploadFile: () => reply('{"ok":1}') });
  const temporary = engine.files.add(new Uint8Array([1, 2, 3]).buffer, 'image/png', 'a.png');
  wx.getFileSystemManager().writeFileSync(`${wx.env.USER_DATA_PATH}/b.txt`, 'text');
  const { success } = await ended(wx.uploadFile, {
    url,
    filePath: temporary,
    name: 'file',
    formData: { n: 1 },
    header: { 'Content-Type': 'x', A: 'b' },
  });
  assert.deepEqual([success?.['data'], success?.['statusCode']], ['{"ok":1}', 200]);
  await ended(wx.uploadFile, { url, filePath: `${wx.env.USER_DATA_PATH}/b.txt`, name: 'file' });
  assert.deepEqual(
    asked.map(({ args }) => [args['file'].name, args['file'].bytes.byteLength]),
    [
      ['a.png', 3],
      ['b.txt', 4],
    ],
  );
  assert.deepEqual([asked[0]?.args['formData'], asked[0]?.args['header']], [{ n: '1' }, { a: 'b' }]);
  assert.equal(
    (await ended(wx.uploadFile, { url, filePath: 'wxfile://none', name: 'f' })).fail?.['errMsg'],
    'uploadFile:fail file not found',
  );
});

test('a download becomes a file', async () => {
  const { wx, engine } = phone({ downloadFile: () => reply('png', { 'content-type': 'image/png; q=1' }) });
  const { success } = await ended(wx.downloadFile, { url: 'https://a.test/x/a.png?b' });
  assert.equal(engine.files.get(success?.['tempFilePath'])?.type, 'image/png');
  assert.match(success?.['tempFilePath'], /\.png$/);
  const filePath = `${wx.env.USER_DATA_PATH}/kept.png`;
  assert.equal((await ended(wx.downloadFile, { url, filePath })).success?.['filePath'], filePath);
  assert.equal(wx.getFileSystemManager().readFileSync(filePath, 'utf8'), 'png');
});
