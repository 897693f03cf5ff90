// The workbench with our mini-program in the phone: what it shows is what the program does, and its switches reach the program.
import { test, expect, type MiniProgram, INDEX, LOGIN, UCENTER } from '../lib/miniprogram';
import { phone } from '../lib/fixtures';

const step = ({ page }: MiniProgram, id: string) => page.locator(`#step-${id}`);

/** Takes up ours in Rust, or the opened one. */
const takeUp = ({ page }: MiniProgram, which: 'ours' | 'opened') => page.getByRole('combobox', { name: '小程序' }).selectOption({ index: which === 'ours' ? 1 : 0 });

/** By taps alone, from any tab. */
const logIn = async (program: MiniProgram) => {
  await program.tab('我的');
  await program.tap('点击登录');
  await program.tapLogin();
  await program.at(UCENTER);
  await program.says(/ 我参与的会议 \d /);
};

test('login, binding and logout light the diagram, with values that are masked', async ({ page, program }) => {
  await program.launch();
  await expect(page.locator('.step[data-status=ghost]')).toHaveCount(22);
  await logIn(program);
  await expect(page.locator('.step[data-status=done]')).toHaveCount(12);
  await expect(page.locator('.phase[data-status=done]')).toHaveCount(4);
  const token: string = await program.stored('token');
  await expect(step(program, 'token')).toContainText(`${token.slice(0, 6)}…${token.slice(-3)}`);
  for (const id of ['post', 'j2s', 'upsert', 'token', 'index', 'lookup', 'counts']) await expect(step(program, id).locator('.step__ms'), id).toContainText(/\d (ms|s)$/);

  await program.tapSettings();
  await program.tapPhoneNumber();
  // it sends the code and the data: the code goes first, and nothing is decrypted
  for (const id of ['enc', 'bind', 'phonecode', 'phoneinfo', 'save', 'phone']) await expect(step(program, id), id).toHaveAttribute('data-status', 'done');
  await page.locator('#tab-crypto').click();
  await expect(page.locator('.cipher__none')).toContainText('没有解密任何数据');
  const html = await page.locator('#workbench').innerHTML();
  expect([token, '12066600001'].filter((secret) => html.includes(secret)), 'neither the token nor the number is there whole').toEqual([]);

  await program.button('退 出').click();
  await program.answer('确定');
  for (const id of ['logout', 'revoke', 'clear']) await expect(step(program, id), id).toHaveAttribute('data-status', 'done');
});

test('the network panel shows the calls of the program and of the server, the storage panel what is stored', async ({ page, program }) => {
  await program.login();
  const rows = page.locator('#requests .request');
  await expect(rows).toHaveText([/getUserProfile/, /login/, /login_by_weixin/, /jscode2session/, /index/]);
  await rows.filter({ hasText: 'login_by_weixin' }).click();
  const detail = page.locator('#detail');
  await expect(detail).toContainText('POST /oapro/wx/auth/login_by_weixin');
  await expect(detail).toContainText('errno 0');
  await expect(detail).toContainText('"nickName": "林晓"');
  await expect(page.locator('.stage'), 'the line below the phone names the page').toContainText(UCENTER);

  await page.locator('#tab-storage').click();
  const stored = page.locator('#stored tbody tr');
  await expect(stored).toHaveCount(2);
  await program.run(() => wx.setStorageSync('note', { kept: true }));
  await expect(stored).toHaveCount(3);
  await expect(stored.filter({ hasText: 'note' })).toContainText('true');
  await program.run(() => wx.removeStorageSync('note'));
  await expect(stored).toHaveCount(2);
});

test('a session that is revoked in the panel sends the program to its login page', async ({ page, program }) => {
  await program.login();
  await page.locator('#tab-sessions').click();
  await page.locator('#devices tbody tr').getByRole('button', { name: '撤销' }).click();
  await expect(page.locator('#devices')).toContainText('请登录');
  await program.revisit('我的');
  await program.at(LOGIN);
  await expect(step(program, 'counts')).toHaveAttribute('data-status', 'error');
});

