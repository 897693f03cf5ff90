// Runs: one at a time in the diagram, kept across a reload, named in an address, compared, exported and imported.
import AxeBuilder from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { test, expect, login, open, phone, stored } from '../lib/fixtures';

type Page = import('@playwright/test').Page;

const run = (page: Page) => page.locator('#run');
/** The names of the runs, the newest first. */
const runs = (page: Page) => run(page).locator('option').allTextContents();

/** Taps 点击获取 and 允许. */
const bind = async (page: Page) => {
  await phone(page).getByLabel('用户设置').click();
  await phone(page).getByRole('button', { name: '点击获取' }).click();
  await phone(page).getByRole('button', { name: '允许', exact: true }).click();
  await expect(page.locator('#step-phone')).not.toHaveAttribute('data-status', /ghost|now/);
};

test('each action is a run of its own, and the diagram shows one', async ({ page }) => {
  await login(page);
  await expect(page.locator('.step[data-status=done]')).toHaveCount(12);
  await bind(page);
  await expect(page.locator('#step-token'), 'the login is another run').toHaveAttribute('data-status', 'ghost');
  const names = await runs(page);
  expect(names[0]).toMatch(/^绑定手机号 · lin\/A · \d\d:\d\d:\d\d · /);
  expect(names.at(-1)).toMatch(/^登录 · /);
  await run(page).selectOption({ index: names.length - 1 });
  await expect(page.locator('.step[data-status=done]')).toHaveCount(12);
  await expect(page.locator('#step-phone')).toHaveAttribute('data-status', 'ghost');
});

test('a step has an address, and the runs survive a reload and Back', async ({ page }) => {
  await login(page);
  await bind(page);
  await page.locator('#step-decrypt button').click();
  await expect(page).toHaveURL(/\?run=[0-9a-f]{8}&step=decrypt$/);
  const [address, before] = [page.url(), await runs(page)];
  await page.reload();
  await expect(page.locator('#step-decrypt button')).toHaveAttribute('aria-current', 'step');
  expect(await runs(page)).toEqual(before);
  await expect(page.locator('#keys-tried')).toContainText('✓');
  await page.getByRole('link', { name: '对比' }).click();
  await expect(page.locator('html[data-alive]')).toBeAttached();
  await page.goBack();
  await expect(page).toHaveURL(address);
  await expect(page.locator('#step-decrypt button')).toHaveAttribute('aria-current', 'step');
});

test('export, import, the same trace byte for byte, and nothing that may not be shown', async ({ page, context, watch }) => {
  await login(page);
  const token: string = await stored(page, 'token');
  await bind(page);
  await page.getByRole('link', { name: '对比' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#export').click()]);
  const file = await download.path();
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('"action":"bind"');
  for (const secret of [token, '12066600001', 'd0d0b1e5d0d0b1e5d0d0b1e5d0d0b1e5']) expect(text).not.toContain(secret);
  expect(text, 'no whole token, code or openid of any kind').not.toMatch(/oa_[\w-]{43}|"session_key":"[^"…•]{20,}"|o[\w-]{27}"/);

  const other = await context.newPage(); // another tab: it has no runs
  watch(other);
  await open(other, '/traces');
  await expect(other.locator('.traces__empty')).toBeVisible();
  await other.locator('#import').setInputFiles(file);
  await expect(other.locator('#imported')).toContainText(/已导入.*1$/);
  const [again] = await Promise.all([other.waitForEvent('download'), other.locator('#export').click()]);
  expect(readFileSync(await again.path(), 'utf8')).toBe(text);
  await other.locator('#show').click();
  await expect(other.locator('html[data-alive]')).toBeAttached();
  await expect(other.locator('#step-decrypt')).toHaveAttribute('data-status', 'done');
  await expect(other.locator('#step-token')).toHaveAttribute('data-status', 'ghost');
});

test('two runs side by side: the step that differs is marked', async ({ page }) => {
  await login(page);
  await page.locator('#tab-faults').click();
  await page.getByRole('button', { name: '轮换', exact: true }).click();
  await bind(page);
  await expect(page.locator('#step-phone')).toHaveAttribute('data-status', 'error');
  await phone(page).getByRole('button', { name: '退 出' }).click();
  await phone(page).getByRole('button', { name: '确定' }).click();
  await expect(page.locator('#step-clear')).toHaveAttribute('data-status', 'done');
  await login(page);
  await bind(page);
  await expect(page.locator('#step-phone')).toHaveAttribute('data-status', 'done');
  await page.getByRole('link', { name: '对比' }).click();
  const values = await page.locator('#right option', { hasText: '绑定手机号' }).evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  expect(values).toHaveLength(2);
  await page.locator('#left').selectOption(values[0]);
  await page.locator('#right').selectOption(values[1]);
  await expect(page.locator('tr[data-differs]#step-decrypt')).toBeVisible();
  await expect(page.locator('tr#step-phone[data-differs]')).toContainText('errno 715');
  await expect(page.locator('tr#step-enc'), 'a masked value is no difference').not.toHaveAttribute('data-differs');
  await expect(page.locator('#verdicts')).toContainText('✗ padding');
  await page.locator('tr#step-decrypt a').click();
  await page.reload();
  await expect(page.locator('tr#step-decrypt:target')).toBeVisible();
  for (const [width, colorScheme] of [[1440, 'light'], [375, 'dark']] as const) {
    await page.setViewportSize({ width, height: 812 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id} ${nodes[0].target}`)).toEqual([]);
    await page.screenshot({ path: `test-results/screenshots/traces-${width}.png`, fullPage: true });
  }
});

test('a file that is no trace is refused with the place', async ({ page }) => {
  await open(page, '/traces');
  const refuse = async (text: string, said: string | RegExp) => {
    await page.locator('#import').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await expect(page.locator('#imported')).toContainText(said);
  };
  await refuse('{"runs":[]}', '1:11');
  await refuse('{"oa-mini-trace":2,"runs":[]}', /另一个版本.*2$/);
});
