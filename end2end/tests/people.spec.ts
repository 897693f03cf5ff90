// Virtual users: two browsers, and one that changes hands.
import { test, expect, counts, login, phone, stored } from '../lib/fixtures';

test('two virtual users in two browsers', async ({ page, browser, world, watch }) => {
  const other = await browser.newContext();
  await other.addInitScript((name) => {
    localStorage.setItem('oa-mini:world', name);
    localStorage.setItem('oa-mini:user', 'chen');
  }, world);
  const second = await other.newPage();
  watch(second);
  await login(page);
  await login(second);
  await expect(phone(page).locator('.profile__name')).toHaveText('林晓');
  await expect(phone(second).locator('.profile__name')).toHaveText('陈默');
  await expect(counts(second)).toHaveText(['3', '2', '0', '2']);
  expect((await stored(page, 'userInfo')).userId).not.toBe((await stored(second, 'userInfo')).userId);
  await second.evaluate(() => 0);
  await other.close();
});

test('the switch of the virtual user swaps the phone', async ({ page }) => {
  await login(page);
  await page.locator('.menu--user summary').click();
  await page.locator('.menu--user').getByText('陈默').click();
  await expect(phone(page).locator('.page--index')).toBeVisible();
  await login(page);
  await expect(phone(page).locator('.profile__name')).toHaveText('陈默');
  await page.locator('.menu--user summary').click();
  await page.locator('.menu--user').getByText('林晓').click();
  await phone(page).getByRole('link', { name: '我的' }).click();
  await expect(phone(page).locator('.profile__name'), 'and back again').toHaveText('林晓');
});
