// The workbench: what it shows is what happens, and nothing that may not be shown.
import { play } from '../lib/demos';
import { test, expect, login, open, phone, stored } from '../lib/fixtures';

const step = (page: import('@playwright/test').Page, id: string) => page.locator(`#step-${id}`);

test('a login lights twelve steps, with values that are masked', async ({ page }) => {
  await open(page, '/');
  await expect(page.locator('.step[data-status=ghost]')).toHaveCount(22);
  await login(page);
  await expect(page.locator('.step[data-status=done]')).toHaveCount(12);
  await expect(page.locator('.phase[data-status=done]')).toHaveCount(4);
  const token: string = await stored(page, 'token');
  await expect(step(page, 'token')).toContainText(`${token.slice(0, 6)}…${token.slice(-3)}`);
  await expect(step(page, 'openid')).toContainText(/openid/);
  for (const id of ['post', 'j2s', 'openid', 'upsert', 'token', 'index', 'lookup', 'counts']) {
    await expect(step(page, id).locator('.step__ms'), id).toContainText(/\d (ms|s)$/);
  }
  const html = await page.locator('#workbench').innerHTML();
  expect(html).not.toContain(token);
  expect(html, 'no whole phone number').not.toContain('12066600001');
});

test('the network tab shows calls of the phone and of the server', async ({ page }) => {
  await login(page);
  const rows = page.locator('#requests .request');
  await expect(rows.filter({ hasText: 'login_by_weixin' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'jscode2session' })).toHaveCount(1);
  await rows.filter({ hasText: 'login_by_weixin' }).click();
  const detail = page.locator('#detail');
  await expect(detail).toContainText('POST /oapro/wx/auth/login_by_weixin');
  await expect(detail).toContainText('errno 0');
  await expect(detail).toContainText('"nickName": "林晓"');
  await expect(detail, 'what the answer was headed by').toContainText('cache-control: no-store');
});

test('storage, sessions and a revocation that the phone finds out', async ({ page }) => {
  await login(page);
  await page.locator('#tab-storage').click();
  await expect(page.locator('#stored tbody tr')).toHaveCount(2);
  await page.locator('#tab-sessions').click();
  const rows = page.locator('#devices tbody tr');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('当前');
  await rows.getByRole('button', { name: '撤销' }).click();
  await expect(page.locator('#devices')).toContainText('请登录');
  await phone(page).getByRole('link', { name: '首页' }).click();
  await phone(page).getByRole('link', { name: '我的' }).click();
  await expect(phone(page).locator('.page--login')).toBeVisible();
  await expect(step(page, 'counts')).toHaveAttribute('data-status', 'error');
});

/** Taps 点击获取 and 允许. */
const bind = async (page: import('@playwright/test').Page) => {
  await phone(page).getByLabel('用户设置').click();
  await phone(page).getByRole('button', { name: '点击获取' }).click();
  await phone(page).getByRole('button', { name: '允许', exact: true }).click();
};

test('the crypto panel shows the server’s own decryption, step by step', async ({ page }) => {
  await login(page);
  await page.locator('#tab-crypto').click();
  await expect(page.locator('.cipher__none'), 'a login decrypts nothing').toContainText('没有解密任何数据');
  await expect(page.locator('#signature'), 'and this one had no signature').toContainText('没有校验');
  await bind(page);
  await expect(phone(page).locator('.row__bound').first()).toHaveText('12066600001');
  await step(page, 'decrypt').locator('button').click();
  await expect(page.locator('.cipher__step[data-status=done]')).toHaveCount(5);
  await expect(page.locator('#c-json')).toContainText('120****0001');
  await expect(page.locator('#c-padding .pad').first()).toBeVisible();
  const key = (await page.locator('#key-wechat').textContent())!;
  expect(key).toMatch(/^[0-9a-f]{8}$/);
  await expect(page.locator('#keys-tried')).toContainText(`${key} ✓`);
});

test('a rotated key: which keys were tried, which one WeChat used, and where it broke', async ({ page }) => {
  await login(page);
  await page.locator('#tab-faults').click();
  await page.getByRole('button', { name: '轮换', exact: true }).click();
  await bind(page);
  await expect(step(page, 'phone')).toContainText('errno 715');
  await step(page, 'decrypt').locator('button').click();
  await expect(page.locator('.cipher__step[data-status=error]')).toHaveCount(1);
  await expect(page.locator('#c-watermark')).toHaveAttribute('data-status', 'ghost');
  const key = (await page.locator('#key-wechat').textContent())!;
  await expect(page.locator('#keys-tried')).toContainText('✗');
  await expect(page.locator('#keys-tried')).not.toContainText(key);
  await expect(page.locator('.crypto__main .verdict')).toContainText('不是同一把');
});

test('by code the server decrypts nothing, and the page says so', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, '/');
  await play(page, '用 code 绑定');
  await expect(page.locator('html')).toHaveAttribute('data-scenario', 'done', { timeout: 30_000 });
  for (const id of ['phonecode', 'phoneinfo', 'save', 'phone']) await expect(step(page, id)).toHaveAttribute('data-status', 'done');
  await expect(step(page, 'decrypt')).toHaveAttribute('data-status', 'ghost');
  await expect(step(page, 'enc'), 'what went to the server').toContainText(/code/);
  await page.locator('#tab-crypto').click();
  await expect(page.locator('.cipher__none')).toContainText('服务器没有解密任何数据');
});

