// What a screen reader finds in the workbench: top bar, diagram, inspector, at rest and after what can happen.
import type { Page } from '@playwright/test';
import { double } from '../lib/double';
import { test, expect, login, open, phone } from '../lib/fixtures';
import { carryOn, play, scenarios } from '../lib/demos';
import { pinned } from '../lib/aria';

const tabs = ['network', 'storage', 'crypto', 'sessions', 'faults', 'explain'];

/** Opens a tab and returns its panel. */
const panel = async (page: Page, tab: string) => {
  await page.locator(`#tab-${tab}`).click();
  return page.locator(`#panel-${tab}`);
};

/** Says that the diagram has come to rest on this step. */
const at = (page: Page, step: string, status = 'done') => expect(page.locator(`#step-${step}`)).toHaveAttribute('data-status', status);

const bind = async (page: Page, status = 'done') => {
  await phone(page).getByLabel('用户设置').click();
  await phone(page).getByRole('button', { name: '点击获取' }).click();
  await phone(page).getByRole('button', { name: '允许', exact: true }).click();
  await at(page, 'phone', status);
};

/** Times and sizes of a call, what is encrypted in it, the number of an account. */
const CALL: [RegExp, string][] = [
  [/(?<=^(?:(?:⇢ )?(?:GET|POST)|wx) \S+ \S+ )\d+ \d+$/, '\\d+ \\d+'],
  // without a response, or without its size
  [/(?<=^(?:(?:⇢ )?(?:GET|POST)|wx) \S+ \S+ — )\d+$/, '\\d+'],
  [/\b\d+ B\b/, '\\d+ B'],
  [/\b\d\d:\d\d:\d\d\.\d{3}\b/, '[\\d:.]+'],
  [/(?<="userId": )\d+/, '\\d+'],
  [/(?<="encryptedData": ")[\w+/]{48}…/, '[\\w+\\/]{48}…'],
  [/(?<="iv": ")[\w+/]{22}==/, '[\\w+\\/]{22}=='],
  [/(?<=content-length: )\d+/, '\\d+'],
  [/(?<="duration_ms": )[\d.]+/, '[\\d.]+'],
  [/(?<="session_key": ")[\w+/]{2}…/, '[\\w+\\/]{2}…'],
  [/(?<=code been used, )[^"]+/, '[^"]+'],
];

/** What is encrypted, and by which key. */
const SEALED: [RegExp, string][] = [
  [/(?<=^key ).*(?= iv)/, '.+'],
  // the address of the picture has the server's port in it
  [/^\d{3} B$/, '\\d{3} B'],
  [/^[0-9a-f]{8}$/, '[0-9a-f]{8}'],
  [/\b\d\d:\d\d:\d\d\.\d{3}\b/, '[\\d:.]+'],
];
/** Session and times of a device. */
const DEVICE: [RegExp, string][] = [
  [/(?<![\w-])[\w-]{8}…/, '[\\w-]{8}…'],
  [/\d\d-\d\d \d\d:\d\d/, '\\d\\d-\\d\\d \\d\\d:\\d\\d'],
];

for (const lang of ['zh', 'en'])
  test(`at rest, ${lang}`, async ({ page }) => {
    await page.addInitScript((lang) => localStorage.setItem('oa-mini:lang', lang), lang);
    await open(page, '/');
    await expect(page.locator('#users li')).not.toHaveCount(0);
    await pinned(page.locator('.topbar'), `workbench-${lang}-topbar`);
    await pinned(page.locator('.flow__head'), `workbench-${lang}-flow-head`);
    await pinned(page.locator('.flow__scroll'), `workbench-${lang}-flow`);
    await pinned(page.locator('.inspector__tabs'), `workbench-${lang}-tabs`);
    await pinned(page.locator('.stage__path'), `workbench-${lang}-stage`);
    await pinned(phone(page), `workbench-${lang}-phone`);
    for (const tab of tabs) await pinned(await panel(page, tab), `workbench-${lang}-panel-${tab}`);
    await expect(page.locator('#users [aria-current=true]')).toContainText('林晓');
    for (const menu of ['user', 'scenario']) {
      await page.locator(`.menu--${menu} summary`).click();
      if (menu === 'scenario') await expect(page.locator('.menu--scenario .menu__item')).toHaveCount(scenarios.length);
      await pinned(page.locator('.topbar'), `workbench-${lang}-menu-${menu}`);
    }
  });

test('after a login', async ({ page }) => {
  await login(page);
  await at(page, 'counts');
  await expect(page.locator('.step[data-status=done]')).toHaveCount(12);
  await pinned(page.locator('.flow__scroll'), 'workbench-flow-login');
  const rows = page.locator('#requests .request');
  for (const [call, name] of [['login_by_weixin', 'login'], ['jscode2session', 'wechat'], ['index', 'counts']]) {
    await rows.filter({ hasText: call }).click();
    await expect(rows.filter({ hasText: call })).toHaveAttribute('aria-current', 'true');
    await pinned(page.locator('#panel-network'), `workbench-network-${name}`, ...CALL);
  }
  await pinned(await panel(page, 'storage'), 'workbench-storage', ...CALL, [/(?<=\} )\d{3}$|^\d{3}$/, '\\d{3}']);
  await pinned(await panel(page, 'crypto'), 'workbench-crypto-login', ...SEALED, [/^\d+ B = \d+ × 16$/, '\\d+ B = \\d+ × 16'], [/^\d+ ×$/, '\\d+ ×']);
  const sessions = await panel(page, 'sessions');
  await expect(sessions.locator('tbody tr')).toHaveCount(1);
  await pinned(sessions, 'workbench-sessions', ...DEVICE);
});

test('after a number was bound', async ({ page }) => {
  await login(page);
  await bind(page);
  await at(page, 'save');
  await pinned(page.locator('.flow__scroll'), 'workbench-flow-bound');
  await page.locator('#step-decrypt button').click();
  await expect(page.locator('.cipher__step[data-status=done]')).toHaveCount(5);
  await pinned(page.locator('#panel-crypto'), 'workbench-crypto-bound', ...SEALED);
  await page.locator('#step-bind button').click();
  await pinned(page.locator('.flow__scroll'), 'workbench-flow-bound-step');
  await pinned(page.locator('#panel-network'), 'workbench-network-bind', ...CALL);
  await phone(page).getByRole('button', { name: '退 出' }).click();
  await phone(page).getByRole('button', { name: '确定' }).click();
  await at(page, 'clear');
  await pinned(page.locator('.flow__scroll'), 'workbench-flow-left');
});

for (const [story, name, step] of [['code 重放', 'replay', 'openid'], ['账号停用', 'disabled', 'counts'], ['拒绝授权', 'refused', 'profile']])
  test(`after ${story}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(page, '/');
    await play(page, story);
    await carryOn(page);
    await at(page, step, 'error');
    await pinned(page.locator('.flow__scroll'), `workbench-flow-${name}`);
    if (name !== 'replay') return;
    await pinned(page.locator('#said'), 'workbench-said-replay');
    await page.locator(`#step-${step} button`).click();
    await pinned(page.locator('#panel-network'), 'workbench-network-replay-wechat', ...CALL);
    await page.locator('#requests .request').filter({ hasText: '711' }).click();
    await pinned(page.locator('#panel-network'), 'workbench-network-replay', ...CALL);
  });

test('after a number that could not be bound, and without network', async ({ page, request, world }) => {
  await login(page);
  await double(request, world, 'control/rotate-key', { user: 'lin' });
  await bind(page, 'error');
  await pinned(page.locator('.flow__scroll'), 'workbench-flow-stale');
  await panel(page, 'crypto');
  await expect(page.locator('.cipher__step[data-status=error]')).toHaveCount(1);
  await pinned(page.locator('#panel-crypto'), 'workbench-crypto-rotated', ...SEALED);
  await panel(page, 'faults');
  await page.locator('#fault-offline').check();
  await phone(page).getByLabel('返回').click();
  await at(page, 'index', 'error');
  await pinned(page.locator('.flow__scroll'), 'workbench-flow-offline');
  await pinned(await panel(page, 'network'), 'workbench-network-offline', ...CALL);
});

test('faults that are active', async ({ page }) => {
  await open(page, '/');
  const faults = await panel(page, 'faults');
  await page.locator('#fault-limit').check();
  await page.locator('#fault-offline').check();
  await faults.getByRole('button', { name: '加 5 分钟' }).click();
  await page.locator('#fault-base').selectOption('2.27.1');
  await expect(page.locator('#fault-count')).toHaveText('4');
  await pinned(faults, 'workbench-faults-active');
  await pinned(page.locator('.inspector__tabs'), 'workbench-tabs-faults-active');
});

test('two phones', async ({ page }) => {
  await login(page);
  await at(page, 'counts');
  await page.locator('.segmented').getByText('手机 B').click();
  await expect(page.locator('.stage__device')).toHaveText('手机 B', { useInnerText: true });
  await pinned(page.locator('.topbar'), 'workbench-topbar-phone-b');
  await pinned(page.locator('.stage__path'), 'workbench-stage-phone-b');
  await pinned(page.locator('.flow__scroll'), 'workbench-flow-phone-b');
});
