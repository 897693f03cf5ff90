// The demos of the workbench, as the page itself plays them, and how a visitor begins one and sees it through.
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';

const file = JSON.parse(readFileSync('../app/src/workbench/scenarios/scenarios.json', 'utf8'));
export const scenarios: { zh: string; en: string; hint: string }[] = file.scenarios;

const root = (page: Page) => page.locator('html');
const item = (page: Page, name: string) => page.locator('.menu--scenario .menu__item').filter({ has: page.locator('.zh', { hasText: new RegExp(`^${name}$`) }) });

/** With the mouse, from a page on which the workbench can be seen. */
export async function play(page: Page, name: string) {
  await page.locator('.menu--scenario summary').click();
  await item(page, name).click();
}

/** With a finger. On a narrow window the workbench is opened first. */
export async function touch(page: Page, name: string) {
  if (await page.locator('.peek').isVisible()) await page.locator('.peek').tap();
  await page.locator('.menu--scenario summary').tap();
  await item(page, name).tap();
}

/** With the keyboard alone. */
export async function type(page: Page, name: string) {
  await expect(page.locator('#workbench'), 'a key is lost until its part is loaded').not.toHaveAttribute('inert');
  const peek = page.locator('.peek');
  if (await peek.isVisible()) {
    await peek.focus();
    await page.keyboard.press('Enter');
  }
  await page.locator('.menu--scenario summary').focus();
  await page.keyboard.press('Enter');
  await expect(item(page, name)).toBeVisible();
  await page.keyboard.press('Tab');
  const at = scenarios.findIndex(({ zh }) => zh === name);
  for (let down = 0; down < at; down++) await page.keyboard.press('ArrowDown');
  await expect(item(page, name)).toBeFocused();
  await page.keyboard.press('Enter');
}

/** Goes on wherever the demo stops on a failure, until it is done. Returns how often it stopped. */
export async function carryOn(page: Page, goOn: () => Promise<void> = () => page.getByRole('button', { name: '继续' }).click()) {
  let held = 0;
  for (;;) {
    await expect(root(page)).toHaveAttribute('data-scenario', /held|done|failed/, { timeout: 30_000 });
    if ((await root(page).getAttribute('data-scenario')) !== 'held') break;
    held += 1;
    await goOn();
    await expect(root(page)).not.toHaveAttribute('data-scenario', 'held');
  }
  await expect(root(page)).toHaveAttribute('data-scenario', 'done');
  return held;
}