test('faults are the double’s, and still there after a reload', async ({ page }) => {
  await open(page, '/');
  await page.locator('#tab-faults').click();
  await page.locator('#fault-limit').check();
  await page.getByRole('button', { name: '加 5 分钟' }).click();
  await expect(page.locator('#clock-value')).toHaveText('+5');
  await page.reload();
  await expect(page.locator('html[data-alive]')).toBeAttached();
  await page.locator('#tab-faults').click();
  await expect(page.locator('#fault-limit')).toBeChecked();
  await expect(page.locator('#fault-count')).toHaveText('2');
  await page.getByRole('button', { name: '全部恢复' }).click();
  await expect(page.locator('#fault-limit')).not.toBeChecked();
  await expect(page.locator('#clock-value')).toHaveText('+0');
  await expect(page.locator('html[data-fault]')).toHaveCount(0);
});

/** A login by taps alone: a reload would forget what the other phone did. */
const tapLogin = async (page: import('@playwright/test').Page) => {
  await phone(page).getByRole('link', { name: '我的' }).click();
  await phone(page).getByRole('button', { name: '点击登录' }).click();
  await phone(page).getByRole('button', { name: '微信直接登录' }).click();
  await phone(page).getByRole('button', { name: '允许', exact: true }).click();
  await expect(step(page, 'counts')).toHaveAttribute('data-status', 'done');
};

test('two phones of one user are two devices', async ({ page }) => {
  await open(page, '/');
  await tapLogin(page);
  await page.locator('.segmented').getByText('手机 B').click();
  await expect(page.locator('.stage__device')).toHaveText('手机 B', { useInnerText: true });
  expect(await stored(page, 'token')).toBeNull();
  await expect(page.locator('.step[data-status=ghost]'), 'the other phone has done nothing yet').toHaveCount(22);
  await tapLogin(page);
  await page.locator('#tab-sessions').click();
  await expect(page.locator('#devices tbody tr')).toHaveCount(2);
  await page.locator('.segmented').getByText('手机 A').click();
  await expect(page.locator('.step[data-status=done]'), 'and this one’s last run is back').not.toHaveCount(0);
  await expect(phone(page).locator('.profile__name')).toHaveText('林晓');
});

test('the keyboard alone walks the diagram, the tabs and the grip', async ({ page }) => {
  await login(page);
  await step(page, 'profile').locator('button').focus();
  for (let down = 0; down < 7; down++) await page.keyboard.press('ArrowDown');
  await expect(step(page, 'token').locator('button')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(step(page, 'token').locator('button')).toHaveAttribute('aria-current', 'step');
  await expect(page.locator('#panel-network')).toBeFocused();
  await step(page, 'token').locator('button').focus();
  await page.keyboard.press('End');
  await expect(step(page, 'clear').locator('button')).toBeFocused();
  await page.locator('#tab-network').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#tab-storage')).toBeFocused();
  await expect(page.locator('#panel-storage')).toBeVisible();
  const inspector = page.locator('.inspector');
  const before = (await inspector.boundingBox())!.height;
  await page.locator('.inspector__grip').focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(async () => (await inspector.boundingBox())!.height).toBe(before + 16);
});

test('the grip follows the pointer until it is let go, wherever that is', async ({ page }) => {
  await open(page, '/');
  const grip = page.locator('.inspector__grip');
  const height = () => page.locator('.inspector').evaluate((node) => node.clientHeight);
  const { x, y } = (await grip.boundingBox())!;
  const before = await height();
  await page.mouse.move(x + 20, y + 2);
  await page.mouse.down();
  await page.mouse.move(x + 20, y - 98);
  await expect.poll(height).toBeGreaterThan(before + 80);
  await page.mouse.move(100, 300); // over the phone
  await page.mouse.up();
  const left = await height();
  await page.mouse.move(x + 20, y + 50);
  expect(await height()).toBe(left);
});

test('a screen reader is told', async ({ page }) => {
  await login(page);
  await expect(page.locator('#said')).toContainText(/完成|done/);
  await expect(page.locator('#said')).toHaveAttribute('role', 'status');
});

test('language and theme are remembered', async ({ page }) => {
  await open(page, '/');
  await expect(page.getByText('Run a demo')).toBeHidden();
  await page.getByRole('button', { name: '语言' }).click();
  await page.getByRole('button', { name: 'Dark' }).click();
  await page.reload();
  await expect(page.locator('html[data-alive]')).toBeAttached();
  await expect(page.getByText('Run a demo')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('.topbar')).toHaveCSS('border-bottom-color', 'rgb(39, 43, 51)');
});

test('what another window does is not shown here', async ({ page, context, watch }) => {
  await open(page, '/');
  const other = await context.newPage();
  watch(other);
  await login(other);
  await expect(page.locator('.step[data-status=ghost]')).toHaveCount(22);
  await expect(page.locator('#requests .request')).toHaveCount(0);
});

test('a window too many is told that it is not told any more', async ({ page, context, watch }) => {
  await open(page, '/');
  const told = page.getByText('本窗口不再更新');
  await expect(told).toBeHidden();
  for (let window = 0; window < 2; window++) {
    const other = await context.newPage();
    watch(other);
    await open(other, '/');
  }
  await expect(told).toBeVisible();
});

test('the API document is a tap away', async ({ page }) => {
  await open(page, '/');
  await page.getByRole('link', { name: 'API 文档' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('oa-mini');
  await expect(page.locator('#viewer')).toContainText('bindPhone');
});
