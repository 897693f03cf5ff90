// The keyboard alone: from the phone to the workbench and back, whatever is open, and through the menus.
import type { Page } from '@playwright/test';
import { test, expect, open, phone } from '../lib/fixtures';

const where = (page: Page) =>
  page.evaluate(() => {
    const active = document.activeElement;
    return ['.overlay', '.workbench', '.phone__screen', '.skip'].find((part) => active?.closest(part)) ?? active?.tagName;
  });

test('an open sheet does not cut the workbench off', async ({ page }) => {
  await open(page, '/');
  await phone(page).getByRole('button', { name: '微信直接登录1' }).focus();
  await page.keyboard.press('Enter');
  await expect(phone(page).getByRole('dialog')).toBeVisible();
  await expect(phone(page).getByRole('button', { name: '拒绝' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(phone(page).getByRole('button', { name: '允许' })).toBeFocused();
  await page.keyboard.press('Tab');
  expect(await where(page), 'Tab leads on to the workbench, never to what lies below the sheet').toBe('.workbench');
  await page.keyboard.press('Shift+Tab');
  expect(await where(page)).toBe('.overlay');
  await page.keyboard.press('F6');
  await expect(page.locator('#workbench')).toBeFocused();
  await page.keyboard.press('F6');
  expect(await where(page)).toBe('.overlay');
  await page.keyboard.press('Escape');
  await expect(phone(page).getByRole('dialog')).toHaveCount(0);
  await expect(phone(page).getByRole('button', { name: '微信直接登录1' })).toBeFocused();
});

for (const [width, height] of [[375, 812], [1440, 900]])
  test(`F6 and the skip link lead to the workbench, ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, '/');
    await page.keyboard.press('Tab');
    await expect(page.locator('.skip')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('#workbench')).toBeVisible();
    await expect(page.locator('#workbench')).toBeFocused();
    await page.keyboard.press('F6');
    await expect(phone(page).locator('.page--index')).toBeFocused();
    await page.keyboard.press('F6');
    await expect(page.locator('#workbench')).toBeFocused();
  });

test('arrow keys walk a menu', async ({ page }) => {
  await open(page, '/');
  const menu = page.locator('.menu--scenario');
  const items = menu.locator('.menu__item');
  await menu.locator('summary').focus();
  await page.keyboard.press('ArrowDown');
  await expect(items.first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(items.nth(1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(items.last()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(items.first(), 'round and round').toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(items.last()).toBeFocused();
  await page.keyboard.press('Home');
  await expect(items.first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).not.toHaveAttribute('open');
  await expect(menu.locator('summary')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(items.last()).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(menu, 'it closes where the focus goes on').not.toHaveAttribute('open');
});
