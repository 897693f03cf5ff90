// The first-visit hint: from the tab 我的 to the first login, then once to the settings, and never again in this browser.
import type { Page } from '@playwright/test';
import { test, expect, login, open, phone } from '../lib/fixtures';

const ringed = (page: Page, name: string) => expect(phone(page).locator(name)).toHaveCSS('outline-style', 'solid');
const hint = (page: Page) => phone(page).locator('.coach:visible');

for (const [width, height] of [[375, 812], [360, 640], [1440, 900], [1366, 768]])
  test(`the hint leads to the first login, and to the settings, ${width} × ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    /** A hint hides nothing that it speaks of. */
    const beside = async (what: string) => {
      const [bubble, target] = await Promise.all([hint(page).boundingBox(), phone(page).locator(what).first().boundingBox()]);
      const gap = Math.max(target!.y - bubble!.y - bubble!.height, bubble!.y - target!.y - target!.height);
      expect(gap, what).toBeGreaterThanOrEqual(0);
      expect(gap, what).toBeLessThan(40);
      const screen = (await phone(page).boundingBox())!;
      expect(bubble!.x).toBeGreaterThanOrEqual(screen.x);
      expect(bubble!.x + bubble!.width).toBeLessThanOrEqual(screen.x + screen.width);
    };
    await open(page, '/');
    await expect(hint(page)).toContainText('从这里开始');
    await expect(hint(page)).toContainText('并不登录');
    await expect(phone(page).getByRole('link', { name: '我的' })).toHaveAccessibleDescription(/从这里开始/);
    await ringed(page, '[data-tab=ucenter]');
    await beside('[data-tab=ucenter]');

    await phone(page).getByRole('button', { name: '微信直接登录1' }).click();
    await expect(hint(page), 'never over a sheet').toHaveCount(0);
    await phone(page).getByRole('button', { name: '允许', exact: true }).click();
    await expect(hint(page), 'a profile is no login').toContainText('并不登录');

    await phone(page).getByRole('link', { name: '我的' }).click();
    await expect(hint(page)).toContainText('点击登录');
    await ringed(page, '.profile__who');
    await beside('.profile__who');
    await phone(page).getByRole('button', { name: '点击登录' }).click();
    await ringed(page, '.login__actions .button--primary');
    await expect(hint(page)).toContainText('微信直接登录');
    await beside('.login__actions .button--primary');
    await phone(page).getByRole('button', { name: '微信直接登录' }).click();
    await phone(page).getByRole('button', { name: '允许', exact: true }).click();

    await expect(hint(page)).toContainText('设置');
    await ringed(page, '.profile__settings');
    await ringed(page, '.cell--settings');
    await beside('.profile__settings');
    await phone(page).getByRole('button', { name: '设置', exact: true }).click();
    await expect(phone(page).locator('.page--user')).toBeVisible();
    await expect(hint(page)).toHaveCount(0);
    await page.goBack();
    await expect(phone(page).locator('.page--ucenter')).toBeVisible();
    await expect(hint(page), 'once').toHaveCount(0);

    await page.evaluate(() => ['token', 'userInfo'].forEach((key) => localStorage.removeItem(key)));
    await open(page, '/');
    await expect(hint(page), 'whoever has logged in knows the way').toHaveCount(0);
  });

test('beside the phone it is said that the green button does not log in', async ({ page }) => {
  await login(page);
  await open(page, '/');
  await expect(page.locator('.stage__note')).toHaveText(/绿色按钮只取资料，不登录/);
  await expect(page.locator('.stage__note')).toBeVisible();
  await phone(page).getByRole('link', { name: '会议' }).click();
  await expect(page.locator('.stage__note')).toBeHidden();
});

test('the cell 设置 does what the gear does, and 消息 is not there yet', async ({ page }) => {
  await open(page, '/pages/ucenter/index/index');
  await phone(page).getByRole('button', { name: '设置', exact: true }).click();
  await expect(phone(page).locator('.page--login'), 'logged out: to the login').toBeVisible();
  await login(page);
  await phone(page).getByRole('button', { name: '消息' }).click();
  await expect(phone(page).locator('.toast')).toHaveText('开发中');
  await phone(page).getByRole('button', { name: '设置', exact: true }).click();
  await expect(phone(page).locator('.page--user')).toBeVisible();
});
