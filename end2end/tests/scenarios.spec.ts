// Every demo of the workbench, from the definition that the page itself plays: each waits for what must be seen.
import { readFileSync } from 'node:fs';
import { test, expect, open, phone } from '../lib/fixtures';

const { scenarios } = JSON.parse(readFileSync('../app/src/workbench/scenarios/scenarios.json', 'utf8')) as { scenarios: { zh: string }[] };

const play = async (page: import('@playwright/test').Page, name: string) => {
  await page.locator('.menu--scenario summary').click();
  await page.locator('.menu--scenario').getByRole('button', { name }).click();
};

for (const [number, { zh: name }] of scenarios.entries()) {
  test(`${number + 1} ${name}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(page, '/');
    await play(page, name);
    await expect(page.locator('html')).toHaveAttribute('data-scenario', /done|failed/, { timeout: 25_000 });
    await expect(page.locator('html')).toHaveAttribute('data-scenario', 'done');
  });
}

test('there are scenarios', () => expect(scenarios.length).toBeGreaterThanOrEqual(11));

test('a tap by the visitor stops the play', async ({ page }) => {
  await open(page, '/');
  await play(page, '首次登录');
  await expect(page.locator('html')).toHaveAttribute('data-scenario', 'playing');
  await expect(page.locator('#dot')).toBeVisible();
  await phone(page).locator('.page--index').click({ position: { x: 5, y: 300 } });
  await expect(page.locator('html')).toHaveAttribute('data-scenario', 'stopped');
  await page.waitForTimeout(1500);
  await expect(phone(page).getByText('林晓'), 'nobody was logged in').toHaveCount(0);
});

test('Esc stops it too', async ({ page }) => {
  await open(page, '/');
  await play(page, '首次登录');
  await page.keyboard.press('Escape');
  await expect(page.locator('html')).toHaveAttribute('data-scenario', 'stopped');
});
