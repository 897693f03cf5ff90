// pages/ucenter/user/user: the phone number, and the logout.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, double } from '../lib/double.js';
import { phone } from '../lib/phone.js';
import { assertForgotten, atUser, UCENTER, USER } from '../lib/steps.js';

const NUMBER = '12066600001';
const BIND = 'auth/bindPhone';

/** What was sent to bindPhone, by field. */
const sent = (it) => it.calls.filter(({ options }) => options.url?.endsWith(BIND)).map(({ options }) => Object.keys(options.data));

for (const [baseLibrary, fields] of [
  ['2.21.1', ['encryptedData', 'iv']],
  ['2.21.2', ['code']],
]) {
  test(`bind the phone by ${fields}`, async () => {
    const it = await atUser({ baseLibrary });
    await it.tap('点击获取');
    assert.equal(it.toast, '绑定手机号码成功');
    assert.deepEqual(sent(it), [fields]);
    assert.equal(it.stored('userInfo').phone, NUMBER);
    assert.ok(it.find(NUMBER), it.text);
    assert.equal(it.find('点击获取'), undefined, 'it is bound, and stays so');
    await it.launch(USER);
    assert.ok(it.find(NUMBER), 'a restart keeps it');
  });
}

test('the rows', async () => {
  const it = await atUser();
  assert.match(it.text, /^头像 名字 林晓 手机号码 点击获取 ID号 1000\d+ 退 出$/);
  assert.ok(it.find(`1000${it.stored('userInfo').userId}`));
});

test('refused: nothing happens', async () => {
  const it = await atUser({ baseLibrary: '2.21.1' });
  it.consents = false;
  await it.tap('点击获取');
  assert.deepEqual([it.toasts, sent(it)], [[], []]);
  assert.ok(it.find('点击获取'));
});

test('a button that WeChat does not grant says why', async () => {
  const it = await atUser();
  it.failNext('getPhoneNumber', 'no permission');
  await it.tap('点击获取');
  assert.equal(it.toast, 'getPhoneNumber:fail no permission');
});

test('logged out: the rows are empty, and WeChat is not asked', async () => {
  const it = await phone({}, USER);
  assert.equal(it.text, '头像 名字 手机号码 点击获取 ID号 退 出');
  await it.tap('点击获取');
  assert.equal(it.toast, '绑定失败:请先登录');
  assert.equal(it.count('getPhoneNumber'), 0);
});

test('a second tap binds once', async () => {
  const it = await atUser();
  const release = it.holdAnswers();
  it.press('点击获取');
  it.press('点击获取');
  release();
  await it.idle();
  assert.equal(sent(it).length, 1);
});

test('a key that WeChat has dropped is renewed before the number is asked for', async () => {
  const it = await atUser({ baseLibrary: '2.21.1' });
  const token = it.stored('token');
  await double(it.world, 'control/rotate-key', { user: it.user });
  await it.gesture('onShow');
  assert.notEqual(it.stored('token'), token, 'a new login');
  await it.tap('点击获取');
  assert.equal(it.toast, '绑定手机号码成功');
});

test('with a number there is no need of the key', async () => {
  const it = await atUser();
  await it.tap('点击获取');
  const token = it.stored('token');
  await double(it.world, 'control/rotate-key', { user: it.user });
  await it.gesture('onShow');
  assert.equal(it.stored('token'), token);
});

test('a number that comes when somebody else has logged in is not theirs', async () => {
  const it = await atUser();
  const release = it.holdAnswers();
  it.press('点击获取');
  while (it.count(BIND) === 0) await new Promise(setImmediate);
  it.storage.set('token', '"oa_other"');
  release();
  await it.idle();
  assert.equal(it.stored('userInfo').phone, undefined);
});

test('a key that changes between the check and the tap: 715', async () => {
  const it = await atUser({ baseLibrary: '2.21.1' });
  await double(it.world, 'control/rotate-key', { user: it.user });
  await it.tap('点击获取');
  assert.equal(it.toast, '登录态已失效，请重新登录后再试');
  assert.equal(it.stored('userInfo').phone, undefined);
});

test('while the key is renewed the button rests', async () => {
  const it = await atUser();
  await double(it.world, 'control/rotate-key', { user: it.user });
  const release = it.holdAnswers();
  it.page.onShow();
  it.press('点击获取');
  release();
  await it.idle();
  assert.equal(it.count('getPhoneNumber'), 0);
});

test('WeChat is down while the code is exchanged: 714', async () => {
  const it = await atUser();
  await double(it.world, 'control/fault', { path: '/wxa/business/getuserphonenumber', times: 3, status: 502 });
  await it.tap('点击获取');
  assert.equal(it.toast, '微信服务暂不可用');
});

test('leave: cancelled', async () => {
  const it = await atUser();
  const token = it.stored('token');
  it.confirms = false;
  await it.tap('退 出');
  assert.deepEqual([it.route, it.stored('token')], [USER, token]);
  assert.deepEqual({ ...it.modals[0] }, { title: '退出登录?', confirmColor: '#b4282d' });
  assert.equal((await api('user/index', token)).errno, 0);
});

test('leave: confirmed', async () => {
  const it = await atUser();
  const token = it.stored('token');
  await it.tap('退 出');
  assert.deepEqual(it.stack.pages.map((page) => page.route), ['pages/index/index']);
  assertForgotten(it);
  assert.equal((await api('user/index', token)).errno, 501);
  await it.launch(UCENTER);
  assert.match(it.text, /^点击登录/);
});

test('leave while the server does not answer, or knows the token no more', async () => {
  const it = await atUser();
  it.failNext('request', 'timeout');
  await it.tap('退 出');
  assert.equal(it.route, 'pages/index/index');
  assertForgotten(it);

  const other = await atUser();
  await api('auth/revoke', other.stored('token'), { all: true });
  await other.tap('退 出');
  assert.equal(other.route, 'pages/index/index', 'and not the login page');
  assertForgotten(other);
});
