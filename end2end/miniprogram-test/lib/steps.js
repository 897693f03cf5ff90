// Shared first steps of the tests.
import assert from 'node:assert/strict';
import { phone } from './phone.js';

export const UCENTER = 'pages/ucenter/index/index';
export const LOGIN = 'pages/auth/login/login';
export const USER = 'pages/ucenter/user/user';

/** 我的, 点击登录: on the login page. */
export async function atLogin(settings) {
  const it = await phone(settings, UCENTER);
  await it.tap('点击登录');
  assert.equal(it.route, LOGIN);
  return it;
}

/** A person who has logged in, back on 我的. */
export async function loggedIn(settings) {
  const it = await atLogin(settings);
  await it.tap('微信直接登录');
  assert.equal(it.route, UCENTER, it.toast);
  return it;
}

/** The same, on 用户设置. */
export async function atUser(settings) {
  const it = await loggedIn(settings);
  await it.tap('用户设置');
  assert.equal(it.route, USER);
  return it;
}

/** Storage, program and page know of no login. */
export function assertForgotten(it) {
  assert.deepEqual([it.stored('token'), it.stored('userInfo'), it.app.globalData.hasLogin], [null, null, false]);
}
