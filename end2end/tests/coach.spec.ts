// The first-visit hint: from the tab 我的 to the first login, and then never again in this browser.
import { test, expect, login, open, phone } from '../lib/fixtures';

test('the hint leads to the first login', async ({ page }) => {
  await open(page, '/');
  const hint = phone(page).locator('.coach');
  const ringed = (name: string) => expect(phone(page).locator(name)).toHaveCSS('outline-style', 'solid');
  await expect(hint).toContainText('从这里开始');
  await expect(phone(page).getByRole('link', { name: '我的' })).toHaveAccessibleDescription(/从这里开始/);
  await ringed('[data-tab=ucenter]');

  await phone(page).getByRole('button', { name: '微信直接登录1' }).click();
  await expect(hint, 'never over a sheet').toBeHidden();
  await page.keyboard.press('Escape');
  await expect(hint).toBeVisible();

  await phone(page).getByRole('link', { name: '我的' }).click();
  await expect(hint).toBeHidden();
  await ringed('.profile__who');
  await phone(page).getByRole('button', { name: '点击登录' }).click();
  await ringed('.login__actions .button--primary');

  await login(page);
  await open(page, '/');
  await expect(hint, 'whoever has logged in knows the way').toBeHidden();
  await page.evaluate(() => ['token', 'userInfo'].forEach((key) => localStorage.removeItem(key)));
  await open(page, '/');
  await expect(hint).toBeHidden();
});
