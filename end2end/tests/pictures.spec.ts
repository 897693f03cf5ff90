// Pictures to compare by eye, before and after a change of the page: `PICTURES=FOLDER npx playwright test pictures`.
// Nothing is asserted of them.
import type { Page } from '@playwright/test';
import { test, expect, counts, login, open, phone } from '../lib/fixtures';
import { carryOn } from '../lib/demos';

const folder = process.env.PICTURES;
test.skip(!folder, 'PICTURES names a folder');
test.beforeEach(({ page }) => page.emulateMedia({ reducedMotion: 'reduce' }));

const picture = async (page: Page, name: string) => {
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${folder}/${name}.png` });
};
const press = (page: Page, name: string) => phone(page).getByRole('button', { name, exact: true }).click();

test('wide, light, Chinese', async ({ page }) => {
  await open(page, '/');
  await picture(page, 'wide-idle');
  await press(page, '微信直接登录1');
  await picture(page, 'wide-consent');
  await login(page);
  await expect(counts(page)).toHaveCount(4);
  await expect(phone(page).locator('.toast')).toHaveCount(0);
  await picture(page, 'wide-logged-in');
  for (const tab of ['storage', 'sessions']) {
    await page.locator(`#tab-${tab}`).click();
    await picture(page, `wide-${tab}`);
  }
  await phone(page).getByLabel('用户设置').click();
  await press(page, '点击获取');
  await picture(page, 'wide-consent-phone');
  await press(page, '允许');
  await expect(phone(page).getByText('12066600001')).toBeVisible();
  await page.locator('#step-decrypt button').click();
  await expect(page.locator('.cipher__step[data-status=done]')).toHaveCount(5);
  await expect(phone(page).locator('.toast')).toHaveCount(0);
  await picture(page, 'wide-bound-crypto');
  await press(page, '退 出');
  await picture(page, 'wide-modal');
});

test('wide: menus, a failure, faults', async ({ page }) => {
  await open(page, '/');
  await page.locator('.menu--user summary').click();
  await picture(page, 'wide-menu-user');
  await page.locator('.menu--scenario summary').click();
  await picture(page, 'wide-menu-scenario');
  await page.locator('.menu--scenario').getByRole('button', { name: 'code 重放' }).click();
  await carryOn(page);
  await picture(page, 'wide-replay');
  await page.locator('#tab-faults').click();
  await page.locator('#fault-limit').check();
  await expect(page.locator('#fault-count')).toHaveText('1');
  await picture(page, 'wide-faults');
});

test('wide, dark, English', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.addInitScript(() => localStorage.setItem('oa-mini:lang', 'en'));
  await open(page, '/');
  await picture(page, 'wide-dark-en-idle');
});

test('narrow', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await open(page, '/');
  await picture(page, 'narrow-index');
  await open(page, '/pages/auth/login/login');
  await picture(page, 'narrow-login');
  await login(page);
  for (const [name, path] of [['meetings', 'meeting/list/list'], ['votes', 'vote/list/list'], ['ucenter', 'ucenter/index/index'], ['user', 'ucenter/user/user']]) {
    await open(page, `/pages/${path}`);
    await picture(page, `narrow-${name}`);
  }
  await page.locator('.peek').click();
  await expect(page.locator('#workbench')).toBeInViewport();
  await picture(page, 'narrow-workbench');
});
