// WeChat's replacement of getUserProfile on pages/ucenter/user/user: chooseAvatar and nickname.
import type { Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { test, expect, login, phone, shown, stored } from '../lib/fixtures';
import { double } from '../lib/double';

const picture = (page: Page) => phone(page).getByRole('button', { name: '更换头像' });
const field = (page: Page) => phone(page).getByRole('textbox', { name: '名字' });
const settings = (page: Page) => phone(page).getByLabel('用户设置').click();

test('an old base library tells the profile: nothing is asked', async ({ page }) => {
  await login(page);
  await settings(page);
  await expect(phone(page).locator('.page--user')).toContainText('林晓');
  await expect(picture(page)).toHaveCount(0);
  await expect(field(page)).toHaveCount(0);
});

test('from 2.27.1 on the user gives name and picture', async ({ page, request, world }) => {
  await double(request, world, 'control/base-library', { version: '2.27.1' });
  await login(page);
  await expect(phone(page).locator('.profile__name')).toHaveText('微信用户');
  await settings(page);
  const before = (await stored(page, 'userInfo')).avatarUrl;

  await picture(page).focus();
  await page.keyboard.press('Enter');
  const sheet = phone(page).getByRole('dialog', { name: '选择头像' });
  await expect(sheet.getByRole('button')).toHaveText(['使用微信头像', '从相册选择', '取消']);
  for (const button of await sheet.getByRole('button').all()) expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect(picture(page), 'focus comes back').toBeFocused();
  await expect(phone(page).locator('.toast'), 'to cancel is no failure').toHaveCount(0);

  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('button').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await stored(page, 'userInfo')).avatarUrl).toMatch(/\/oapro\/avatar\/[0-9a-f]{64}$/);
  await expect(picture(page), 'and stays when the picture is another').toBeFocused();
  const own = (await stored(page, 'userInfo')).avatarUrl;
  expect(own).not.toBe(before);
  await expect(phone(page).locator('.row__avatar')).toHaveAttribute('src', own);

  const chooser = page.waitForEvent('filechooser');
  await picture(page).click();
  await sheet.getByRole('button', { name: '从相册选择' }).click();
  await (await chooser).setFiles('screenshots/phone.png');
  await expect.poll(async () => (await stored(page, 'userInfo')).avatarUrl).not.toBe(own);

  const broken = page.waitForEvent('filechooser');
  await picture(page).click();
  await sheet.getByRole('button', { name: '从相册选择' }).click();
  await (await broken).setFiles({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await shown(page, 'chooseAvatar:fail');

  await expect(phone(page).getByText('使用微信昵称')).toBeHidden();
  await field(page).click();
  await expect(phone(page).getByText('使用微信昵称'), 'over the keyboard').toBeVisible();
  await phone(page).getByRole('button', { name: '林晓' }).click();
  await expect.poll(async () => (await stored(page, 'userInfo')).nickName).toBe('林晓');
  await expect(field(page)).toHaveValue('林晓');
  await field(page).fill('<林>"晓"');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await stored(page, 'userInfo')).nickName).toBe('<林>"晓"');
  await expect(field(page)).toHaveValue('<林>"晓"');
  await field(page).fill('');
  await field(page).blur();
  await expect(field(page), 'no name is none').toHaveValue('<林>"晓"');
  await field(page).fill('名'.repeat(200));
  await field(page).blur();
  await shown(page, '参数值不对');

  await phone(page).getByLabel('返回').click();
  await expect(phone(page).locator('.profile__name')).toHaveText('<林>"晓"');
  await expect(phone(page).locator('.profile__avatar')).toHaveAttribute('src', /\/oapro\/avatar\//);
});

test('a phone of which WeChat’s name is not known asks too; by keyboard, and axe finds nothing', async ({ page, request, world }) => {
  await double(request, world, 'control/base-library', { version: '2.27.1' });
  await login(page);
  await double(request, world, 'control/base-library', { version: '2.21.2' });
  await settings(page);
  await field(page).focus();
  await page.keyboard.press('Tab');
  await expect(phone(page).getByRole('button', { name: '林晓' })).toBeFocused();
  const found = await new AxeBuilder({ page }).include('.phone__screen').analyze();
  const faults = found.violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.html} ${node.target}`));
  expect(faults.filter((fault) => !/logout|row__value|row__bound/.test(fault))).toEqual([]);
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await stored(page, 'userInfo')).nickName).toBe('林晓');
  await expect(field(page), 'known now').toHaveCount(0);
});

test('without network nothing is sent, and the reason is told', async ({ page }) => {
  await login(page);
  await page.getByRole('tab', { name: /故障/ }).click();
  await page.locator('#fault-offline').check();
  const calls: string[] = [];
  page.on('request', (request) => request.url().includes('/oapro/wx/') && calls.push(request.url()));
  await phone(page).getByRole('link', { name: '首页' }).click();
  await phone(page).getByRole('button', { name: '微信直接登录1' }).click();
  await shown(page, 'getUserProfile:fail net::ERR_INTERNET_DISCONNECTED');
  await phone(page).getByRole('link', { name: '我的' }).click();
  await shown(page, 'request:fail net::ERR_INTERNET_DISCONNECTED');
  expect(calls).toEqual([]);
  await page.locator('#fault-offline').uncheck();
  await phone(page).getByRole('link', { name: '首页' }).click();
  await phone(page).getByRole('link', { name: '我的' }).click();
  await expect.poll(() => calls.length).toBe(1);
});

test('consent that is denied: the panel can be seen, and refuses by itself', async ({ page }) => {
  await login(page);
  await page.getByRole('tab', { name: /故障/ }).click();
  await page.locator('#fault-deny').check();
  await settings(page);
  await phone(page).getByRole('button', { name: '点击获取' }).click();
  await shown(page, '获取并验证你的手机号');
  await expect(phone(page).getByRole('dialog')).toHaveCount(0);
  await expect(phone(page).getByRole('button', { name: '点击获取' })).toBeFocused();
  expect((await stored(page, 'userInfo')).phone).toBeUndefined();
});
