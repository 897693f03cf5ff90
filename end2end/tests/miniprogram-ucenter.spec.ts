// Our mini-program's pages/ucenter/index/index, and an expired login.
import type { APIRequestContext } from '@playwright/test';
import { test, expect, hold, silent, type MiniProgram, LOGIN, UCENTER, USER } from '../lib/miniprogram';
import { api } from '../lib/double';

/** Another device of the same user ends this one's session. */
const revoke = async (program: MiniProgram, request: APIRequestContext) => {
  const { errno } = await api(request, 'auth/revoke', await program.stored('token'), { all: true });
  expect(errno).toBe(0);
};

test('logged out: the name and the settings lead to the login page', async ({ program }) => {
  await program.launch(UCENTER);
  await program.says(/^点击登录/);
  expect(await program.count('request'), 'without a token the server is not asked').toBe(0);
  await program.tap('点击登录');
  await program.at(LOGIN);
  await program.launch(UCENTER);
  await program.button('用户设置').click();
  await program.at(LOGIN);
});

test('logged in: name, avatar and counts; the name leads nowhere', async ({ program }) => {
  await program.login();
  await program.says('林晓 我主持的会议 2 我参与的会议 5 我发布的投票 1 我参与的投票 3 消息 设置');
  await expect(program.screen.locator('.profile__avatar img')).toHaveAttribute('src', (await program.stored('userInfo')).avatarUrl);
  const opened = await program.count('navigateTo');
  await program.tap('林晓');
  await program.button('用户设置').click();
  await program.at(USER);
  expect(await program.count('navigateTo')).toBe(opened + 1);
});

test('a cell leads nowhere yet', async ({ program }) => {
  await program.login();
  await program.tap('消息');
  await program.told('开发中');
});

test('a failure keeps the counts and is told', async ({ page, program }) => {
  await program.login();
  const { counts } = await program.data();
  await silent(page, 'user/index');
  await program.revisit('我的');
  await program.told('request:fail timeout');
  expect((await program.data()).counts).toEqual(counts);
});

test('a revoked token: storage is cleared and the login page opened', async ({ program, request }) => {
  await program.login();
  await revoke(program, request);
  await program.revisit('我的');
  await program.at(LOGIN);
  await program.forgotten();
  expect(await program.toasts(), 'the login page says enough').toEqual([]);
  await program.tapLogin();
  await program.at(UCENTER);
  await program.says(/^林晓 .* 2 /);
  await revoke(program, request);
  await program.revisit('我的');
  await program.at(LOGIN);
});

test('who comes back from the login page without a login sees no counts', async ({ program, request }) => {
  await program.login();
  await revoke(program, request);
  await program.revisit('我的');
  await program.at(LOGIN);
  await program.back();
  await program.says('点击登录 我主持的会议 我参与的会议 我发布的投票 我参与的投票 消息 设置');
});

test('several 501s at once open one login page', async ({ program, request }) => {
  await program.login();
  await revoke(program, request);
  const before = await program.count('user/index');
  await program.run(() => {
    for (let call = 0; call < 4; call += 1) getCurrentPages().at(-1)!.onShow();
  });
  await expect.poll(() => program.count('user/index')).toBe(before + 4);
  await program.at(LOGIN);
  expect(await program.count('navigateTo'), 'the one of the first login, and this').toBe(2);
  expect(await program.routes()).toEqual([UCENTER, LOGIN]);
});

test('without a token several 501s open one login page, too', async ({ program }) => {
  await program.launch(UCENTER);
  await program.run(() => {
    const [page] = getCurrentPages();
    for (let call = 0; call < 3; call += 1) page.loadCounts();
  });
  await expect.poll(() => program.count('user/index')).toBe(3);
  await program.at(LOGIN);
  await program.run(() => getCurrentPages()[0].loadCounts());
  await expect.poll(() => program.count('user/index')).toBe(4);
  expect(await program.count('navigateTo'), 'nor does one that comes later').toBe(1);
});

test('a forged token is none', async ({ program }) => {
  await program.login();
  await program.run(() => wx.setStorageSync('token', `oa_${'A'.repeat(43)}`));
  await program.revisit('我的');
  await program.at(LOGIN);
  await program.forgotten();
});

test('a 501 that comes late leaves a newer login alone', async ({ page, program, request }) => {
  await program.login();
  await revoke(program, request);
  const { arrived, release } = await hold(page, 'user/index');
  const before = await program.count('user/index');
  await program.run(() => getCurrentPages().at(-1)!.onShow());
  await arrived;
  await program.run(() => wx.setStorageSync('token', 'oa_newer'));
  await release();
  await expect.poll(() => program.count('user/index')).toBe(before + 1);
  expect(await program.stored('token')).toBe('oa_newer');
  await program.at(UCENTER);
  expect(await program.routes()).toEqual([UCENTER]);
});

test('counts that come after logging out are not shown', async ({ page, program }) => {
  await program.login();
  await program.run(() => getCurrentPages().at(-1)!.setData({ counts: null }));
  const { arrived, release } = await hold(page, 'user/index');
  const before = await program.count('user/index');
  await program.run(() => getCurrentPages().at(-1)!.onShow());
  await arrived;
  await program.run(() => wx.clearStorageSync());
  await release();
  await expect.poll(() => program.count('user/index')).toBe(before + 1);
  expect((await program.data()).counts).toBeNull();
});

test('a full stack makes room by a reLaunch', async ({ program, request }) => {
  await program.toUser();
  for (let height = 3; height <= 10; height += 1) {
    await program.run((url) => wx.navigateTo({ url }), `/${USER}`);
    await expect.poll(async () => (await program.routes()).length).toBe(height);
  }
  await program.idle();
  await revoke(program, request);
  await program.tapPhoneNumber();
  await program.at(LOGIN);
  expect(await program.routes()).toEqual([LOGIN]);
  await program.forgotten();
});

test('without a network nobody is logged out', async ({ page, program, allowed }) => {
  allowed.push(/ERR_FAILED/);
  await program.login();
  const lost = [/\/oapro\/wx\//, /\/phone\/checkSession$/];
  for (const url of lost) await page.route(url, (route) => route.abort());
  await program.launch(UCENTER);
  await program.told('request:fail');
  await program.says(/^林晓/);
  expect(await program.stored('token')).not.toBeNull();
});
