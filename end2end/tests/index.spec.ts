// pages/index/index: the two official ways side by side. This page shows the platform call only.
import { test, expect, open, phone } from '../lib/fixtures';

test('getUserProfile, refused and then allowed', async ({ page }) => {
  const calls: string[] = [];
  page.on('request', (request) => request.url().includes('/oapro/wx/auth/') && calls.push(request.url()));
  await open(page, '/');
  await expect(phone(page).getByRole('heading', { name: '首页' })).toBeVisible();
  const button = phone(page).getByRole('button', { name: '微信直接登录1' });
  await button.click();
  const sheet = phone(page).getByRole('dialog');
  await expect(sheet).toContainText('用于完善会员资料');
  await sheet.getByRole('button', { name: '拒绝' }).click();
  await expect(sheet).toHaveCount(0);
  await expect(phone(page).locator('.page__nickname')).toHaveText('昵称:');
  await expect(button, 'focus comes back').toBeFocused();

  await button.click();
  await phone(page).getByRole('button', { name: '允许', exact: true }).click();
  await expect(phone(page).locator('.page__nickname')).toHaveText('昵称:林晓');
  expect(calls, 'the server is not contacted').toEqual([]);
});

test('getUserInfo, the withdrawn silent way, gives an anonymous user', async ({ page }) => {
  await open(page, '/pages/index/index');
  await phone(page).getByRole('switch').click();
  await phone(page).getByRole('button', { name: '微信直接登录2' }).click();
  await expect(phone(page).locator('.page__nickname')).toHaveText('昵称:微信用户');
  await expect(phone(page).getByRole('dialog'), 'it asks nobody').toHaveCount(0);
});

test('Esc refuses, and a tap on the mask does nothing', async ({ page }) => {
  await open(page, '/');
  await phone(page).getByRole('button', { name: '微信直接登录1' }).click();
  const sheet = phone(page).getByRole('dialog');
  await phone(page).locator('.overlay').click({ position: { x: 20, y: 20 } });
  await expect(sheet).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
});
