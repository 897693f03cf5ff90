// Our mini-program's pages/ucenter/user/user: the phone number, and the logout.
import { test, expect, hold, silent, tapTwice, wechatSays, type MiniProgram, INDEX, UCENTER, USER } from '../lib/miniprogram';
import { api } from '../lib/double';
import { phone } from '../lib/fixtures';

const NUMBER = '12066600001';
const BIND = 'auth/bindPhone';

/** What was sent to bindPhone, by field. */
const sent = async (program: MiniProgram) => (await program.calls(BIND)).map(({ options }) => Object.keys(options.data));

/** Shows the page once more, as after another page or another app; until what it does then is done. */
const showAgain = async (program: MiniProgram) => {
  const before = await program.count('checkSession');
  await program.run(() => getCurrentPages().at(-1)!.onShow());
  await program.idle();
  return (await program.count('checkSession')) - before;
};

for (const [baseLibrary, fields] of [
  ['2.21.1', ['encryptedData', 'iv']],
  ['2.21.2', ['code']],
] as const) {
  test(`bind the phone by ${fields}`, async ({ program }) => {
    await program.baseLibrary(baseLibrary);
    await program.toUser();
    await program.tapPhoneNumber();
    await program.told('绑定手机号码成功');
    expect(await sent(program)).toEqual([fields]);
    expect((await program.stored('userInfo')).phone).toBe(NUMBER);
    await expect(program.screen.getByText(NUMBER, { exact: true })).toBeVisible();
    await expect(program.button('点击获取'), 'it is bound, and stays so').toHaveCount(0);
    await program.launch(USER);
    await expect(program.screen.getByText(NUMBER, { exact: true }), 'a restart keeps it').toBeVisible();
  });
}

test('the rows', async ({ program }) => {
  await program.toUser();
  const { userId } = await program.stored('userInfo');
  await program.says(`头像 名字 林晓 手机号码 点击获取 ID号 1000${userId} 退 出`);
});

test('refused: nothing happens', async ({ program }) => {
  await program.baseLibrary('2.21.1');
  await program.toUser();
  await program.button('点击获取').click();
  await program.answer('不允许');
  await expect.poll(() => program.count('button.getPhoneNumber')).toBe(1);
  expect([await program.toasts(), await sent(program)]).toEqual([[], []]);
  await expect(program.button('点击获取')).toBeEnabled();
});

test('a button that WeChat does not grant says why', async ({ page, program }) => {
  await program.toUser();
  await wechatSays(page, 'getPhoneNumber', { errMsg: 'getPhoneNumber:fail no permission' });
  await program.tapPhoneNumber();
  await program.told('getPhoneNumber:fail no permission');
});

test('logged out: the rows are empty, and WeChat is not asked', async ({ program }) => {
  await program.launch(USER);
  await program.says('头像 名字 手机号码 点击获取 ID号 退 出');
  await program.button('点击获取').click();
  await program.told('绑定失败:请先登录');
  expect(await program.count('button.getPhoneNumber')).toBe(0);
});

test('a second tap binds once', async ({ page, program }) => {
  await program.toUser();
  const { arrived, release } = await hold(page, BIND);
  await tapTwice(program.button('点击获取'));
  await program.answer('允许');
  await arrived;
  await tapTwice(program.button('点击获取'));
  await release();
  await program.told('绑定手机号码成功');
  expect(await sent(program)).toEqual([['code']]);
  await expect(phone(page).getByRole('dialog')).toHaveCount(0);
});

test('a key that WeChat has dropped is renewed before the number is asked for', async ({ program }) => {
  await program.baseLibrary('2.21.1');
  await program.toUser();
  const token = await program.stored('token');
  await program.double('control/rotate-key', { user: 'lin' });
  await showAgain(program);
  expect(await program.stored('token'), 'a new login').not.toBe(token);
  await program.tapPhoneNumber();
  await program.told('绑定手机号码成功');
});

