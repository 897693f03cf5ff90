// What a screen reader finds in the phone: each page, logged out and in, and whatever rises over one.
import type { Page } from '@playwright/test';
import { double } from '../lib/double';
import { test, expect, login, open, phone } from '../lib/fixtures';
import { pinned } from '../lib/aria';

/** The number of the account, which is another one in every run. */
const ID: [RegExp, string] = [/\b1000\d+\b/, '1000\\d+'];
/** When a meeting is: before and after the server began. */
const WHEN: [RegExp, string] = [/\b\d\d-\d\d \d\d:\d\d\b/, '\\d\\d-\\d\\d \\d\\d:\\d\\d'];

const pages = {
  index: '/pages/index/index',
  login: '/pages/auth/login/login',
  meetings: '/pages/meeting/list/list',
  votes: '/pages/vote/list/list',
  ucenter: '/pages/ucenter/index/index',
  user: '/pages/ucenter/user/user',
};

const press = (page: Page, name: string) => phone(page).getByRole('button', { name, exact: true }).click();
const settings = async (page: Page) => {
  await phone(page).getByLabel('用户设置').click();
  await expect(phone(page).locator('.page--user')).toBeVisible();
};

test('each page, logged out', async ({ page }) => {
  for (const [name, path] of Object.entries(pages)) {
    await open(page, path);
    await pinned(phone(page), `phone-${name}`, WHEN);
  }
});

test('each page, logged in', async ({ page }) => {
  await login(page);
  for (const [name, path] of Object.entries(pages)) {
    await open(page, path);
    // who is logged in does not stay on the login page
    if (name === 'login') await expect(phone(page).locator('.page--ucenter')).toBeVisible();
    if (/login|ucenter/.test(name)) await expect(phone(page).locator('.cell__value').nth(3)).toHaveText('3');
    await pinned(phone(page), `phone-${name}-logged-in`, ID, WHEN);
  }
});

test('each page as the server sends it, without a script', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(path);
    await pinned(phone(page), `phone-${name}-without-script`, WHEN);
  }
  await context.close();
});

test('the index: the profile, and the two ways to it', async ({ page }) => {
  await open(page, '/');
  await press(page, '微信直接登录1');
  await pinned(phone(page), 'phone-sheet-profile');
  for (const part of ['navbar', 'page']) await expect(phone(page).locator(`.phone__${part}`), 'out of reach').toHaveAttribute('inert');
  await press(page, '允许');
  await expect(phone(page).locator('.page__nickname')).toHaveText('昵称:林晓');
  await pinned(phone(page), 'phone-index-profile');
  await phone(page).getByRole('switch').click();
  await press(page, '微信直接登录2');
  await expect(phone(page).locator('.page__nickname')).toHaveText('昵称:微信用户');
  await pinned(phone(page), 'phone-index-switched-off');
});

test('the user page: a number that is bound, and the way out', async ({ page }) => {
  await login(page);
  await settings(page);
  await press(page, '点击获取');
  await pinned(phone(page), 'phone-sheet-phone', ID);
  await press(page, '允许');
  await expect(phone(page).getByText('12066600001')).toBeVisible();
  await expect(phone(page).locator('.toast')).toHaveCount(0);
  await pinned(phone(page), 'phone-user-bound', ID);
  await press(page, '退 出');
  await pinned(phone(page), 'phone-modal-leave', ID);
  await press(page, '确定');
  await expect(phone(page).locator('.page--index')).toBeVisible();
  await pinned(phone(page), 'phone-index-after-leaving');
});

test('the user page where WeChat tells no profile', async ({ page, request, world }) => {
  await double(request, world, 'control/base-library', { version: '2.27.1' });
  await login(page);
  await pinned(phone(page), 'phone-ucenter-anonymous');
  await settings(page);
  await pinned(phone(page), 'phone-user-anonymous', ID);
  await phone(page).getByRole('textbox').focus();
  await expect(phone(page).getByText('使用微信昵称')).toBeVisible();
  await pinned(phone(page), 'phone-user-anonymous-typing', ID);
  await phone(page).getByRole('button', { name: '更换头像' }).click();
  await pinned(phone(page), 'phone-sheet-avatar', ID);
  await press(page, '使用微信头像');
  await expect(phone(page).locator('.row__avatar')).toHaveAttribute('src', /\/oapro\/avatar\//);
  await pinned(phone(page), 'phone-user-anonymous-avatar', ID);
});

test('the capsule’s menu', async ({ page }) => {
  await open(page, '/pages/meeting/list/list');
  await press(page, '更多');
  await pinned(phone(page), 'phone-sheet-more', WHEN);
});

test.describe('toasts', () => {
  // a toast stays until it has been looked at, however slow the machine
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() => {
      const real = window.setTimeout;
      (window as any).setTimeout = (then: any, ms: number, ...more: any[]) => real(then, ms === 1500 || ms === 2500 ? 1e6 : ms, ...more);
    });
  });
  const toast = (page: Page) => phone(page).locator('.toast').locator('..');

  test('of the mini-program', async ({ page }) => {
    await open(page, pages.user);
    await press(page, '点击获取');
    await pinned(toast(page), 'phone-toast-error');
    await open(page, pages.login);
    await press(page, '账号登录');
    await pinned(toast(page), 'phone-toast-none');
    await login(page);
    await settings(page);
    await press(page, '点击获取');
    await press(page, '允许');
    await expect(toast(page)).toContainText('绑定手机号码成功');
    await pinned(toast(page), 'phone-toast-success');
  });

  test('of a script', async ({ page }) => {
    await open(page, '/');
    for (const icon of ['success', 'error', 'loading', 'none']) {
      await page.evaluate((icon) => void (window as any).wx.showToast({ title: `<b>${icon}</b>`, icon, duration: 1500 }), icon);
      await expect(toast(page)).toContainText(icon);
      await pinned(toast(page), `phone-toast-script-${icon}`);
    }
  });
});

for (const [tab, name, call] of [['会议', 'meetings', 'meeting/list'], ['投票', 'votes', 'vote/list']])
  test(`${tab}: awaited, failed, none`, async ({ page }) => {
    let answer: object | null = null;
    await page.route(`**/oapro/wx/${call}**`, (route) => (answer ? route.fulfill({ json: answer }) : undefined));
    await open(page, '/');
    await phone(page).getByRole('link', { name: tab }).click();
    await expect(phone(page).locator('.waiting')).toBeVisible();
    await pinned(phone(page).locator('.phone__page'), `phone-${name}-awaited`);

    answer = { errno: 502, errmsg: '系统内部错误' };
    await open(page, '/');
    await phone(page).getByRole('link', { name: tab }).click();
    await expect(phone(page).getByText('加载失败')).toBeVisible();
    await pinned(phone(page).locator('.phone__page'), `phone-${name}-failed`);

    answer = { errno: 0, errmsg: '成功', data: { list: [], total: 0, page: 1, limit: 10, pages: 0 } };
    await phone(page).getByText('加载失败').click();
    await expect(phone(page).locator('.empty')).toBeVisible();
    await pinned(phone(page).locator('.phone__page'), `phone-${name}-none`);
  });

test('on a narrow window: the way to the workbench', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await open(page, '/');
  await pinned(phone(page), 'phone-index-narrow');
  await page.locator('.peek').click();
  await expect(page.locator('#workbench')).toBeInViewport();
  await pinned(page.locator('#workbench .topbar'), 'workbench-topbar-narrow');
});
