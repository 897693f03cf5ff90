// The network panel as people know it: real calls, filter, sizes; copying a call, and sending it again with one thing changed.
import AxeBuilder from '@axe-core/playwright';
import { execFileSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { test, expect, login, open, phone, stored } from '../lib/fixtures';

const rows = (page: Page) => page.locator('#requests .request');
const row = (page: Page, path: string) => rows(page).filter({ hasText: path });
const detail = (page: Page) => page.locator('#detail');

const bind = async (page: Page) => {
  await phone(page).getByLabel('用户设置').click();
  await phone(page).getByRole('button', { name: '点击获取' }).click();
  await phone(page).getByRole('button', { name: '允许', exact: true }).click();
  await expect(phone(page).locator('.row__bound').first()).toHaveText('12066600001');
};

/** Logs in and binds, so that there is a call of every kind. */
const loginAndBind = async (page: Page) => {
  await login(page);
  await bind(page);
  await expect(row(page, 'bindPhone')).toHaveCount(1);
};

test('native calls are native calls, and a refusal is one too', async ({ page }) => {
  await open(page, '/pages/auth/login/login');
  await phone(page).getByRole('button', { name: '微信直接登录' }).click();
  await phone(page).getByRole('button', { name: '拒绝' }).click();
  await expect(rows(page)).toHaveText([/^wx\s*getUserProfile\(\)\s*fail/]);
  await expect(detail(page)).toContainText('getUserProfile:fail auth deny');
  await login(page);
  await expect(row(page, '_double')).toHaveCount(0);
  await row(page, /^wx\s*login\(\)/ as any).click();
  await expect(detail(page)).toContainText('wx.login()');
  await expect(detail(page)).toContainText('login:ok');
});

test('a call of the server to WeChat is the call that it is', async ({ page }) => {
  await login(page);
  const call = row(page, 'jscode2session');
  await expect(call).toContainText('⇢ GET');
  await call.click();
  await expect(detail(page)).toContainText('oa-mini → 微信');
  await expect(detail(page)).toContainText('GET ');
  await expect(detail(page).getByRole('button', { name: 'JSON' })).toBeVisible();
  await expect(detail(page).getByRole('button', { name: 'curl' })).toHaveCount(0);
});

test('its request, WeChat’s answer and errcode are what the server’s stream says of them', async ({ page }) => {
  // a stream of the test's own: it ends, and the browser opens it again
  let events: object[] = [];
  await page.route('**/demo/events*', (route) => {
    const body = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
    events = [];
    return route.fulfill({ contentType: 'text/event-stream', body: `retry: 100\n\n${body}` });
  });
  await login(page);
  await row(page, 'login_by_weixin').click();
  const [, request] = /x-request-id: (\w+)/.exec(await detail(page).innerText())!;
  const hop = { request, outcome: 'ok', duration_ms: 1 };
  const query = [['appid', 'wx0a'], ['secret', '••••'], ['js_code', '0c3f…Zt1'], ['grant_type', 'authorization_code']];
  const headers = [['content-type', 'application/json'], ['content-length', '61']];
  events = [
    { ...hop, step: 'j2s', from: 'server', to: 'wechat', detail: { request: { method: 'GET', path: '/sns/jscode2session', query } } },
    { ...hop, step: 'openid', from: 'wechat', to: 'server', errcode: 40163, outcome: 'error', detail: { response: { status: 200, headers, body: { errcode: 40163, errmsg: 'code been used' } } } },
    { ...hop, from: 'server', to: 'wechat', detail: { request: { method: 'POST', path: '/wxa/business/getuserphonenumber', query: [], body: { code: '0c3f…Zt1' } } } },
    { ...hop, from: 'wechat', to: 'server', outcome: 'error', detail: { failure: 'no answer in time' } },
  ];
  const call = row(page, '/sns/jscode2session');
  await expect(call).toHaveText(/^⇢ GET\s*\/sns\/jscode2session\s*40163\s*61\s*1$/, { useInnerText: true });
  await call.click();
  await expect(detail(page)).toContainText('GET /sns/jscode2session?appid=wx0a&secret=••••&js_code=0c3f…Zt1&grant_type=authorization_code');
  for (const part of ['status: 200', 'content-type: application/json', '"errmsg": "code been used"']) await expect(detail(page)).toContainText(part);
  await expect(detail(page).getByRole('link', { name: 'errcode 40163' })).toHaveAttribute('href', '/guide#errcode-40163');
  const other = row(page, '/wxa/business/getuserphonenumber');
  await expect(other).toHaveText(/fail\s*—\s*1$/, { useInnerText: true });
  await other.click();
  await expect(detail(page)).toContainText('"code": "0c3f…Zt1"');
  await expect(detail(page)).toContainText('no answer in time');
});

test('filter, kinds and clear', async ({ page }) => {
  await login(page);
  const all = await rows(page).count();
  const text = page.getByRole('searchbox');
  await text.fill('LOGIN_BY');
  await expect(rows(page)).toHaveCount(1);
  await text.fill('post');
  await expect(rows(page)).toHaveCount(1);
  await text.fill('711');
  await expect(rows(page)).toHaveCount(0);
  await expect(page.getByText('没有符合筛选的请求')).toBeVisible();
  await text.fill('');
  for (const [kind, method] of [['小程序', /GET|POST/], ['wx', /^wx/], ['微信', /⇢/]] as const) {
    const button = page.locator('.filter').getByRole('button', { name: kind, exact: true });
    await button.click();
    await expect(button).toHaveAttribute('aria-pressed', 'true');
    await expect(rows(page)).not.toHaveCount(all);
    for (const shown of await rows(page).allTextContents()) expect(shown).toMatch(method);
  }
  await page.locator('.filter').getByRole('button', { name: '全部' }).click();
  await expect(rows(page)).toHaveCount(all);
  await page.locator('.filter').getByRole('button', { name: '清空' }).click();
  await expect(rows(page)).toHaveCount(0);
  await expect(page.locator('.step[data-status=done]'), 'the diagram stays').toHaveCount(12);
});

test('path, sizes and times; the errno leads to its explanation', async ({ page }) => {
  await login(page);
  const call = row(page, 'login_by_weixin');
  await expect(call).toHaveAttribute('title', '/oapro/wx/auth/login_by_weixin');
  await expect(call).toContainText('/oapro/wx/auth/login_by_weixin');
  await call.click();
  await expect(detail(page)).toContainText(/发出\s*\d\d:\d\d:\d\d\.\d{3}/, { useInnerText: true });
  await expect(detail(page)).toContainText(/等待\s*[\d.]+ ms\s*共\s*[\d.]+ ms/, { useInnerText: true });
  const [, length] = /content-length: (\d+)/.exec(await detail(page).innerText())!;
  await expect(detail(page).getByRole('heading', { name: '响应' })).toContainText(`${length} B`);
  await expect(call.locator('.request__size')).toHaveText(length);
  await detail(page).getByRole('button', { name: '编辑重发' }).click();
  await page.getByRole('button', { name: '发送' }).click();
  const pill = detail(page).getByRole('link', { name: 'errno 711' });
  await expect(pill).toHaveAttribute('href', '/guide#errno-711');
  await expect(pill).toHaveAttribute('target', '_blank');
});

test('the list is as wide as one likes, by pointer and by keyboard', async ({ page }) => {
  await login(page);
  const list = page.locator('.network__list');
  const width = async () => Math.round((await list.boundingBox())!.width);
  const grip = page.getByRole('separator', { name: '调整列表宽度' });
  await grip.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(width).toBe(356);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(width).toBe(340);
  const { x, y, height } = (await grip.boundingBox())!;
  await page.mouse.move(x + 4, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + 84, y + height / 2);
  await page.mouse.up();
  await expect.poll(width).toBeGreaterThan(410);
  await page.mouse.move(x + 200, y + height / 2);
  expect(await width()).toBeLessThan(440);
});

test('300 calls: 200 rows, only new ones are made, one detail', async ({ page }) => {
  await login(page);
  const call = (times: number) =>
    page.evaluate(async (times) => {
      const wx = (window as any).wx;
      for (let n = 0; n < times; n++) await new Promise((complete) => wx.request({ url: `${location.origin}/oapro/wx/home/index?n=${n}`, complete }));
    }, times);
  await call(200);
  await expect(rows(page)).toHaveCount(200);
  // every row that is there keeps its element: what is counted from now on is made for new calls
  await page.evaluate(() => {
    const counts = ((window as any).counts = { rows: 0, details: 0 });
    new MutationObserver((records) => {
      for (const record of records) for (const node of record.addedNodes) if (node.nodeName === 'LI') counts.rows++;
    }).observe(document.querySelector('#requests')!, { childList: true });
    new MutationObserver(() => {
      counts.details = Math.max(counts.details, document.querySelectorAll('#detail .call__actions').length);
    }).observe(document.querySelector('#detail')!, { childList: true, subtree: true });
  });
  const began = Date.now();
  await call(100);
  const ms = (Date.now() - began) / 100;
  await expect(rows(page)).toHaveCount(200);
  console.log(`network: a call takes ${ms.toFixed(1)} ms with 200 rows`);
  expect(await page.evaluate(() => (window as any).counts)).toEqual({ rows: 100, details: 1 });
  await expect(page.locator('#detail .message')).toHaveCount(2);
});

test.describe('copied', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });
  const copy = async (page: Page, format: string) => {
    await detail(page).getByRole('button', { name: format, exact: true }).click();
    await expect(detail(page).getByRole('status')).toHaveText(/已复制/);
    return page.evaluate(() => navigator.clipboard.readText());
  };

  test('curl runs in a shell, wx.request in a console, JSON is JSON', async ({ page }) => {
    await loginAndBind(page);
    const token = await stored(page, 'token');
    for (const [path, errno] of [['user/index', 0], ['bindPhone', 0], ['login_by_weixin', 711]] as const) {
      await row(page, path).first().click();
      const before = await page.locator('#workbench').innerHTML();
      expect(before, 'the page shows no whole token').not.toContain(token);
      const curl = await copy(page, 'curl');
      const answer = execFileSync('bash', ['-c', `${curl.replace(/^curl/, 'curl --silent --noproxy "*"')}`], { encoding: 'utf8' });
      expect(JSON.parse(answer).errno, curl).toBe(errno);
      const script = await copy(page, 'wx.request');
      const code = await page.evaluate((script) => new Promise((done) => {
        const log = console.log;
        console.log = (data: any) => ((console.log = log), done(data.errno));
        const element = document.createElement('script');
        element.nonce = document.querySelector<HTMLScriptElement>('script[nonce]')!.nonce;
        element.textContent = script;
        document.head.append(element);
      }), script);
      expect(code, script).toBe(errno);
      await row(page, path).first().click();
      const { request, response } = JSON.parse(await copy(page, 'JSON'));
      expect(request.url).toContain(path);
      expect(response.body.errno).toBe(0);
    }
  });
});

