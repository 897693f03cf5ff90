// Base library 2.27.1 and newer: profiles are anonymous, and the user page of our mini-program offers its choosers of avatar and nickname.
import type { Page } from '@playwright/test';
import { test as base, expect, LOGIN, UCENTER, USER } from '../lib/miniprogram';
import { phone } from '../lib/fixtures';

/** A new phone with WeChat of today, logged in, on 用户设置. */
const test = base.extend({
  program: async ({ program }, use) => {
    await program.baseLibrary('2.27.1');
    await program.launch(LOGIN);
    await program.tapLogin();
    await program.at(UCENTER);
    await program.tapSettings();
    await use(program);
  },
});

/** Taps the avatar and chooses a picture from the disk. */
const choose = async (page: Page, button: { click(): Promise<void> }, file: string | { name: string; mimeType: string; buffer: Buffer }) => {
  await button.click();
  const chooser = page.waitForEvent('filechooser');
  await phone(page).getByRole('button', { name: '从相册选择' }).click();
  await (await chooser).setFiles(file);
};

test('a nickname', async ({ program }) => {
  expect((await program.stored('userInfo')).nickName).not.toBe('林晓');
  await program.screen.getByPlaceholder('请输入昵称').fill('  小林 ');
  await program.button('保存').click();
  await program.told('昵称已保存');
  expect((await program.stored('userInfo')).nickName).toBe('小林');
  await program.launch(UCENTER);
  await program.says(/^小林/);
});

test('no nickname', async ({ program }) => {
  await program.button('保存').click();
  await program.told('请输入昵称');
  expect(await program.count('auth/profile')).toBe(0);
});

test('an avatar', async ({ page, program, request }) => {
  const before = (await program.stored('userInfo')).avatarUrl;
  await choose(page, program.button('选择头像'), 'screenshots/phone.png');
  await program.told('头像已保存');
  const { avatarUrl } = await program.stored('userInfo');
  expect(avatarUrl).not.toBe(before);
  await expect(program.button('选择头像').locator('img')).toHaveAttribute('src', avatarUrl);
  expect((await request.get(avatarUrl)).headers()['content-type']).toMatch(/^image\//);
});

test('a file that is no picture goes no further than the phone', async ({ page, program }) => {
  const { avatarUrl } = await program.stored('userInfo');
  await choose(page, program.button('选择头像'), { name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await expect.poll(async () => (await program.calls('button.chooseAvatar')).map(({ errMsg }) => errMsg)).toEqual(['chooseAvatar:fail']);
  await program.idle();
  expect([await program.toasts(), await program.count('auth/avatar')]).toEqual([[], 0]);
  expect((await program.stored('userInfo')).avatarUrl).toBe(avatarUrl);
});

test('a picture that the server does not take', async ({ page, program }) => {
  const { avatarUrl } = await program.stored('userInfo');
  await page.route('**/oapro/wx/auth/avatar', (route) => {
    const body = route.request().postDataBuffer()!;
    // what the phone sends is a PNG; without its first bytes it is none
    return route.continue({ postData: Buffer.concat([body.subarray(0, body.indexOf('\x89PNG', 0, 'latin1')), Buffer.from('no picture'), body.subarray(body.lastIndexOf('\r\n------'))]) });
  });
  await program.button('选择头像').click();
  await program.answer('使用微信头像');
  await program.told('参数值不对');
  expect((await program.stored('userInfo')).avatarUrl).toBe(avatarUrl);
});

test('no avatar chosen', async ({ program }) => {
  await program.button('选择头像').click();
  await program.answer('取消');
  await expect.poll(async () => (await program.calls('button.chooseAvatar')).map(({ errMsg }) => errMsg)).toEqual(['chooseAvatar:fail cancel']);
  expect([await program.toasts(), await program.count('auth/avatar')]).toEqual([[], 0]);
});

test('a name that is there can still be changed on a new base library, and not on an old one', async ({ program }) => {
  await program.screen.getByPlaceholder('请输入昵称').fill('小林');
  await program.button('保存').click();
  await program.told('昵称已保存');
  await expect(program.button('保存')).toBeVisible();
  await program.baseLibrary('2.21.2');
  await program.launch(USER);
  await expect(program.screen.getByText('小林', { exact: true })).toBeVisible();
  await expect(program.button('保存')).toHaveCount(0);
});

test('without a name they are offered on an old base library, where that has them', async ({ program }) => {
  for (const [version, offered] of [['2.21.2', true], ['2.21.1', false], ['2.100.0', true], ['3.0.0', true]] as const) {
    await program.baseLibrary(version);
    await program.launch(USER);
    await program.idle();
    await expect(program.button('点击获取')).toBeVisible();
    expect(await program.button('保存').isVisible(), version).toBe(offered);
  }
});
