// What every call of `wx` has in common.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shorten } from '../frame/wx/record';
import { ended, phone } from './wx-engine';

test('a call gives a promise where no callback is there, and nothing otherwise', async () => {
  const { wx } = phone({ login: () => ({ code: 'c' }) });
  assert.deepEqual(await wx.login(), { code: 'c', errMsg: 'login:ok' });
  const { returned, success, complete, fail } = await ended(wx.login);
  assert.equal(returned, undefined);
  assert.deepEqual(success, { code: 'c', errMsg: 'login:ok' });
  assert.equal(complete, success);
  assert.equal(fail, undefined);
});

test('a failure has the name of the call, whoever failed', async () => {
  const { wx } = phone({
    login: () => {
      throw { errMsg: 'login:fail timeout' };
    },
    setClipboardData: () => {
      throw new Error('no clipboard');
    },
    chooseFile: () => {
      throw { errMsg: 'chooseFile:fail cancel' };
    },
  });
  await assert.rejects(wx.login(), { errMsg: 'login:fail timeout' });
  assert.deepEqual((await ended(wx.setClipboardData, { data: 'x' })).fail, { errMsg: 'setClipboardData:fail no clipboard' });
  assert.deepEqual((await ended(wx.chooseImage)).complete, { errMsg: 'chooseImage:fail cancel' });
  await assert.rejects(wx.switchTab({ url: '/a' }), { errMsg: 'switchTab:fail can not switch to no-tabBar page /a' });
});

test('options of the wrong type are named', async () => {
  const { wx, asked } = phone();
  const refused = async (call: (options?: unknown) => Promise<unknown>, options: unknown, errMsg: string) =>
    assert.rejects(() => call(options) as Promise<unknown>, { errMsg, errno: 1001 });
  await refused(wx.navigateTo, {}, 'navigateTo:fail parameter error: parameter.url should be String instead of Undefined;');
  await refused(wx.navigateTo, undefined, 'navigateTo:fail parameter error: parameter.url should be String instead of Undefined;');
  await refused(wx.showToast, { title: 1 }, 'showToast:fail parameter error: parameter.title should be String instead of Number;');
  await refused(wx.showModal, { content: [] }, 'showModal:fail parameter error: parameter.content should be String instead of Array;');
  await refused(wx.login, 'now', 'login:fail parameter error: parameter should be Object instead of String;');
  assert.throws(() => wx.setStorageSync(1, 2), {
    message: 'setStorageSync:fail parameter error: parameter.key should be String instead of Number;',
  });
  assert.deepEqual(asked, []);
});

test('a callback that throws is reported and breaks nothing', async () => {
  const { wx, reported } = phone({ login: () => ({ code: 'c' }) });
  const thrown = new Error('theirs');
  await new Promise<void>((resolve) =>
    wx.login({
      success() {
        throw thrown;
      },
      complete: () => resolve(),
    }),
  );
  assert.deepEqual(reported, [['error', thrown]]);
});

test('every call is recorded, its secrets masked', async () => {
  const { wx, recorded } = phone({ request: () => ({ statusCode: 200, header: {}, bytes: new ArrayBuffer(0) }) });
  wx.setStorageSync('token', 'oa_0123456789');
  wx.getStorageSync('token');
  await ended(wx.request, {
    url: 'https://a.test/?code=0123456789&b=2',
    header: { 'X-OA-Token': 'oa_0123456789' },
    data: { code: '0123456789', nested: { session_key: 'abcdefghij', iv: 'short' }, encryptedData: '0123456789', name: 'shown' },
    success: () => undefined,
  });
  assert.equal(recorded[0]?.options, '{"key":"token","data":"oa_012…"}');
  assert.deepEqual(
    recorded.map(({ name, errMsg }) => `${name} ${errMsg}`),
    ['setStorageSync setStorageSync:ok', 'getStorageSync getStorageSync:ok', 'request request:ok'],
  );
  assert.deepEqual(JSON.parse(recorded[2]?.options ?? ''), {
    url: 'https://a.test/?code=012345…&b=2',
    header: { 'X-OA-Token': 'oa_012…' },
    data: { code: '012345…', nested: { session_key: 'abcdef…', iv: 'short' }, encryptedData: '012345…', name: 'shown' },
  });
});

test('what is recorded is bounded', () => {
  const circle: Record<string, unknown> = { text: 'x'.repeat(5000) };
  circle['self'] = circle;
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`key${index}`, { index, text: '\u0001'.repeat(400) }]));
  for (const options of [
    circle,
    many,
    Array(100_000).fill('long text'),
    'x'.repeat(1e6),
    { data: new ArrayBuffer(12) },
    {
      page: new (class Page {
        get boom() {
          throw 1;
        }
      })(),
    },
  ]) {
    const json = shorten(options);
    assert.ok(json.length <= 2048, `${json.length}`);
    JSON.parse(json);
  }
  assert.equal(shorten({ data: new ArrayBuffer(12), run: () => 1 }), '{"data":"[12 bytes]"}');
});

test('a secret in a text is masked', () => {
  assert.equal(
    shorten({ data: '{"code":"0123456789","session_key":"abcdefghi"}' }),
    JSON.stringify({ data: '{"code":"012345…","session_key":"abcdef…"}' }),
  );
  assert.equal(shorten({ statusCode: 200, errcode: '40029' }), '{"statusCode":200,"errcode":"40029"}');
});

test('a loop of synchronous calls does not flood the trace', () => {
  const { wx, recorded } = phone();
  for (let time = 0; time < 5000; time++) wx.getStorageSync('k');
  assert.ok(recorded.length >= 100 && recorded.length <= 300, `${recorded.length}`);
});
