// pages/auth/login/login: the login page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, double } from '../lib/double.js';
import { phone } from '../lib/phone.js';
import { assertForgotten, atLogin, LOGIN, loggedIn, UCENTER } from '../lib/steps.js';

const POST = 'auth/login_by_weixin';

test('login: storage, the way back, and what the server knows', async () => {
  const it = await loggedIn();
  assert.match(it.stored('token'), /^oa_[\w-]{43}$/);
  const info = it.stored('userInfo');
  assert.deepEqual([info.nickName, info.status, info.userLevelDesc], ['林晓', 0, '普通用户']);
  assert.equal(it.app.globalData.hasLogin, true);
  assert.ok(it.calls.every(({ name, options }) => name !== 'request' || options.timeout === 20_000), 'longer than the server takes');
  assert.deepEqual([...it.storage.keys()].sort(), ['token', 'userInfo'], 'nothing else is stored');
  const { errno, data } = await api('user/index', it.stored('token'));
  assert.equal(errno, 0);
  assert.deepEqual(it.data.counts, data);
  const { data: sessions } = await api('auth/sessions', it.stored('token'));
  assert.equal(sessions.list[0].device, 'iPhone', 'the phone is known by its User-Agent');
});

test('the login page as the first page leads on to 我的', async () => {
  const it = await phone({}, LOGIN);
  await it.tap('微信直接登录');
  assert.equal(it.route, UCENTER);
  assert.equal(it.stack.pages.length, 1);
});

test('who is logged in leaves it at once', async () => {
  const it = await loggedIn();
  await it.launch(LOGIN);
  assert.equal(it.route, UCENTER);
});

test('refused: the reason is told, nothing is sent', async () => {
  const it = await atLogin({ consents: false });
  await it.tap('微信直接登录');
  assert.equal(it.toast, 'getUserProfile:fail auth deny');
  assert.equal(it.route, LOGIN);
  assert.equal(it.count(POST), 0);
  assertForgotten(it);
});

test('a second tap does nothing', async () => {
  const it = await atLogin();
  const release = it.holdAnswers();
  it.press('微信直接登录');
  it.press('微信直接登录');
  release();
  await it.idle();
  assert.deepEqual([it.count('getUserProfile'), it.count(POST), it.count('navigateBack')], [1, 1, 1]);
});

test('who goes back meanwhile is logged in there', async () => {
  const it = await atLogin();
  const release = it.holdAnswers();
  it.press('微信直接登录');
  it.stack.navigateBack();
  release();
  await it.idle();
  assert.deepEqual([it.route, it.stack.pages.length], [UCENTER, 1]);
  assert.match(it.text, /林晓/);
});

test('WeChat is down: 714, and the next try works', async () => {
  const it = await atLogin();
  await double(it.world, 'control/fault', { path: '/sns/jscode2session', times: 3, errcode: -1 });
  await it.tap('微信直接登录');
  assert.equal(it.toast, '微信服务暂不可用');
  assertForgotten(it);
  await double(it.world, 'control/fault', { path: '/sns/jscode2session', times: 0 });
  await it.tap('微信直接登录');
  assert.equal(it.route, UCENTER);
});

test('an expired code: 710', async () => {
  const it = await atLogin();
  const { code } = await double(it.world, 'phone/login', { user: it.user });
  await double(it.world, 'control/expire-codes');
  it.nextCode = code;
  await it.tap('微信直接登录');
  assert.equal(it.toast, '登录凭证无效或已过期');
});

test('a code that was used: 711', async () => {
  const it = await atLogin();
  const { code } = await double(it.world, 'phone/login', { user: it.user });
  const { data } = await api(POST, '', { code, userInfo: {} }, it.world);
  await api('user/index', data.token);
  it.nextCode = code;
  await it.tap('微信直接登录');
  assert.equal(it.toast, '登录凭证已被使用');
  assertForgotten(it);
});

for (const [name, reason, told] of [
  ['request', 'timeout', '微信登录超时'],
  ['login', 'errcode:-118 error_msg:net::ERR_CONNECTION_TIMED_OUT', '微信登录超时'],
  ['request', 'errcode:-109 net::ERR_ADDRESS_UNREACHABLE', 'request:fail errcode:-109 net::ERR_ADDRESS_UNREACHABLE'],
]) {
  test(`wx.${name} fails: ${reason}`, async () => {
    const it = await atLogin();
    it.failNext(name, reason);
    await it.tap('微信直接登录');
    assert.equal(it.toast, told);
    assert.deepEqual([it.route, it.data.busy], [LOGIN, false]);
    assertForgotten(it);
  });
}

test('where wx.getUserProfile is no more, login goes on without a profile', async () => {
  const it = await loggedIn({ without: ['getUserProfile'] });
  assert.equal(it.count(POST), 1);
  assert.notEqual(it.stored('token'), null);
});

test('账号登录 is not there yet', async () => {
  const it = await atLogin();
  await it.tap('账号登录');
  assert.equal(it.toast, '开发中');
});

test('a restart keeps the login; a key that WeChat has dropped lets the user log in again', async () => {
  const it = await loggedIn();
  await it.launch(UCENTER);
  assert.match(it.text, /林晓/);
  assert.equal(it.app.globalData.hasLogin, true);
  await double(it.world, 'control/rotate-key', { user: it.user });
  const token = it.stored('token');
  await it.launch(UCENTER);
  assert.equal(it.app.globalData.hasLogin, false);
  assert.equal(it.stored('token'), token, 'what is stored stays');
  await it.tap('林晓');
  await it.tap('微信直接登录');
  assert.notEqual(it.stored('token'), token);
});
