// pages/ucenter/index/index, and an expired login.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '../lib/double.js';
import { phone } from '../lib/phone.js';
import { assertForgotten, atUser, LOGIN, loggedIn, UCENTER, USER } from '../lib/steps.js';

/** Another device of the same user ends this one's session. */
const revoke = (it) => api('auth/revoke', it.stored('token'), { all: true });

test('logged out: the name and the settings lead to the login page', async () => {
  const it = await phone({}, UCENTER);
  assert.match(it.text, /^点击登录/);
  assert.equal(it.count('request'), 0, 'without a token the server is not asked');
  await it.tap('点击登录');
  assert.equal(it.route, LOGIN);
  await it.launch(UCENTER);
  await it.tap('用户设置');
  assert.equal(it.route, LOGIN);
});

test('logged in: name, avatar and counts; the name leads nowhere', async () => {
  const it = await loggedIn();
  assert.match(it.text, /^林晓 我主持的会议 2 我参与的会议 5 我发布的投票 1 我参与的投票 3 消息 设置$/);
  assert.equal(it.screen.children[0].children[0].children[0].attributes.src, it.stored('userInfo').avatarUrl);
  const opened = it.count('navigateTo');
  await it.tap('林晓');
  assert.equal(it.count('navigateTo'), opened);
  await it.tap('用户设置');
  assert.equal(it.route, USER);
});

test('a cell leads nowhere yet', async () => {
  const it = await loggedIn();
  await it.tap('消息');
  assert.equal(it.toast, '开发中');
});

test('a failure keeps the counts and is told', async () => {
  const it = await loggedIn();
  const { counts } = it.data;
  it.failNext('request', 'timeout');
  await it.gesture('onShow');
  assert.equal(it.toast, 'request:fail timeout');
  assert.deepEqual(it.data.counts, counts);
});

test('a revoked token: storage is cleared and the login page opened', async () => {
  const it = await loggedIn();
  assert.equal((await revoke(it)).errno, 0);
  await it.gesture('onShow');
  assert.equal(it.route, LOGIN);
  assertForgotten(it);
  assert.deepEqual(it.toasts, [], 'the login page says enough');
  await it.tap('微信直接登录');
  assert.equal(it.route, UCENTER);
  assert.match(it.text, /林晓/);
  await revoke(it);
  await it.gesture('onShow');
  assert.equal(it.route, LOGIN, 'and so the next time');
});

test('who comes back from the login page without a login sees no counts', async () => {
  const it = await loggedIn();
  await revoke(it);
  await it.gesture('onShow');
  it.stack.navigateBack();
  assert.equal(it.text, '点击登录 我主持的会议 我参与的会议 我发布的投票 我参与的投票 消息 设置');
});

test('several 501s at once open one login page', async () => {
  const it = await loggedIn();
  await revoke(it);
  for (let call = 0; call < 4; call += 1) it.page.onShow();
  await it.idle();
  assert.equal(it.count('user/index'), 5);
  assert.equal(it.count('navigateTo'), 2, 'the one of the first login, and this');
  assert.deepEqual(it.stack.pages.map((page) => page.route), [UCENTER, LOGIN]);
});

test('without a token several 501s open one login page, too', async () => {
  const it = await phone({}, UCENTER);
  const page = it.page;
  for (const _ of [1, 2, 3]) page.loadCounts();
  await it.idle();
  page.loadCounts();
  await it.idle();
  assert.deepEqual([it.count('user/index'), it.count('navigateTo')], [4, 1], 'nor does one that comes later');
});

test('a forged token is none', async () => {
  const it = await loggedIn();
  it.storage.set('token', JSON.stringify(`oa_${'A'.repeat(43)}`));
  await it.gesture('onShow');
  assert.equal(it.route, LOGIN);
  assertForgotten(it);
});

test('a 501 that comes late leaves a newer login alone', async () => {
  const it = await loggedIn();
  await revoke(it);
  const release = it.holdAnswers();
  it.page.onShow();
  const newer = JSON.stringify('oa_newer');
  it.storage.set('token', newer);
  release();
  await it.idle();
  assert.equal(it.storage.get('token'), newer);
  assert.equal(it.route, UCENTER);
});

test('counts that come after logging out are not shown', async () => {
  const it = await loggedIn();
  it.page.setData({ counts: null });
  const release = it.holdAnswers();
  it.page.onShow();
  it.storage.clear();
  release();
  await it.idle();
  assert.equal(it.data.counts, null);
});

test('a full stack makes room by a reLaunch', async () => {
  const it = await atUser();
  while (it.stack.pages.length < 10) it.stack.navigateTo(USER);
  await it.idle();
  await revoke(it);
  await it.tap('点击获取');
  assert.deepEqual(it.stack.pages.map((page) => page.route), [LOGIN]);
  assertForgotten(it);
});

test('without a network nobody is logged out', async () => {
  const it = await loggedIn();
  it.failNext('request', 'timeout');
  it.failNext('checkSession', 'timeout');
  await it.launch(UCENTER);
  assert.notEqual(it.stored('token'), null);
  assert.match(it.text, /林晓/);
});
