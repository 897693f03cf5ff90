// Every card of the faults: switched on by hand, it causes what it says; restored, it does not.
import { test, expect, login, open, phone } from '../lib/fixtures';
import type { Page } from '@playwright/test';

const step = (page: Page, id: string) => page.locator(`#step-${id}`);
const allow = (page: Page) => phone(page).getByRole('button', { name: '允许', exact: true }).click();

const attempt = {
  async login(page: Page) {
    await phone(page).getByRole('link', { name: '我的' }).click();
    await phone(page).getByRole('button', { name: '点击登录' }).click();
    await phone(page).getByRole('button', { name: '微信直接登录' }).click();
  },
  async bind(page: Page) {
    await phone(page).getByRole('button', { name: '点击获取' }).click();
  },
};

type Case = {
  card: string;
  on: (page: Page) => Promise<unknown>;
  act: keyof typeof attempt;
  /** The step that fails, and what it says. */
  fails: string;
  says: string;
  consents?: boolean;
};
const check = (id: string) => (page: Page) => page.locator(id).check();
const choose = (errcode: string) => (page: Page) => page.locator('#fault-errcode').selectOption(errcode);

const cases: Case[] = [
  { card: 'code 过期', on: check('#fault-login-code'), act: 'login', fails: 'token', says: 'errno 710' },
  { card: '频率限制', on: check('#fault-limit'), act: 'login', fails: 'token', says: 'errno 712' },
  { card: '微信返回 errcode', on: choose('45011'), act: 'login', fails: 'token', says: 'errno 712' },
  { card: '微信返回 errcode', on: choose('40226'), act: 'login', fails: 'token', says: 'errno 713' },
  { card: '微信返回 errcode', on: choose('-1'), act: 'login', fails: 'token', says: 'errno 714' },
  { card: '微信返回 errcode', on: choose('40125'), act: 'login', fails: 'token', says: 'errno 720' },
  { card: '微信返回 errcode', on: choose('40003'), act: 'login', fails: 'token', says: 'errno -1' },
  { card: '微信服务超时', on: check('#fault-timeout'), act: 'login', fails: 'token', says: 'errno 714' },
  { card: '拒绝授权', on: check('#fault-deny'), act: 'login', fails: 'profile', says: 'auth deny', consents: false },
  { card: '断网', on: check('#fault-offline'), act: 'login', fails: 'profile', says: 'ERR_INTERNET_DISCONNECTED', consents: false },
  { card: '手机号 code 过期', on: check('#fault-phone-code'), act: 'bind', fails: 'phone', says: 'errno 721' },
  { card: '别的小程序的密文', on: check('#fault-foreign'), act: 'bind', fails: 'phone', says: 'errno 716' },
  { card: '号码已被绑定', on: check('#fault-taken'), act: 'bind', fails: 'phone', says: 'errno 718' },
  { card: '时钟', on: (page) => page.getByRole('button', { name: '加 5 分钟' }).click(), act: 'bind', fails: 'phone', says: 'errno 717' },
];

for (const { card, on, act, fails, says, consents = true } of cases)
  test(`${card} → ${says}`, async ({ page }) => {
    if (act === 'bind') {
      await login(page);
      await phone(page).getByLabel('用户设置').click();
      await expect(phone(page).getByRole('button', { name: '点击获取' })).toBeVisible();
    } else await open(page, '/');
    await page.locator('#tab-faults').click();
    const shown = page.locator('.fault').filter({ has: page.locator('.fault__title .zh', { hasText: new RegExp(`^${card}$`) }) });
    await on(page);
    await expect(page.locator('#fault-count')).toHaveText('1');
    await expect(page.locator('html[data-fault]')).toHaveCount(1);
    const errno = says.replace('errno ', '');
    if (says !== 'ERR_INTERNET_DISCONNECTED') await expect(shown.locator('.fault__code')).toContainText(errno);
    await attempt[act](page);
    if (consents) await allow(page);
    await expect(step(page, fails)).toHaveAttribute('data-status', 'error', { timeout: 15_000 });
    await expect(step(page, fails)).toContainText(new RegExp(says.replace(' ', '\\s*')));
    await page.getByRole('button', { name: '全部恢复' }).click();
    await expect(page.locator('html[data-fault]')).toHaveCount(0);
    await expect(page.locator('#fault-count')).toHaveText('0');
    // and once more, without it
    if (act === 'bind') {
      await attempt.bind(page);
      await allow(page);
      await expect(phone(page).locator('.row__bound').first()).toHaveText('12066600001');
    } else {
      await phone(page).getByRole('button', { name: '微信直接登录' }).click();
      await allow(page);
      await expect(phone(page).locator('.profile__name')).toHaveText('林晓');
    }
  });

test('轮换 says which keys, and the old one does not decrypt: errno 715', async ({ page }) => {
  await login(page);
  await phone(page).getByLabel('用户设置').click();
  await page.locator('#tab-faults').click();
  await page.getByRole('button', { name: '轮换', exact: true }).click();
  const said = page.locator('.fault__said');
  await expect(said.getByText('已轮换 ✓')).toBeVisible();
  await expect(said).toContainText(/[0-9a-f]{8} → [0-9a-f]{8}/);
  await expect(said).toHaveAttribute('role', 'status');
  await attempt.bind(page);
  await allow(page);
  await expect(step(page, 'phone')).toContainText(/errno\s*715/);
});

test('基础库 2.27.1 gives an anonymous profile', async ({ page }) => {
  await open(page, '/');
  await page.locator('#tab-faults').click();
  await page.locator('#fault-base').selectOption('2.27.1');
  await expect(page.locator('html[data-fault]')).toHaveCount(1);
  await attempt.login(page);
  await allow(page);
  await expect(phone(page).locator('.profile__name')).toHaveText('微信用户');
});

test('a fault that has struck for the last time is off by itself', async ({ page }) => {
  await open(page, '/');
  await page.locator('#tab-faults').click();
  await page.locator('#fault-login-code').check();
  await expect(page.locator('html[data-fault]')).toHaveCount(1);
  await attempt.login(page);
  await allow(page);
  await expect(step(page, 'token')).toContainText(/errno\s*710/);
  await expect(page.locator('html[data-fault]')).toHaveCount(0);
  await expect(page.locator('#fault-login-code')).not.toBeChecked();
});