// what one change of a good call leads to
for (const [path, change, errno] of [
  ['login_by_weixin', '旧 code', 711],
  ['login_by_weixin', '编造 code', 710],
  ['bindPhone', '翻转 iv 一个字节', 715],
  ['user/index', '去掉 token', 501],
  ['bindPhone', '去掉 token', 501],
  ['user/index', '换 X-OA-App-Id', 0],
  ['login_by_weixin', '改字段类型', 402],
  ['bindPhone', '改字段类型', 402],
  ['login_by_weixin', '删掉字段', 401],
  ['bindPhone', '删掉字段', 401],
  ['bindPhone', '坏 JSON', 402],
  ['user/index', '错误方法', 405],
  ['bindPhone', '错误方法', 405],
  ['user/index', '错误路径', 404],
  ['bindPhone', '正文过大', 413],
] as const)
  test(`${path}, ${change}: errno ${errno}`, async ({ page }) => {
    await loginAndBind(page);
    const token = await stored(page, 'token');
    await row(page, path).first().click();
    const count = await rows(page).count();
    await detail(page).getByRole('button', { name: '编辑重发' }).click();
    await page.locator('.editor').getByRole('button', { name: change }).click();
    await page.getByRole('button', { name: '发送' }).click();
    await expect(detail(page)).toContainText(`errno ${errno}`);
    expect(await rows(page).count(), 'it is a call of its own').toBeGreaterThan(count);
    expect(await stored(page, 'token'), 'the phone’s login stays').toBe(token);
    await expect(phone(page).locator('.page--user')).toBeVisible();
    if (path === 'bindPhone' && errno === 715) await expect(page.locator('#step-decrypt')).toHaveAttribute('data-status', 'error');
  });

