// Axe finds nothing, but for the colours that WeChat and the mini-program itself prescribe, named by selector.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { test, expect, login, open, phone } from '../lib/fixtures';

const prescribed = ['.button--primary', '.row__value', '.logout'];

/** What axe is not asked: colours where they are the visitor's own, and for a heading behind a modal, of which it knows only role=dialog. */
const unasked = async (page: Page) => [
  ...((await page.evaluate(() => matchMedia('(forced-colors: active)').matches)) ? ['color-contrast'] : []),
  ...((await page.locator('[role=alertdialog]').count()) ? ['page-has-heading-one'] : []),
];

const check = async (page: Page, what: string, prescribed: string[]) => {
  const found = await new AxeBuilder({ page }).disableRules(await unasked(page)).analyze();
  const faults = found.violations.flatMap((violation) =>
    violation.nodes
      .filter((node) => violation.id !== 'color-contrast' || !prescribed.some((name) => node.html.includes(name.slice(1)) || String(node.target).includes(name)))
      .map((node) => `${violation.id}: ${node.target}`),
  );
  expect(faults, what).toEqual([]);
};

for (const [colorScheme, contrast, forcedColors] of [['light', 'no-preference', 'none'], ['dark', 'no-preference', 'none'], ['light', 'more', 'none'], ['light', 'no-preference', 'active'], ['dark', 'no-preference', 'active']] as const) {
  test(`pages and sheets, ${colorScheme}, contrast ${contrast}, forced colours ${forcedColors}`, async ({ page }) => {
    test.setTimeout(240_000); // axe looks at a thousand elements nine times
    await page.emulateMedia({ colorScheme, contrast, forcedColors, reducedMotion: 'reduce' });
    const excused = contrast === 'more' ? [] : prescribed;
    for (const path of ['/', '/pages/auth/login/login', '/pages/meeting/list/list', '/pages/vote/list/list', '/pages/ucenter/index/index', '/pages/ucenter/user/user']) {
      await open(page, path);
      await check(page, path, excused);
    }
    await open(page, '/');
    await phone(page).getByRole('button', { name: '微信直接登录1' }).click();
    await expect(phone(page).getByRole('dialog')).toBeVisible();
    await check(page, 'consent', excused);
    await phone(page).getByRole('button', { name: '拒绝' }).click();
    await login(page);
    await check(page, 'logged in', excused);
    await phone(page).getByLabel('用户设置').click();
    await phone(page).getByRole('button', { name: '退 出' }).click();
    await check(page, 'modal', excused);
  });
}
