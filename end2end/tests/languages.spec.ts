// Each part in its language: the phone Chinese, the workbench as chosen, in text, names, title and `lang`.
import type { Page } from '@playwright/test';
import { test, expect, login, open, phone } from '../lib/fixtures';

const tabs = ['network', 'storage', 'crypto', 'sessions', 'faults'];

/** What is said in Chinese outside the phone, in texts and names, and not marked as Chinese. */
const chinese = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    const han = /[\u2e80-\uffef]/;
    const walk = (node: Node) => {
      if (node instanceof Element) {
        // data of a call is in the language that it has
        if (node.matches('.phone__screen, pre, code, script, style, noscript, .sprite') || /^zh/.test(node.getAttribute('lang') ?? '')) return;
        if (getComputedStyle(node).display === 'none') return;
        for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'aria-description', 'aria-valuetext'])
          if (han.test(node.getAttribute(name) ?? '')) found.push(`${name}: ${node.getAttribute(name)}`);
      } else if (han.test(node.textContent ?? '')) found.push(`${(node.parentElement as Element).className}: ${node.textContent}`);
      node.childNodes.forEach(walk);
    };
    walk(document.body);
    if (han.test(document.title)) found.push(`title: ${document.title}`);
    return found;
  });

/** English that stands in the Chinese page and is not marked: a whole phrase, not a name of the field. */
const lang = (page: Page, part: string) => page.locator(part).first().evaluate((node) => node.closest('[lang]')!.getAttribute('lang'));

test('in English nothing Chinese is left but the phone and what is marked', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('oa-mini:lang', 'en'));
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, '/');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page).toHaveTitle('Home · oa-mini');
  expect(await lang(page, '.phone__screen')).toBe('zh-CN');
  expect(await chinese(page), 'at rest').toEqual([]);
  await login(page);
  await expect(page.locator('#step-counts')).toHaveAttribute('data-status', 'done');
  await expect(page.locator('#said')).not.toBeEmpty();
  await expect(page).toHaveTitle('Me · oa-mini');
  for (const menu of ['user', 'scenario']) {
    await page.locator(`.menu--${menu} summary`).click();
    expect.soft(await chinese(page), menu).toEqual([]);
    await page.keyboard.press('Escape');
  }
  for (const tab of tabs) {
    await page.locator(`#tab-${tab}`).click();
    await page.waitForTimeout(200);
    expect.soft(await chinese(page), tab).toEqual([]);
  }
});

test('the language is switched everywhere at once, and comes back after a reload', async ({ page }) => {
  await open(page, '/pages/meeting/list/list');
  const names = () => page.evaluate(() => [document.title, ...[...document.querySelectorAll('.workbench[aria-label], .workbench [aria-label], .stage[aria-label]')].map((node) => node.getAttribute('aria-label'))]);
  const zh = await names();
  expect(zh[0]).toBe('会议 · oa-mini');
  expect(zh.filter((name) => /^[\x00-\x7f]*$/.test(name ?? '')), 'every name is Chinese').toEqual([]);
  await page.locator('button.text-link').click();
  const en = await names();
  expect(en[0]).toBe('Meetings · oa-mini');
  expect(en.filter((name) => !/^[\x00-\x7f·]*$/.test(name ?? '')), 'every name is English').toEqual([]);
  await page.reload();
  await expect(page.locator('html[data-alive]')).toBeAttached();
  await expect.poll(names, 'the server rendered Chinese').toEqual(en);
  await page.locator('button.text-link').click();
  expect(await names()).toEqual(zh);
});

test('the server speaks the language of the browser', async ({ browser }) => {
  for (const [locale, lang, title, label] of [['en-GB', 'en', 'Home · oa-mini', 'Workbench'], ['zh-CN', 'zh-CN', '首页 · oa-mini', '工作台']]) {
    const context = await browser.newContext({ locale, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto('/');
    await expect(page.locator('html')).toHaveAttribute('lang', lang);
    await expect(page).toHaveTitle(title);
    await expect(page.locator('#workbench')).toHaveAttribute('aria-label', label);
    await context.close();
  }
});

test('English in the Chinese page is marked', async ({ page }) => {
  await open(page, '/');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  const unmarked = await page.evaluate(() =>
    [...document.querySelectorAll('.en')].filter((node) => getComputedStyle(node).display !== 'none' && node.closest('[lang]')!.getAttribute('lang') !== 'en').map((node) => node.textContent),
  );
  expect(unmarked.filter((text) => !/^[A-Z/ ]*$/.test(text ?? ''))).toEqual([]);
});

test('the button of the theme says which is on', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page, '/');
  const button = page.locator('.icon-button[title="明暗"]');
  await expect(button).toHaveAccessibleName('暗色 开');
  await button.click();
  await expect(button).toHaveAccessibleName('暗色 关');
  await page.locator('button.text-link').click();
  await expect(page.locator('.icon-button[title="Theme"]')).toHaveAccessibleName('Dark off');
});

for (const width of [360, 1440])
  test(`the docs are found and lead back, ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.addInitScript(() => localStorage.setItem('oa-mini:lang', 'en'));
    await open(page, width < 900 ? '/#workbench' : '/');
    await page.getByRole('link', { name: 'API docs' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(page.getByRole('heading', { name: 'Sign-in and account' })).toBeVisible();
    expect(await chinese(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.getByRole('link', { name: '中文' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await page.getByRole('link', { name: '演示' }).click();
    await expect(phone(page)).toBeVisible();
  });
