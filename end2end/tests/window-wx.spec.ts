// window.wx: what a mini-program's script finds, in this page. The script is `window-wx/every-call.ts`, which `tsc` holds to
// Tencent's own typings.
import { test, expect, login, open, phone, shown, stored } from '../lib/fixtures';
import { run } from '../lib/script';

test('every call that needs no tap', async ({ page, baseURL }) => {
  await open(page, '/pages/ucenter/index/index');
  await expect.poll(() => run(page, 'wx.getAppBaseInfo().SDKVersion')).toBe('2.21.2');
  // Playwright's own looks at the page have counted as taps
  await expect.poll(() => run(page, 'navigator.userActivation.isActive'), { timeout: 10_000 }).toBe(false);
  const report = await run(page, `script.withoutATap('${baseURL}')`);
  expect(report).toEqual({
    known: [true, true, true, true],
    unknown: [false, false],
    system: ['2.21.2', '2.21.2', 'devtools', 375],
    stored: { list: [1, '二', null] },
    nothing: '',
    async: { list: [1, '二', null] },
    absent: 'getStorage:fail data not found',
    keys: ['other', 'own'],
    left: [],
    cleared: [],
    untapped: 'getUserProfile:fail can only be invoked by user TAP gesture.',
    anonymous: '微信用户',
    login: ['login:ok', true],
    session: 'checkSession:ok',
    callbacks: ['success login:ok', 'complete login:ok', null],
    request: ['request:ok', 200, 0, 'application/json; charset=utf-8'],
    guarded: [501, 0],
    text: 'string',
    elsewhere: ['request:fail url not in domain list', 'request:fail invalid url "/oapro/wx/home/index"'],
    aborted: 'request:fail abort',
    upload: [200, 402],
    back: 'navigateBack:fail cannot navigate back at first page.',
    tab: 'navigateTo:fail can not navigateTo a tabbar page',
    lost: 'navigateTo:fail page "pages/no/such" is not found',
    nameless: 'showToast:fail parameter error: parameter.title should be String instead of Undefined;',
  });
  await expect(phone(page).locator('.page--index')).toBeVisible();
  await expect(phone(page).locator('.toast'), 'hidden again').toHaveCount(0);
});

test('modals, sheets and toasts are WeChat’s own, and text stays text', async ({ page }) => {
  await open(page, '/');
  const answers = run(page, 'script.withTheUser()');
  const modal = phone(page).getByRole('alertdialog');
  await expect(modal.getByRole('heading')).toHaveText('清空?');
  await expect(modal.getByRole('button', { name: '清空' })).toHaveCSS('color', 'rgb(250, 81, 81)');
  await modal.getByRole('button', { name: '清空' }).click();
  await expect(modal).toContainText('还要吗?');
  await modal.getByRole('button', { name: '取消' }).click();
  await phone(page).getByRole('button', { name: '<b>二</b>' }).click();
  await expect(phone(page).getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await answers).toEqual({ modal: [true, false, false, true], picked: 1, none: 'showActionSheet:fail cancel' });
  await shown(page, '好了');
});

test('getUserProfile in a tap asks the user, and gives what a server can check', async ({ page }) => {
  await open(page, '/');
  await run(page, `void (window.said = new Promise((done) => document.querySelector('.page__hint').addEventListener('click', () => done(script.onTap()))))`);
  await phone(page).locator('.page__hint').click();
  await phone(page).getByRole('button', { name: '允许', exact: true }).click();
  expect(await run(page, 'window.said')).toEqual({ name: '林晓', same: '林晓', sizes: [40, true, 24] });
});

test('the phone’s storage is the script’s, and changes hands with the phone', async ({ page }) => {
  await login(page);
  const token = await stored(page, 'token');
  expect(await run(page, `wx.getStorageSync('token')`)).toBe(token);
  expect(await run(page, `wx.getStorageSync('userInfo').nickName`)).toBe('林晓');
  await run(page, `wx.setStorageSync('note', '林晓的')`);
  await run(page, `wx.setStorageSync('userInfo', { ...wx.getStorageSync('userInfo'), nickName: '改了' })`);
  await expect(phone(page).locator('.profile__name'), 'what is stored is shown').toHaveText('改了');
  for (const key of ['oa-mini:world', 'oa-mini:user']) {
    expect(await run(page, `wx.getStorageSync('${key}')`), 'the demo’s own keys are not there').toBe('');
    expect(await run(page, `(() => { try { wx.setStorageSync('${key}', 1) } catch (error) { return error.message } })()`)).toBe('setStorageSync:fail permission denied');
  }
  await page.locator('.menu--user summary').click();
  await page.locator('.menu--user').getByText('陈默').click();
  await expect.poll(() => run(page, `wx.getStorageInfoSync().keys`), 'a new phone is empty').toEqual([]);
  await page.locator('.menu--user summary').click();
  await page.locator('.menu--user').getByText('林晓').click();
  await expect.poll(() => run(page, `wx.getStorageSync('note')`)).toBe('林晓的');
  await run(page, 'wx.clearStorageSync()');
  await expect(phone(page).getByRole('button', { name: '点击登录' })).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem('oa-mini:world')), 'the demo itself goes on').not.toBeNull();
});
