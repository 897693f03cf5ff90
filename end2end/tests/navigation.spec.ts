// The page stack: deep links, back, reload, tabs, the limit of ten.
import { type Page } from '@playwright/test';
import { api } from '../lib/double';
import { test, expect, login, open, phone, stored } from '../lib/fixtures';

const pages = [
  ['/pages/index/index', '首页', 'index'],
  ['/pages/auth/login/login', '登录', 'login'],
  ['/pages/meeting/list/list', '会议', 'meetings'],
  ['/pages/vote/list/list', '投票', 'votes'],
  ['/pages/ucenter/index/index', '我的', 'ucenter'],
  ['/pages/ucenter/user/user', '用户设置', 'user'],
] as const;

for (const [path, title, name] of pages) {
  test(`deep link ${path}, logged out and in`, async ({ page }) => {
    await open(page, path);
    await expect(phone(page).getByRole('heading', { name: title, level: 1 })).toBeVisible();
    await expect(phone(page).locator(`.page--${name}`)).toBeVisible();
    await login(page);
    await page.goto(path);
    // who is logged in does not stay on the login page
    const shown = name === 'login' ? 'ucenter' : name;
    await expect(phone(page).locator(`.page--${shown}`)).toBeVisible();
    await page.reload();
    await expect(phone(page).locator(`.page--${shown}`)).toBeVisible();
  });
}

test('back goes through the stack, the browser’s Back too', async ({ page }) => {
  await open(page, '/pages/ucenter/index/index');
  await phone(page).getByRole('button', { name: '点击登录' }).click();
  await expect(page).toHaveURL('/pages/auth/login/login');
  await phone(page).getByRole('link', { name: '返回' }).click();
  await expect(phone(page).locator('.page--ucenter')).toBeVisible();
  await phone(page).getByRole('button', { name: '点击登录' }).click();
  await page.goBack();
  await expect(phone(page).locator('.page--ucenter')).toBeVisible();
  await page.goForward();
  await expect(phone(page).locator('.page--login')).toBeVisible();
  await page.reload();
  await expect(phone(page).locator('.page--login')).toBeVisible();
  await phone(page).getByRole('link', { name: '返回' }).click();
  await expect(phone(page).locator('.page--ucenter'), 'the stack survives a reload').toBeVisible();
});

test('back on a stack of one relaunches the index', async ({ page }) => {
  await open(page, '/pages/ucenter/user/user');
  await phone(page).getByRole('link', { name: '返回' }).click();
  await expect(phone(page).locator('.page--index')).toBeVisible();
  await expect(page).toHaveURL('/pages/index/index');
});

test('tabs', async ({ page }) => {
  await open(page, '/pages/ucenter/index/index');
  for (const [path, title, name] of pages.filter(([, , name]) => !['login', 'user'].includes(name))) {
    await phone(page).getByRole('link', { name: title }).click();
    await expect(phone(page).locator(`.page--${name}`)).toBeVisible();
    await expect(page).toHaveURL(path);
    await expect(phone(page).getByRole('link', { name: title })).toHaveAttribute('aria-current', 'page');
  }
});

test('the meetings and the votes come from the server', async ({ page }) => {
  await open(page, '/');
  await phone(page).getByRole('link', { name: '会议' }).click();
  await expect(phone(page).locator('.meeting')).toHaveCount(8);
  await expect(phone(page).locator('.meeting').first()).toContainText('进行中');
  await expect(phone(page).locator('.meeting img').first()).toHaveJSProperty('complete', true);
  await phone(page).getByRole('link', { name: '投票' }).click();
  await expect(phone(page).getByText('年会去哪里办？')).toBeVisible();
});

test('◎ goes back to the first page, ••• offers to start again', async ({ page }) => {
  await open(page, '/pages/meeting/list/list');
  await phone(page).getByRole('button', { name: '关闭' }).click();
  await expect(phone(page).locator('.page--index')).toBeVisible();
  await phone(page).getByRole('button', { name: '更多' }).click();
  await expect(phone(page).getByText('重新进入小程序')).toBeVisible();
});

// The history entry carries the stack as `epoch:pages`; 4 is 我的, 5 用户设置. No page of this mini-program nests ten deep,
// so the entry is written by hand and read by a reload.
const stackOf = async (page: Page, pages: string, path: string) => {
  await page.evaluate(([state, url]) => history.replaceState(state, '', url), [`0:${pages}`, path]);
  await page.reload();
  await expect(page.locator('html[data-alive]')).toBeAttached();
};

test('the stack holds ten pages, and the eleventh is refused', async ({ page }) => {
  await login(page);
  await stackOf(page, '555555554', '/pages/ucenter/index/index');
  await phone(page).getByLabel('用户设置').click();
  await expect(phone(page).locator('.page--user'), 'the tenth').toBeVisible();
  await stackOf(page, '5555555554', '/pages/ucenter/index/index');
  await phone(page).getByLabel('用户设置').click();
  await expect(phone(page).locator('.page--ucenter'), 'the eleventh').toBeVisible();
  await expect(page).toHaveURL('/pages/ucenter/index/index');
});

test('a 501 on a full stack reaches the login page by reLaunch', async ({ page, request }) => {
  await login(page);
  await api(request, 'auth/logout', await stored(page, 'token'), {});
  await stackOf(page, '4555555555', '/pages/ucenter/user/user');
  await phone(page).getByRole('button', { name: '点击获取' }).click();
  await phone(page).getByRole('button', { name: '允许', exact: true }).click();
  await expect(phone(page).locator('.page--login')).toBeVisible();
  await phone(page).getByRole('link', { name: '返回' }).click();
  await expect(phone(page).locator('.page--index'), 'nothing is under it').toBeVisible();
});

test('a page that is not there is a plain 404', async ({ request }) => {
  expect((await request.get('/pages/no/such')).status()).toBe(404);
});

test('an asset is hashed, immutable and compressed', async ({ page, request }) => {
  await open(page, '/');
  const assets = page.locator('link[rel=modulepreload], link[rel=preload], link[rel=stylesheet]');
  const paths = await assets.evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
  expect(paths.length, 'script, its snippets, WASM, style').toBeGreaterThanOrEqual(4);
  for (const path of paths) {
    expect(path).toMatch(/^\/assets\/[0-9a-f]{12}\//);
    const answer = await request.get(path, { headers: { 'accept-encoding': 'br' } });
    expect(answer.headers()['cache-control'], path).toContain('immutable');
    expect(answer.headers()['content-encoding'], path).toBe('br');
  }
});
