// Our mini-program's pages/index/index: the two ways to a profile.
import { test, expect, tapTwice, wechatSays, INDEX } from '../lib/miniprogram';
import { phone } from '../lib/fixtures';

test('the way that asks', async ({ program }) => {
  await program.launch();
  await program.at(INDEX);
  await program.button('微信直接登录1').click();
  await program.answer('允许');
  await program.says(/昵称:林晓$/);
  const { avatarUrl } = (await program.data()).userInfo;
  await expect(program.screen.locator('.portrait img')).toHaveAttribute('src', avatarUrl);
  expect((await program.calls('getUserProfile')).map(({ options }) => options)).toEqual([{ desc: '用于完善会员资料', lang: 'zh_CN' }]);
  expect(await program.count('request'), 'the server is not asked').toBe(0);
});

test('refused: nothing happens', async ({ program }) => {
  await program.launch();
  await program.button('微信直接登录1').click();
  await program.answer('拒绝');
  await expect.poll(() => program.count('getUserProfile')).toBe(1);
  await program.idle();
  expect(await program.toasts()).toEqual([]);
  expect((await program.data()).userInfo.nickName).toBe('');
});

test('a failure that is no refusal is told', async ({ page, program }) => {
  await program.launch();
  await wechatSays(page, 'getUserProfile', { errMsg: 'getUserProfile:fail no permission' });
  await program.button('微信直接登录1').click();
  await program.answer('允许');
  await program.told('getUserProfile:fail no permission');
});

test('a second tap asks nobody', async ({ program }) => {
  await program.launch();
  await tapTwice(program.button('微信直接登录1'));
  await program.answer('允许');
  await program.says(/昵称:林晓$/);
  await program.idle();
  expect(await program.count('getUserProfile')).toBe(1);
});

test('the silent way names nobody, and can fail', async ({ page, program, allowed }) => {
  allowed.push(/ERR_FAILED/);
  // without the people a phone does not know whose it is
  await page.route('**/_double/users', (route) => route.abort());
  for (const fails of [true, false]) {
    await program.launch();
    await program.screen.getByRole('switch').click();
    await expect(program.button('微信直接登录1')).toHaveCount(0);
    await program.button('微信直接登录2').click();
    if (fails) await program.told('微信登录失败');
    else await program.says(/昵称:微信用户$/);
    await expect(phone(page).getByRole('dialog'), 'it asks nobody').toHaveCount(0);
    await page.unrouteAll();
  }
  await expect(program.screen.locator('.portrait img')).toHaveJSProperty('complete', true);
});

test('where wx.getUserProfile is no more, the other way is shown', async ({ program }) => {
  await program.without('getUserProfile');
  await program.launch();
  await expect(program.button('微信直接登录2')).toBeVisible();
  await expect(program.button('微信直接登录1')).toHaveCount(0);
});
