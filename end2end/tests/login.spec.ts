// Login, and what it leaves in the phone.
import { test, expect, counts, login, open, phone, shown, stored } from '../lib/fixtures';
import { api } from '../lib/double';

test('login leads to the personal centre with counts', async ({ page, request }) => {
  await login(page);
  await expect(phone(page).locator('.profile__name')).toHaveText('林晓');
  await expect(counts(page)).toHaveText(['2', '5', '1', '3']);
  const [token, info] = [await stored(page, 'token'), await stored(page, 'userInfo')];
  expect(token).toMatch(/^oa_[\w-]{43}$/);
  expect(info).toMatchObject({ nickName: '林晓', status: 0, userLevelDesc: '普通用户' });
  expect((await api(request, 'user/index', token)).data).toEqual({ metting_pubs: 2, metting_joins: 5, vote_pubs: 1, vote_joins: 3 });
});

test('refusing consent sends nothing and stays', async ({ page }) => {
  const calls: string[] = [];
  page.on('request', (request) => request.url().includes('login_by_weixin') && calls.push(request.url()));
  await open(page, '/pages/auth/login/login');
  await phone(page).getByRole('button', { name: '微信直接登录' }).click();
  await phone(page).getByRole('button', { name: '拒绝' }).click();
  await shown(page, 'getUserProfile:fail auth deny');
  await expect(phone(page).locator('.page--login')).toBeVisible();
  expect(calls).toEqual([]);
  expect(await stored(page, 'token')).toBeNull();
});

test('a double tap logs in once', async ({ page }) => {
  let calls = 0;
  page.on('request', (request) => request.url().includes('login_by_weixin') && calls++);
  await open(page, '/pages/auth/login/login');
  const button = phone(page).getByRole('button', { name: '微信直接登录' });
  await button.dblclick();
  await phone(page).getByRole('button', { name: '允许', exact: true }).dblclick();
  await expect(phone(page).locator('.page--ucenter, .page--index').first()).toBeVisible();
  expect(calls).toBe(1);
});

test('login twice is the same user', async ({ page }) => {
  await login(page);
  const first = await stored(page, 'userInfo');
  await page.evaluate(() => ['token', 'userInfo'].forEach((key) => localStorage.removeItem(key)));
  await login(page);
  expect((await stored(page, 'userInfo')).userId).toBe(first.userId);
});

test('账号登录 is not there yet', async ({ page }) => {
  await open(page, '/pages/auth/login/login');
  await phone(page).getByRole('button', { name: '账号登录' }).click();
  await shown(page, '开发中');
});

test('who is logged in leaves the login page at once', async ({ page }) => {
  await login(page);
  await page.goto('/pages/auth/login/login');
  await expect(phone(page).locator('.page--ucenter')).toBeVisible();
});

test('a server that does not answer: 微信登录超时 or its errmsg', async ({ page, allowed }) => {
  allowed.push(/login_by_weixin/, /ERR_FAILED/);
  await page.route('**/auth/login_by_weixin', (route) => route.fulfill({ json: { errno: 714, errmsg: '微信服务暂不可用' } }));
  await open(page, '/pages/auth/login/login');
  await phone(page).getByRole('button', { name: '微信直接登录' }).click();
  await phone(page).getByRole('button', { name: '允许', exact: true }).click();
  await shown(page, '微信服务暂不可用');
  await page.unroute('**/auth/login_by_weixin');
  await page.route('**/auth/login_by_weixin', (route) => route.abort());
  await phone(page).getByRole('button', { name: '微信直接登录' }).click();
  await phone(page).getByRole('button', { name: '允许', exact: true }).click();
  await shown(page, 'request:fail');
  await expect(phone(page).getByRole('button', { name: '微信直接登录' })).not.toHaveAttribute('aria-disabled', 'true');
});

test('a first login without network leaves a trace', async ({ page }) => {
  await open(page, '/pages/auth/login/login');
  await page.locator('#tab-faults').click();
  await page.locator('#fault-offline').check();
  await phone(page).getByRole('button', { name: '微信直接登录' }).click();
  await shown(page, 'getUserProfile:fail net::ERR_INTERNET_DISCONNECTED');
  await expect(page.locator('#step-profile')).toHaveAttribute('data-status', 'error');
  await expect(page.locator('#step-profile')).toContainText('net::ERR_INTERNET_DISCONNECTED');
});

test('without network the number is not asked for, which leaves a trace', async ({ page }) => {
  await login(page);
  await phone(page).getByLabel('用户设置').click();
  await page.locator('#tab-faults').click();
  await page.locator('#fault-offline').check();
  await phone(page).getByRole('button', { name: '点击获取' }).click();
  await expect(page.locator('#step-enc')).toHaveAttribute('data-status', 'error');
});

test('退 出 is busy while it is under way, and nothing else is', async ({ page }) => {
  await login(page);
  await phone(page).getByLabel('用户设置').click();
  let go = () => {};
  const held = new Promise<void>((done) => (go = done));
  await page.route('**/auth/logout', async (route) => {
    await held;
    await route.continue();
  });
  const leave = phone(page).getByRole('button', { name: '退 出' });
  await leave.click();
  await phone(page).getByRole('button', { name: '确定' }).click();
  await expect(leave.locator('.spinner')).toBeVisible();
  await expect(leave).toHaveAttribute('aria-disabled', 'true');
  await expect(phone(page).locator('.spinner')).toHaveCount(1);
  go();
  await expect(phone(page).locator('.page--index')).toBeVisible();
});