test('by hand: any field can be changed, Esc closes the editor alone', async ({ page }) => {
  await login(page);
  await row(page, 'user/index').click();
  await detail(page).getByRole('button', { name: '编辑重发' }).click();
  const editor = page.getByRole('form', { name: '编辑重发' });
  await expect(editor).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(editor).toHaveCount(0);
  await expect(detail(page)).toBeFocused();
  await detail(page).getByRole('button', { name: '编辑重发' }).click();
  await editor.getByLabel('方法').fill('get');
  await editor.getByLabel('路径').fill('/oapro/wx/vote/list?page=1');
  await editor.getByLabel('请求头').fill('X-OA-Token: oa_nothing\nno header');
  await page.getByRole('button', { name: '发送' }).click();
  await expect(row(page, 'vote/list')).toHaveCount(1);
  await expect(detail(page)).toContainText('GET /oapro/wx/vote/list?page=1');
  await row(page, 'user/index').click();
  await expect(editor).toHaveCount(0);
});

for (const [lang, colorScheme, width] of [['zh', 'light', 1440], ['en', 'dark', 1440], ['en', 'light', 375], ['zh', 'dark', 2560]] as const)
  test(`axe, and nothing runs over, ${lang}, ${colorScheme}, ${width}`, async ({ page }) => {
    await page.addInitScript((lang) => localStorage.setItem('oa-mini:lang', lang), lang);
    await page.emulateMedia({ colorScheme });
    await login(page);
    await page.setViewportSize({ width, height: width === 375 ? 812 : 900 });
    if (width === 375) await page.evaluate(() => (location.hash = '#workbench'));
    const check = async (what: string) => {
      const found = await new AxeBuilder({ page }).include('#panel-network').analyze();
      expect(found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${what} ${id}: ${target}`))).toEqual([]);
      expect(await page.locator('#panel-network').evaluate((panel) => panel.scrollWidth - panel.clientWidth), what).toBeLessThanOrEqual(0);
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${what}-${lang}-${colorScheme}-${width}.png` });
    };
    await row(page, 'login_by_weixin').click();
    await check('detail');
    await detail(page).getByRole('button', { name: /编辑重发|Edit and resend/ }).click();
    await check('editor');
    await page.locator('.editor__send').click();
    await expect(detail(page)).toContainText('errno 711');
    await check('refused');
  });
