// Base library 2.27.1 and newer: profiles are anonymous, and the user page offers its choosers of avatar and nickname.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { double } from '../lib/double.js';
import { phone } from '../lib/phone.js';
import { root } from '../lib/source.js';
import { LOGIN, USER } from '../lib/steps.js';

const NEW = '2.27.1';

/** A new phone with WeChat of today, logged in, on 用户设置. Nobody was asked. */
async function newcomer() {
  const it = await phone({ baseLibrary: NEW, consents: false }, LOGIN);
  await double(it.world, 'control/base-library', { version: NEW });
  await it.tap('微信直接登录');
  await it.tap('用户设置');
  assert.equal(it.route, USER, it.toast);
  return it;
}

test('a nickname', async () => {
  const it = await newcomer();
  assert.notEqual(it.stored('userInfo').nickName, '林晓');
  it.typed.nickName = '  小林 ';
  await it.tap('保存');
  assert.equal(it.toast, '昵称已保存');
  assert.equal(it.stored('userInfo').nickName, '小林');
  await it.launch('pages/ucenter/index/index');
  assert.match(it.text, /^小林/);
});

test('no nickname', async () => {
  const it = await newcomer();
  await it.tap('保存');
  assert.equal(it.toast, '请输入昵称');
  assert.equal(it.count('auth/profile'), 0);
});

test('an avatar', async () => {
  const it = await newcomer();
  const before = it.stored('userInfo').avatarUrl;
  it.picture = readFileSync(join(root, 'images/tab-index.png'));
  await it.tap('选择头像');
  assert.equal(it.toast, '头像已保存');
  const { avatarUrl } = it.stored('userInfo');
  assert.notEqual(avatarUrl, before);
  assert.equal(it.find('选择头像').children[0].attributes.src, avatarUrl);
  assert.match((await fetch(avatarUrl)).headers.get('content-type'), /^image\//);
});

test('a file that is no picture', async () => {
  const it = await newcomer();
  const { avatarUrl } = it.stored('userInfo');
  it.picture = Buffer.from('no picture');
  await it.tap('选择头像');
  assert.equal(it.toast, '参数值不对');
  assert.equal(it.stored('userInfo').avatarUrl, avatarUrl);
});

test('no avatar chosen', async () => {
  const it = await newcomer();
  it.failNext('chooseAvatar', 'cancel');
  await it.tap('选择头像');
  assert.deepEqual([it.toasts, it.count('auth/avatar')], [[], 0]);
});

test('a name that is there can still be changed on a new base library, and not on an old one', async () => {
  const it = await newcomer();
  it.typed.nickName = '小林';
  await it.tap('保存');
  assert.ok(it.find('保存'));
  it.baseLibrary = '2.21.2';
  await it.gesture('onShow');
  assert.equal(it.find('保存'), undefined);
});

test('without a name they are offered on an old base library, where that has them', async () => {
  const it = await newcomer();
  for (const [version, offered] of [['2.21.2', true], ['2.21.1', false], ['2.100.0', true], ['3.0.0', true]]) {
    it.baseLibrary = version;
    await it.gesture('onShow');
    assert.equal(Boolean(it.find('保存')), offered, version);
  }
});
