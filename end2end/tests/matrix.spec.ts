// The whole matrix of axe, for `make full`: the workbench's tabs, in both languages and themes, after a number that was bound
// and after a code that was refused. `accessibility.spec.ts` is the sample of every run.
import AxeBuilder from '@axe-core/playwright';
import { test, expect, open } from '../lib/fixtures';
import { carryOn } from '../lib/demos';

const prescribed = ['.button--primary', '.row__value', '.logout'];
const tabs = ['network', 'storage', 'crypto', 'sessions', 'faults', 'explain'];

const kinds = ['zh', 'en'].flatMap((lang) =>
  (['light', 'dark'] as const).flatMap((colorScheme) =>
    ([['no-preference', 'none'], ['more', 'none'], ['no-preference', 'active']] as const).map(([contrast, forcedColors]) => ({ lang, colorScheme, contrast, forcedColors })),
  ),
);

for (const { lang, colorScheme, contrast, forcedColors } of kinds)
  test(`workbench, ${lang}, ${colorScheme}, contrast ${contrast}, forced colours ${forcedColors}`, async ({ page }) => {
    test.skip(!process.env.FULL, 'make full');
    test.setTimeout(400_000);
    await page.addInitScript((name) => localStorage.setItem('oa-mini:lang', name), lang);
    await page.emulateMedia({ colorScheme, contrast, forcedColors, reducedMotion: 'reduce' });
    const faults: string[] = [];
    // forced colours are the visitor's own
    const axe = new AxeBuilder({ page }).disableRules(forcedColors === 'active' ? ['color-contrast'] : []);
    const check = async (what: string) => {
      for (const { id, nodes } of (await axe.analyze()).violations)
        for (const { html, target } of nodes)
          if (id !== 'color-contrast' || contrast === 'more' || !prescribed.some((name) => html.includes(name.slice(1)) || String(target).includes(name)))
            faults.push(`${what} ${id}: ${target}`);
    };
    await open(page, '/');
    for (const story of ['绑定手机号', 'code 重放']) {
      await page.locator('.menu--scenario summary').click();
      await check(`${story} menu`);
      await page.locator('.menu--scenario .menu__item').filter({ has: page.locator('.zh', { hasText: story }) }).click();
      await carryOn(page, () => page.locator('#demo-pause').click());
      for (const tab of tabs) {
        await page.locator(`#tab-${tab}`).click();
        await expect(page.locator(`#panel-${tab}`)).toBeVisible();
        await check(`${story} ${tab}`);
      }
    }
    expect(faults).toEqual([]);
  });
