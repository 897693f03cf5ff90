// Every size of window, in both languages: nothing sticks out of what holds it, nothing is cut, everything can be tapped.
import type { Page } from '@playwright/test';
import { test, expect, login, open, phone } from '../lib/fixtures';

const sizes = [[360, 740], [375, 812], [768, 1024], [1024, 768], [1240, 800], [1366, 768], [1440, 900], [2560, 1440], [720, 450]];
const tabs = ['network', 'storage', 'crypto', 'sessions', 'faults'];

/** What sticks out sideways of the parts that hold it, and which controls do not show all they say. */
const overflowing = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    const seen = (node: Element) => node.checkVisibility({ visibilityProperty: true });
    const name = (node: Element) => `${node.tagName.toLowerCase()}.${node.className} “${node.textContent?.trim().slice(0, 24)}”`;
    const bench = document.querySelector('.workbench')!.getBoundingClientRect();
    for (const part of document.querySelectorAll('.workbench, .topbar, .topbar__tools, .flow, .flow__head, .flow__scroll, .inspector, .inspector__tabs, .panel'))
      if (seen(part) && part.scrollWidth > part.clientWidth) found.push(`${name(part)}: ${part.scrollWidth} in ${part.clientWidth}`);
    for (const part of document.querySelectorAll('.workbench :is(button, summary, a, [role=tab], th, td, .lane__name, .phase__name, .segmented span)')) {
      if (!seen(part) || part.closest('.visually-hidden, .step, .request')) continue;
      const box = part.getBoundingClientRect();
      if (box.right > bench.right + 1 || box.left < bench.left - 1) found.push(`${name(part)}: ${box.left} to ${box.right}`);
      if (part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== 'inline') found.push(`${name(part)}: cut, ${part.scrollWidth} in ${part.clientWidth}`);
    }
    const lanes = [...document.querySelectorAll('.lane__name')].map((lane) => lane.getBoundingClientRect());
    lanes.slice(1).forEach((lane, at) => lane.left < lanes[at].right && found.push(`lane ${at + 1} over lane ${at}`));
    return found;
  });

/** The controls that cannot be tapped in a square of `least` px around their middle: something else is there, or nothing. */
const small = (page: Page, inside: string, least: number) =>
  page.evaluate(
    ([inside, least]) => {
      const found: string[] = [];
      for (const control of document.querySelectorAll<HTMLElement>(`${inside} :is(button, summary, a, select, label, input:not([type=radio]))`)) {
        if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || control.closest('[inert], .visually-hidden, .skip')) continue;
        control.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
        const box = control.getBoundingClientRect();
        const [x, y, half] = [box.x + box.width / 2, box.y + box.height / 2, least / 2 - 2]; // WeChat's capsule has 42.5 px a half
        const isHit = ([dx, dy]: number[]) => {
          const hit = document.elementFromPoint(x + dx, y + dy);
          return hit !== null && (control.contains(hit) || hit.closest('label')?.contains(control));
        };
        const corners = [[-half, 0], [half, 0], [0, -half], [0, half]];
        const missed = corners.find((corner) => !isHit(corner));
        if (missed) found.push(`${control.className || control.tagName} “${control.textContent?.trim().slice(0, 20)}” ${box.width} × ${box.height}, not at ${missed}: ${document.elementFromPoint(x + missed[0], y + missed[1])?.className}`);
      }
      return found;
    },
    [inside, least] as const,
  );

for (const lang of ['zh', 'en'])
  test(`nothing overflows, ${lang}`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.addInitScript((name) => localStorage.setItem('oa-mini:lang', name), lang);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await login(page);
    await expect(page.locator('.step[data-status=done]')).not.toHaveCount(0);
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      if (width < 900) await page.evaluate(() => location.replace('#workbench'));
      else await page.evaluate(() => location.replace('#phone'));
      for (const tab of tabs) {
        await page.locator(`#tab-${tab}`).click();
        await expect(page.locator(`#panel-${tab}`)).toBeVisible();
        if (tab === 'sessions') await expect(page.locator('#devices tbody tr')).not.toHaveCount(0);
        expect.soft(await overflowing(page), `${tab} at ${width} × ${height}`).toEqual([]);
        expect.soft(await small(page, '.inspector', 24), `targets of ${tab} at ${width} × ${height}`).toEqual([]);
      }
      expect.soft(await small(page, '.topbar', 24), `targets of the bar at ${width} × ${height}`).toEqual([]);
      for (const menu of ['user', 'scenario']) {
        await page.locator(`.menu--${menu} summary`).click();
        const items = page.locator(`.menu--${menu} .menu__item`);
        for (const item of [items.first(), items.last()]) {
          await item.scrollIntoViewIfNeeded();
          await expect.soft(item, `${menu} at ${width} × ${height}`).toBeInViewport({ ratio: 0.95 });
        }
        await page.keyboard.press('Escape');
      }
      expect.soft(await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]), 'the document').toEqual([width, width]);
    }
  });

for (const [width, height] of [[360, 740], [375, 812], [1440, 900]])
  test(`what is tapped in the phone is 44 px large, ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await login(page);
    for (const path of ['/', '/pages/ucenter/index/index', '/pages/ucenter/user/user', '/pages/meeting/list/list']) {
      await open(page, path);
      expect.soft(await small(page, '.phone__screen', 44), path).toEqual([]);
    }
    await open(page, '/pages/ucenter/user/user');
    await phone(page).getByRole('button', { name: '点击获取' }).click();
    await expect(phone(page).getByRole('dialog')).toBeVisible();
    await page.waitForTimeout(400); // it rises
    expect.soft(await small(page, '.overlay', 44), 'sheet').toEqual([]);
  });

test('a wide window is used: the inspector stands beside the diagram', async ({ page }) => {
  await page.setViewportSize({ width: 2560, height: 1440 });
  await open(page, '/');
  const [flow, inspector, screen] = await Promise.all(['.flow', '.inspector', '.phone__screen'].map((part) => page.locator(part).boundingBox()));
  expect(inspector!.x).toBeGreaterThanOrEqual(flow!.x + flow!.width);
  expect(inspector!.height).toBe(flow!.height);
  expect([screen!.width, screen!.height]).toEqual([375, 812]);
});

for (const [width, height] of [[375, 812], [1440, 900]])
  test(`a sheet moves nothing but itself, ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, '/');
    await page.evaluate(() => {
      const most: Record<string, number> = ((window as any).most = {});
      const parts = ['.phone__screen', '.overlay', '.phone__page', '.stage', '.app', 'html', 'body'];
      const sample = () => {
        for (const part of parts) most[part] = Math.max(most[part] ?? 0, document.querySelector(part)?.scrollTop ?? 0);
        most.tabbar = Math.max(most.tabbar ?? 0, Math.abs(document.querySelector('.tabbar')!.getBoundingClientRect().bottom - ((window as any).bottom ??= document.querySelector('.tabbar')!.getBoundingClientRect().bottom)));
        requestAnimationFrame(sample);
      };
      sample();
    });
    await phone(page).getByRole('button', { name: '微信直接登录1' }).click();
    await expect(phone(page).getByRole('dialog')).toBeVisible();
    await page.waitForTimeout(500);
    const most = await page.evaluate(() => (window as any).most);
    expect(Object.entries(most).filter(([, by]) => by !== 0)).toEqual([]);
  });
