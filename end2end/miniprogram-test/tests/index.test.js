// pages/index/index: the two ways to a profile.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phone } from '../lib/phone.js';

test('the way that asks', async () => {
  const it = await phone();
  assert.equal(it.route, 'pages/index/index');
  await it.tap('微信直接登录1');
  assert.match(it.text, /昵称:林晓/);
  assert.equal(it.data.userInfo.avatarUrl, it.screen.children.at(-1).children[1].attributes.src);
  const [{ options }] = it.calls.filter(({ name }) => name === 'getUserProfile');
  assert.deepEqual({ ...options }, { desc: '用于完善会员资料', lang: 'zh_CN' });
  assert.equal(it.count('request'), 0, 'the server is not asked');
});

test('refused: nothing happens', async () => {
  const it = await phone({ consents: false });
  await it.tap('微信直接登录1');
  assert.deepEqual(it.toasts, []);
  assert.equal(it.data.userInfo.nickName, '');
});

test('a failure that is no refusal is told', async () => {
  const it = await phone();
  it.failNext('getUserProfile', 'no permission');
  await it.tap('微信直接登录1');
  assert.equal(it.toast, 'getUserProfile:fail no permission');
});

test('a second tap asks nobody', async () => {
  const it = await phone();
  it.press('微信直接登录1');
  it.press('微信直接登录1');
  await it.idle();
  assert.equal(it.count('getUserProfile'), 1);
  assert.equal(it.data.busy, false);
});

test('the silent way names nobody, and can fail', async () => {
  const it = await phone();
  await it.toggle();
  assert.doesNotMatch(it.text, /微信直接登录1/);
  await it.tap('微信直接登录2');
  assert.match(it.text, /昵称:微信用户/);
  it.failNext('getUserInfo', 'scope unauthorized');
  await it.tap('微信直接登录2');
  assert.equal(it.toast, '微信登录失败');
});

test('where wx.getUserProfile is no more, the other way is shown', async () => {
  const it = await phone({ without: ['getUserProfile'] });
  assert.match(it.text, /微信直接登录2/);
});