test('with a number there is no need of the key', async ({ program }) => {
  await program.toUser();
  await program.tapPhoneNumber();
  await program.told('绑定手机号码成功');
  const token = await program.stored('token');
  await program.double('control/rotate-key', { user: 'lin' });
  expect(await showAgain(program), 'WeChat is not asked').toBe(0);
  expect(await program.stored('token')).toBe(token);
});

test('a number that comes when somebody else has logged in is not theirs', async ({ page, program }) => {
  await program.toUser();
  const { arrived, release } = await hold(page, BIND);
  await program.tapPhoneNumber();
  await arrived;
  await program.run(() => wx.setStorageSync('token', 'oa_other'));
  await release();
  await expect.poll(() => program.count(BIND)).toBe(1);
  await program.idle();
  expect((await program.stored('userInfo')).phone).toBeUndefined();
});

test('a key that changes between the check and the tap: 715', async ({ program }) => {
  await program.baseLibrary('2.21.1');
  await program.toUser();
  await program.double('control/rotate-key', { user: 'lin' });
  await program.tapPhoneNumber();
  await program.told('登录态已失效，请重新登录后再试');
  expect((await program.stored('userInfo')).phone).toBeUndefined();
});

test('while the key is renewed the button rests', async ({ page, program }) => {
  await program.toUser();
  await program.double('control/rotate-key', { user: 'lin' });
  const { arrived, release } = await hold(page, 'auth/login_by_weixin');
  await program.run(() => void getCurrentPages().at(-1)!.onShow());
  await arrived;
  await expect(program.button('点击获取')).toBeDisabled();
  await tapTwice(program.button('点击获取'));
  await release();
  await program.idle();
  await expect(program.button('点击获取')).toBeEnabled();
  expect(await program.count('button.getPhoneNumber')).toBe(0);
  await expect(phone(page).getByRole('dialog')).toHaveCount(0);
});

test('WeChat is down while the code is exchanged: 714', async ({ program }) => {
  await program.toUser();
  await program.double('control/fault', { path: '/wxa/business/getuserphonenumber', times: 3, status: 502 });
  await program.tapPhoneNumber();
  await program.told('微信服务暂不可用');
});

test('leave: cancelled', async ({ page, program, request }) => {
  await program.toUser();
  const token = await program.stored('token');
  await program.button('退 出').click();
  const modal = phone(page).getByRole('alertdialog');
  await expect(modal.getByRole('heading')).toHaveText('退出登录?');
  await expect(modal.getByRole('button', { name: '确定' })).toHaveCSS('color', 'rgb(180, 40, 45)');
  await program.answer('取消');
  await expect.poll(async () => (await program.calls('showModal')).map(({ options }) => options)).toEqual([{ title: '退出登录?', confirmColor: '#b4282d' }]);
  await program.idle();
  await program.at(USER);
  expect(await program.stored('token')).toBe(token);
  expect((await api(request, 'user/index', token)).errno).toBe(0);
});

test('leave: confirmed', async ({ program, request }) => {
  await program.toUser();
  const token = await program.stored('token');
  await program.button('退 出').click();
  await program.answer('确定');
  await program.at(INDEX);
  expect(await program.routes()).toEqual([INDEX]);
  await program.forgotten();
  expect((await api(request, 'user/index', token)).errno).toBe(501);
  await program.launch(UCENTER);
  await program.says(/^点击登录/);
});

test('leave while the server does not answer', async ({ page, program }) => {
  await silent(page, 'auth/logout');
  await program.toUser();
  await program.button('退 出').click();
  await program.answer('确定');
  await program.at(INDEX);
  await program.forgotten();
});

test('leave when the server knows the token no more', async ({ program, request }) => {
  await program.toUser();
  await api(request, 'auth/revoke', await program.stored('token'), { all: true });
  await program.button('退 出').click();
  await program.answer('确定');
  await program.at(INDEX);
  expect(await program.routes(), 'and not the login page').toEqual([INDEX]);
  await program.forgotten();
});
