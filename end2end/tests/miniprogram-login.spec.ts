// Our mini-program's pages/auth/login/login: the login page.
import { test, expect, hold, silent, tapTwice, unreachable, wechatSays, LOGIN, UCENTER } from '../lib/miniprogram';
import { api } from '../lib/double';
import { phone } from '../lib/fixtures';

const POST = 'auth/login_by_weixin';

test('login: storage, the way back, and what the server knows', async ({ page, program, request }) => {
  await program.login();
  const [token, info] = [await program.stored('token'), await program.stored('userInfo')];
  expect(token).toMatch(/^oa_[\w-]{43}$/);
  expect([info.nickName, info.status, info.userLevelDesc]).toEqual(['林晓', 0, '普通用户']);
  expect(await program.hasLogin()).toBe(true);
  const requests = await program.calls('request');
  expect(requests.length).toBeGreaterThan(1);
  for (const { options } of requests) expect(options.timeout, 'longer than the server takes').toBe(20_000);
  const keys = await page.evaluate(() => Object.keys(localStorage).filter((key) => !key.startsWith('oa-mini:')));
  expect(keys.sort(), 'nothing else is stored').toEqual(['token', 'userInfo']);
  const { errno, data } = await api(request, 'user/index', token);
  expect(errno).toBe(0);
  expect((await program.data()).counts).toEqual(data);
  const { data: sessions } = await api(request, 'auth/sessions', token);
  expect(sessions.list[0].device, 'the phone is known by its name').toContain('oa-mini A');
});

test('the login page as the first page leads on to 我的', async ({ program }) => {
  await program.launch(LOGIN);
  await program.tapLogin();
  await program.at(UCENTER);
  expect(await program.routes()).toEqual([UCENTER]);
});

test('who is logged in leaves it at once', async ({ program }) => {
  await program.login();
  await program.launch(LOGIN);
  await program.at(UCENTER);
});

test('refused: the reason is told, nothing is sent', async ({ program }) => {
  await program.toLogin();
  await program.button('微信直接登录').click();
  await program.answer('拒绝');
  await program.told('getUserProfile:fail auth deny');
  await program.at(LOGIN);
  expect(await program.count(POST)).toBe(0);
  await program.forgotten();
});

test('a second tap does nothing', async ({ page, program }) => {
  await program.toLogin();
  const { arrived, release } = await hold(page, POST);
  const button = program.button('微信直接登录');
  await tapTwice(button);
  await program.answer('允许');
  await arrived;
  await tapTwice(button);
  await release();
  await program.at(UCENTER);
  await expect.poll(() => program.count('user/index')).toBe(1);
  expect([await program.count('getUserProfile'), await program.count(POST), await program.count('navigateBack')]).toEqual([1, 1, 1]);
});

test('who goes back meanwhile is logged in there', async ({ page, program }) => {
  await program.toLogin();
  const { arrived, release } = await hold(page, POST);
  await program.tapLogin();
  await arrived;
  await program.back();
  await program.at(UCENTER);
  await release();
  await program.says(/林晓/);
  expect(await program.routes()).toEqual([UCENTER]);
  expect(await program.count('reLaunch'), 'the page that is there is shown, and no other').toBe(0);
});

test('WeChat is down: 714, and the next try works', async ({ program }) => {
  await program.toLogin();
  await program.double('control/fault', { path: '/sns/jscode2session', times: 3, errcode: -1 });
  await program.tapLogin();
  await program.told('微信服务暂不可用');
  await program.forgotten();
  await program.double('control/fault', { path: '/sns/jscode2session', times: 0 });
  await program.tapLogin();
  await program.at(UCENTER);
});

test('an expired code: 710', async ({ page, program }) => {
  await program.toLogin();
  const { code } = await program.double('phone/login', { user: 'lin' });
  await program.double('control/expire-codes', {});
  await wechatSays(page, 'login', { errMsg: 'login:ok', code });
  await program.tapLogin();
  await program.told('登录凭证无效或已过期');
});

test('a code that was used: 711', async ({ page, program, request, world }) => {
  await program.toLogin();
  const { code } = await program.double('phone/login', { user: 'lin' });
  const first = await request.post(`/oapro/wx/${POST}`, { data: { code, userInfo: {} }, headers: { 'x-double-world': world } });
  expect((await first.json()).errno).toBe(0);
  await wechatSays(page, 'login', { errMsg: 'login:ok', code });
  await program.tapLogin();
  await program.told('登录凭证已被使用');
  await program.forgotten();
});

test('wx.request fails: timeout', async ({ page, program }) => {
  await silent(page, POST);
  await program.toLogin();
  await program.tapLogin();
  await program.told('微信登录超时');
  await program.idle();
  await program.at(LOGIN);
  await program.forgotten();
});

test('wx.login fails: a timeout as iOS says it', async ({ page, program }) => {
  await program.toLogin();
  await wechatSays(page, 'login', { errMsg: 'login:fail errcode:-118 error_msg:net::ERR_CONNECTION_TIMED_OUT' });
  await program.tapLogin();
  await program.told('微信登录超时');
  await program.idle();
  await program.at(LOGIN);
  await program.forgotten();
});

test('wx.request fails: the server is not reached', async ({ page, program, allowed }) => {
  allowed.push(/ERR_FAILED/);
  await program.toLogin();
  await unreachable(page, POST);
  await program.tapLogin();
  await program.told('request:fail');
  await program.idle();
  await program.at(LOGIN);
  await program.forgotten();
});

test('where wx.getUserProfile is no more, login goes on without a profile', async ({ program }) => {
  await program.without('getUserProfile');
  await program.toLogin();
  await program.button('微信直接登录').click();
  await program.at(UCENTER);
  await expect(phone(program.page).getByRole('dialog'), 'nobody is asked').toHaveCount(0);
  expect(await program.count(POST)).toBe(1);
  expect(await program.stored('token')).not.toBeNull();
});

test('账号登录 is not there yet', async ({ program }) => {
  await program.toLogin();
  await program.button('账号登录').click();
  await program.told('开发中');
});

test('a restart keeps the login; a key that WeChat has dropped lets the user log in again', async ({ program }) => {
  await program.login();
  await program.launch(UCENTER);
  await program.says(/林晓/);
  expect(await program.hasLogin()).toBe(true);
  await program.double('control/rotate-key', { user: 'lin' });
  const token = await program.stored('token');
  await program.launch(UCENTER);
  await expect.poll(() => program.hasLogin()).toBe(false);
  expect(await program.stored('token'), 'what is stored stays').toBe(token);
  await program.tap('林晓');
  await program.tapLogin();
  await expect.poll(() => program.stored('token')).not.toBe(token);
});
