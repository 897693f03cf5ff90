// The guide: a page to read, and the panel of the workbench that shows one article of it.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { test, expect, login, open, phone } from '../lib/fixtures';

const panel = (page: Page) => page.locator('#panel-explain');
const step = (page: Page, id: string) => page.locator(`#step-${id} .step__button`);

test('it reads from top to bottom without a script, in the language of the address', async ({ browser, baseURL }) => {
  for (const [lang, shown, hidden] of [['zh', 'zh-CN', 'en'], ['en', 'en', 'zh-CN']]) {
    const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`/guide?lang=${lang}`);
    await expect(page.locator('html')).toHaveAttribute('lang', shown);
    await expect(page.locator('h1')).toBeVisible();
    for (const phase of [1, 2, 3, 4, 5, 6]) await expect(page.locator(`#phase-${phase} .phase__intro [lang="${shown}"]`)).toBeVisible();
    expect(await page.locator('.step-article').count()).toBeGreaterThanOrEqual(20);
    await expect(page.locator('#errno-715')).toContainText('wx.checkSession');
    await expect(page.locator(`main [lang="${hidden}"]:not(a):visible`)).toHaveCount(0);
    // the visible switch, and the way back
    await page.locator('.bar a:visible').nth(1).click();
    await expect(page.locator('html')).not.toHaveAttribute('lang', shown);
    await expect(page.locator('.bar a').first()).toHaveAttribute('href', '/');
    await context.close();
  }
});

test('the stored language and theme are those of the demo; one in the address stands over it', async ({ page }) => {
  await page.addInitScript(() => {
    localStorage.setItem('oa-mini:lang', 'en');
    localStorage.setItem('oa-mini:theme', 'dark');
  });
  await page.goto('/guide');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.goto('/guide?lang=zh');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
});

for (const lang of ['zh', 'en'])
  for (const colorScheme of ['light', 'dark'] as const)
    test(`axe and every width, ${lang}, ${colorScheme}`, async ({ page }) => {
      test.setTimeout(180_000); // axe looks at two thousand elements twice
      await page.emulateMedia({ colorScheme });
      for (const width of [360, 375, 768, 1440, 2560]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`/guide?lang=${lang}`);
        const { wide, seen } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, seen: innerWidth }));
        expect(wide, `nothing is cut off at ${width}`).toBeLessThanOrEqual(seen);
        if (width !== 375 && width !== 1440) continue;
        const found = await new AxeBuilder({ page }).analyze();
        expect(found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`))).toEqual([]);
      }
    });

test('a step that has not happened yet is explained, in the language of the workbench', async ({ page }) => {
  await open(page, '/');
  await page.locator('#tab-explain').click();
  await expect(panel(page)).toContainText('怎么读');
  await step(page, 'j2s').click();
  await expect(page.locator('#tab-explain')).toHaveAttribute('aria-selected', 'true');
  await expect(panel(page).locator('article')).toContainText('AppSecret');
  // its ids stay in the guide, and its links lead there
  await expect(panel(page).locator('[id]')).toHaveCount(0);
  await expect(panel(page).getByRole('link', { name: 'errno 720' })).toHaveAttribute('href', '/guide#errno-720');
  await page.getByRole('button', { name: /语言|Language/ }).click();
  await expect(panel(page).locator('article')).toContainText('proves that the mini-program');
  await expect(panel(page).locator('.zh:visible')).toHaveCount(0);
  const found = await new AxeBuilder({ page }).include('.workbench').analyze();
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});

test('Enter on a step moves the focus to its panel; what is done leads to what it is', async ({ page }) => {
  await open(page, '/');
  await step(page, 'profile').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(panel(page)).toBeFocused();
  await expect(panel(page)).toContainText('wx.login()');
  await login(page);
  await step(page, 'openid').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#panel-network')).toBeFocused();
  await page.getByRole('button', { name: '这一步是什么' }).click();
  await expect(panel(page)).toBeFocused();
  await expect(panel(page).locator('article')).toContainText('unionid');
});

test('a failure leads to its errno', async ({ page }) => {
  await login(page);
  await page.locator('#tab-sessions').click();
  await page.locator('#devices').getByRole('button', { name: '撤销', exact: true }).click();
  await phone(page).getByRole('link', { name: '首页' }).click();
  await phone(page).getByRole('link', { name: '我的' }).click();
  await page.locator('.step__failure').getByRole('link', { name: 'errno 501' }).click();
  await expect(page).toHaveURL(/\/guide#errno-501$/);
  await expect(page.locator('#errno-501')).toBeInViewport();
});
