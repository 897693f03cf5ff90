// Every demo of the workbench, from the definition that the page itself plays: each waits for what must be seen. By keyboard on
// a wide window and by touch on a phone in every run; at the other widths, each in both ways, in `make full`.
import { readFileSync } from 'node:fs';
import { test, expect, open, phone } from '../lib/fixtures';
import { carryOn, play, scenarios, touch, type } from '../lib/demos';

const text = readFileSync('../app/src/workbench/scenarios/scenarios.json', 'utf8');
const definitions: { zh: string; steps: object[] }[] = JSON.parse(text).scenarios;
/** How often a demo stops on a failure. */
const failures = (name: string) => definitions.find(({ zh }) => zh === name)!.steps.filter((step) => 'failed' in Object(step)).length;

const sizes: [number, number][] = [[375, 812], [1440, 900], [360, 640], [768, 1024], [1024, 768], [1366, 768], [2560, 1440]];

for (const [at, [width, height]] of sizes.entries())
  for (const way of ['touch', 'keyboard'] as const) {
    const isSample = (width === 375 && way === 'touch') || (width === 1440 && way === 'keyboard');
    test.describe(`${width} px, ${way}`, () => {
      test.use({ viewport: { width, height }, hasTouch: way === 'touch' });
      for (const [number, { zh: name }] of scenarios.entries())
        test(`${number + 1} ${name}`, async ({ page }) => {
          test.skip(!isSample && !process.env.FULL, `make full (size ${at + 1})`);
          await page.emulateMedia({ reducedMotion: 'reduce' });
          await open(page, '/');
          await (way === 'touch' ? touch : type)(page, name);
          await expect(page.locator('#demo')).toBeVisible();
          const goOn = way === 'touch' ? () => page.getByRole('button', { name: '继续' }).tap() : () => page.keyboard.press('Space');
          expect(await carryOn(page, goOn), 'it stops on each failure').toBe(failures(name));
          await expect(page.locator('.demo__line')).toContainText('演示完了');
          await expect(page.locator('#dot')).toBeHidden();
          const look = page.getByRole('link', { name: '看流程 ›' });
          if (width < 900) {
            await (way === 'touch' ? look.tap() : look.press('Enter'));
            await expect(page.locator('#workbench'), 'the run can be looked at').toBeVisible();
          } else await expect(look).toBeHidden();
        });
    });
  }

test('there are scenarios', () => expect(scenarios.length).toBeGreaterThanOrEqual(20));

const state = (page: import('@playwright/test').Page) => expect(page.locator('html'));

test('a tap on the phone stops the play, and leaves no dot', async ({ page }) => {
  await open(page, '/');
  await play(page, '首次登录');
  await state(page).toHaveAttribute('data-scenario', 'playing');
  await expect(page.locator('#dot')).toBeVisible();
  await page.locator('.phone__screen').click({ position: { x: 5, y: 400 } });
  await state(page).toHaveAttribute('data-scenario', 'stopped');
  await page.waitForTimeout(2500);
  await expect(page.locator('#dot')).toBeHidden();
  await expect(phone(page).getByText('林晓'), 'nobody was logged in').toHaveCount(0);
  await expect(page.locator('.demo__line')).toContainText('演示停了');
  await page.locator('#demo-stop').click();
  await expect(page.locator('#demo')).toBeHidden();
});

test('Esc stops it too, and what it had switched on is off again', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, '/');
  await play(page, '时钟不准');
  await state(page).toHaveAttribute('data-scenario', 'held', { timeout: 20_000 });
  await expect(page.locator('html[data-fault]')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await state(page).toHaveAttribute('data-scenario', 'stopped');
  await expect(page.locator('html[data-fault]')).toHaveCount(0);
});

test('a tap on the workbench pauses, and a step goes to the next line', async ({ page }) => {
  await open(page, '/');
  await play(page, '首次登录');
  const line = page.locator('.demo__line');
  await expect(line).toContainText('打开「我的」');
  await page.locator('.flow__head').click({ position: { x: 5, y: 5 } });
  await state(page).toHaveAttribute('data-scenario', 'paused');
  await page.waitForTimeout(2500);
  await expect(phone(page).locator('.page--index'), 'nothing was tapped meanwhile').toBeVisible();
  await page.getByRole('button', { name: '下一步' }).click();
  await expect(line).toContainText('wx.getUserProfile');
  await state(page).toHaveAttribute('data-scenario', 'paused');
  await expect(phone(page).locator('.page--login')).toBeVisible();
  await page.locator('#demo-speed').selectOption('2×');
  await page.locator('#demo').focus();
  await page.keyboard.press('Space');
  await state(page).toHaveAttribute('data-scenario', 'playing');
  await page.keyboard.press('Space');
  await state(page).toHaveAttribute('data-scenario', 'paused');
  await page.keyboard.press('ArrowRight');
  await expect(line).toContainText('换 openid');
});

/** The failing step with its advice is on the screen, whole. */
const failureIsShown = (page: import('@playwright/test').Page) =>
  expect
    .poll(async () => {
      const view = (await page.locator('.flow__scroll').boundingBox())!;
      const failure = await page.locator('.step__failure:visible').boundingBox({ timeout: 5000 });
      return failure !== null && failure.y >= view.y && failure.y + failure.height <= view.y + view.height;
    })
    .toBe(true);

test('the step that failed is on the screen, wherever the pointer was left', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, '/');
  await play(page, '密钥已轮换');
  await page.locator('.flow__scroll').hover({ position: { x: 400, y: 60 } });
  await state(page).toHaveAttribute('data-scenario', 'held', { timeout: 30_000 });
  await failureIsShown(page);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 812 }, hasTouch: true });
  test('the step that failed is on the screen once the workbench is opened', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(page, '/');
    await touch(page, '密钥已轮换');
    await state(page).toHaveAttribute('data-scenario', 'held', { timeout: 30_000 });
    await page.getByRole('link', { name: '看流程 ›' }).tap();
    await failureIsShown(page);
  });
});

test('the bar covers nothing that is tapped', async ({ page }) => {
  await open(page, '/');
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => (document.documentElement.dataset.scenario = 'playing'));
    await page.locator('#demo').evaluate((bar) => (bar.hidden = false));
    const bar = (await page.locator('#demo').boundingBox())!;
    const screen = (await page.locator('.phone__screen').boundingBox())!;
    expect(bar.width, `${width}`).toBeGreaterThan(300);
    expect(bar.y + bar.height, `${width}`).toBeLessThanOrEqual(height);
    const apart = bar.x >= screen.x + screen.width || bar.y + bar.height <= screen.y + 0.5;
    expect(apart, `${width}: ${JSON.stringify([bar, screen])}`).toBe(true);
    expect(screen.y + screen.height, `${width}`).toBeLessThanOrEqual(height + 0.5);
  }
});

test('the menu is reached by keys, and scrolls where the window is low', async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 450 });
  await open(page, '/#workbench');
  await page.locator('.menu--scenario summary').focus();
  await page.keyboard.press('Enter');
  const items = page.locator('.menu--scenario .menu__item');
  await expect(items).toHaveCount(scenarios.length);
  await page.keyboard.press('Tab');
  await expect(items.first()).toBeFocused();
  for (let down = 1; down < scenarios.length; down++) await page.keyboard.press('ArrowDown');
  await expect(items.last()).toBeFocused();
  await expect(items.last()).toBeInViewport({ ratio: 1 });
});
