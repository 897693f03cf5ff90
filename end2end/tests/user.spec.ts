// pages/ucenter/user/user: the phone number, and leaving.
import { test, expect, login, open, phone, shown, stored } from '../lib/fixtures';
import { api, double } from '../lib/double';

test('bind the phone: refused first, then allowed', async ({ page, request }) => {
  await login(page);
  await phone(page).getByLabel('用户设置').click();
  const rows = phone(page).locator('.page--user');
  await rows.getByRole('button', { name: '点击获取' }).click();
  await phone(page).getByRole('button', { name: '不允许' }).click();
  await expect(phone(page).locator('.toast'), 'refused: nothing happens').toHaveCount(0);
  await expect(rows.getByRole('button', { name: '点击获取' })).toBeVisible();

  await rows.getByRole('button', { name: '点击获取' }).click();
  await expect(phone(page).getByRole('dialog')).toContainText('120****0001');
  await phone(page).getByRole('button', { name: '允许', exact: true }).click();
  await shown(page, '绑定手机号码成功');
  await expect(rows.getByText('12066600001')).toBeVisible();
  const info = await stored(page, 'userInfo');
  expect(info.phone).toBe('12066600001');
  await expect(rows.getByText(`1000${info.userId}`)).toBeVisible();

  await page.reload();
  await expect(rows.getByText('12066600001'), 'a reload keeps it').toBeVisible();
  expect((await api(request, 'user/index', await stored(page, 'token'))).errno).toBe(0);
});

test('a rotated key is 715, and a new login mends it', async ({ page, request, world }) => {
  await login(page);
  await double(request, world, 'control/rotate-key', { user: 'lin' });
  await phone(page).getByLabel('用户设置').click();
  await phone(page).getByRole('button', { name: '点击获取' }).click();
  await phone(page).getByRole('button', { name: '允许', exact: true }).click();
  await shown(page, '登录态已失效，请重新登录后再试');
});

test('leave: cancelled, then confirmed', async ({ page, request }) => {
  await login(page);
  const token = await stored(page, 'token');
  await phone(page).getByLabel('用户设置').click();
  await phone(page).getByRole('button', { name: '退 出' }).click();
  const modal = phone(page).getByRole('alertdialog');
  await expect(modal).toContainText('退出登录?');
  await expect(modal.getByRole('button', { name: '取消' })).toBeFocused();
  await modal.getByRole('button', { name: '取消' }).click();
  await expect(modal).toHaveCount(0);
  expect(await stored(page, 'token')).toBe(token);

  await phone(page).getByRole('button', { name: '退 出' }).click();
  await modal.getByRole('button', { name: '确定' }).click();
  await expect(phone(page).locator('.page--index')).toBeVisible();
  await expect(page).toHaveURL('/pages/index/index');
  expect(await stored(page, 'token')).toBeNull();
  expect(await stored(page, 'userInfo')).toBeNull();
  expect((await api(request, 'user/index', token)).errno).toBe(501);
});

test('logged out: rows are empty, and 点击获取 says why', async ({ page }) => {
  await open(page, '/pages/ucenter/user/user');
  await phone(page).getByRole('button', { name: '点击获取' }).click();
  await shown(page, '绑定失败:请先登录');
});

test('a session that the server ended leads to the login page', async ({ page, request }) => {
  await login(page);
  await api(request, 'auth/logout', await stored(page, 'token'), {});
  await phone(page).getByRole('link', { name: '首页' }).click();
  await phone(page).getByRole('link', { name: '我的' }).click();
  await expect(phone(page).locator('.page--login')).toBeVisible();
  expect(await stored(page, 'token')).toBeNull();
});
