// Pictures of the page: for a person to look at, and with SCREENSHOTS=1 (`make screenshots`) for the README.
import { test, expect, counts, login, open, phone } from '../lib/fixtures';

const folder = process.env.SCREENSHOTS ? 'screenshots' : 'test-results/screenshots';

test('the demo on a wide screen and on a phone', async ({ page }) => {
  await login(page);
  await expect(counts(page)).toHaveText(['2', '5', '1', '3']);
  await page.screenshot({ path: `${folder}/demo.png` });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' }); // at once, not on the way
  await page.screenshot({ path: `${folder}/demo-dark.png` });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 375, height: 812 });
  await expect(phone(page)).toHaveCSS('width', '375px');
  await page.screenshot({ path: `${folder}/phone.png` });
  await page.locator('.peek').click();
  await expect(page.locator('#workbench')).toBeInViewport();
});

test('nothing scrolls sideways from 360 to 2560 px', async ({ page }) => {
  await open(page, '/pages/meeting/list/list');
  for (const width of [360, 375, 899, 900, 1100, 1440, 2560]) {
    await page.setViewportSize({ width, height: 812 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width}`).toBeLessThanOrEqual(width);
  }
});

test('without JavaScript the page can be read, and says what needs it', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/pages/meeting/list/list');
  await expect(page.locator('.meeting')).toHaveCount(8);
  await expect(page.locator('.noscript')).toContainText('演示需要 JavaScript');
  await expect(page.locator('.noscript')).toBeVisible();
  await page.getByRole('link', { name: '我的' }).click();
  await expect(page.getByRole('button', { name: '点击登录' })).toBeVisible();
  await context.close();
});

// what 200 % makes of a window of 1440 × 900, and of a small one of 1280 × 720
for (const [width, height] of [[720, 450], [640, 360]])
  test(`at 200 % zoom, ${width} px wide, nothing is lost`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await login(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await phone(page).getByLabel('用户设置').click();
    for (const button of await phone(page).locator('.page--user').getByRole('button').all()) {
      await button.scrollIntoViewIfNeeded();
      await expect(button).toBeInViewport({ ratio: 0.9 });
    }
    await page.locator('.peek').click();
    const workbench = page.locator('#workbench');
    for (const part of await workbench.locator('button:visible, summary:visible, [role=tab]:visible').all()) {
      await part.scrollIntoViewIfNeeded();
      await expect(part).toBeInViewport({ ratio: 0.5 });
    }
    expect(await workbench.evaluate((node) => node.scrollWidth - node.clientWidth), 'nothing sticks out sideways').toBeLessThanOrEqual(0);
  });