test('two phones of one user: two devices, and the storage of one is not the other’s', async ({ page, program }) => {
  await program.launch();
  await logIn(program);
  const token = await program.stored('token');
  await page.locator('.segmented').getByText('手机 B').click();
  await program.at(INDEX);
  await expect.poll(() => program.run(() => wx.getStorageInfoSync().keys)).toEqual([]);
  await expect(page.locator('.step[data-status=ghost]'), 'the other phone has done nothing yet').toHaveCount(22);
  await logIn(program);
  expect(await program.stored('token')).not.toBe(token);
  await page.locator('#tab-sessions').click();
  await expect(page.locator('#devices tbody tr')).toHaveCount(2);
  await page.locator('.segmented').getByText('手机 A').click();
  await program.at(INDEX);
  expect(await program.run(() => wx.getStorageSync('token'))).toBe(token);
  await program.tab('我的');
  await program.says(/^林晓 /);
});

test('another user holds the phone: another name, and nothing of the first', async ({ page, program }) => {
  await program.launch();
  await logIn(program);
  await page.locator('.menu--user summary').click();
  await page.locator('.menu--user').getByText('陈默').click();
  await program.at(INDEX);
  await logIn(program);
  await program.says(/^陈默 我主持的会议 3 我参与的会议 2 我发布的投票 0 我参与的投票 2 /);
  await page.locator('.menu--user summary').click();
  await page.locator('.menu--user').getByText('林晓').click();
  await program.at(INDEX);
  await program.tab('我的');
  await program.says(/^林晓 /);
});

test('a phone without a network: nothing is sent, and the program is told', async ({ page, program }) => {
  await program.login();
  await page.locator('#tab-faults').click();
  await page.locator('#fault-offline').check();
  const sent: string[] = [];
  page.on('request', (request) => request.url().includes('/oapro/wx/') && sent.push(request.url()));
  await program.revisit('我的');
  await program.told('request:fail net::ERR_INTERNET_DISCONNECTED');
  expect(sent).toEqual([]);
  await page.locator('#fault-offline').uncheck();
  await program.revisit('我的');
  await expect.poll(() => sent.length).toBe(1);
});

test('a WeChat that is busy, and a consent that is denied by itself', async ({ page, program }) => {
  await program.toLogin();
  await page.locator('#tab-faults').click();
  await page.locator('#fault-limit').check();
  await program.tapLogin();
  await program.told('登录过于频繁');
  await program.at(LOGIN);
  await page.locator('#fault-limit').uncheck();
  await page.locator('#fault-deny').check();
  await program.button('微信直接登录').click();
  await program.told('getUserProfile:fail auth deny');
  await expect(phone(page).getByRole('dialog')).toHaveCount(0);
});

test('the base library is a switch too, from the next start on', async ({ page, program }) => {
  await program.login();
  await program.tapSettings();
  await expect(program.button('保存')).toHaveCount(0);
  await page.locator('#tab-faults').click();
  await page.locator('#fault-base').selectOption('2.27.1');
  await phone(page).getByRole('button', { name: '关闭' }).click();
  await program.at(INDEX);
  await program.tab('我的');
  await program.tapSettings();
  await expect(program.button('保存'), 'WeChat names nobody any more').toBeVisible();
});

test('the menu 小程序 takes up ours in Rust and back, and each keeps its storage', async ({ page, program }) => {
  await program.launch();
  await logIn(program);
  const token = await program.stored('token');
  await expect(page.getByRole('combobox', { name: '小程序' }).getByRole('option')).toHaveText(['oa-mini', /Rust/]);
  await takeUp(program, 'ours');
  await expect(program.element.locator('iframe'), 'it does not run on unseen').toHaveCount(0);
  await expect(phone(page).locator('.page--index')).toBeVisible();
  expect(await program.stored('token'), 'ours has not logged in').toBeNull();
  await phone(page).getByRole('link', { name: '我的' }).click();
  await phone(page).getByRole('button', { name: '点击登录' }).click();
  await phone(page).getByRole('button', { name: '微信直接登录' }).click();
  await program.answer('允许');
  await expect(phone(page).locator('.profile__name')).toHaveText('林晓');
  const ours = await program.stored('token');
  expect(ours).not.toBe(token);
  await page.reload();
  await expect(phone(page).locator('.profile__name'), 'ours stays, after a reload too').toHaveText('林晓');

  await takeUp(program, 'opened');
  await program.at(INDEX);
  expect(await program.run(() => wx.getStorageSync('token'))).toBe(token);
  await program.tab('我的');
  await program.says(/^林晓 /);
  await takeUp(program, 'ours');
  await expect(program.element.locator('iframe')).toHaveCount(0);
  expect(await program.stored('token')).toBe(ours);
});
