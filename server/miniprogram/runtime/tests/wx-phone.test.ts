// Panels, bars, system, settings, animation, and the open types of a button.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageInstance } from '../frame/types';
import { openType } from '../frame/wx';
import { type Answers, type Loose, ended, phone } from './wx-engine';

test("panels have WeChat's defaults and limits", async () => {
  const { wx, asked } = phone({
    showToast: () => ({}),
    hideToast: () => ({}),
    showModal: () => ({ confirm: true, cancel: false }),
    showActionSheet: () => ({ tapIndex: 1 }),
  });
  await wx.showToast({ title: 't' });
  await wx.showToast({ title: 't', icon: 'odd', duration: 3 });
  await wx.showLoading({ title: 'l', mask: true });
  assert.deepEqual(
    asked.map(({ args }) => [args['icon'], args['duration']]),
    [
      ['success', 1500],
      ['success', 3],
      ['loading', 3_600_000],
    ],
  );
  assert.deepEqual(await wx.showModal({ content: 'c' }), { confirm: true, cancel: false, content: null, errMsg: 'showModal:ok' });
  assert.deepEqual(asked.at(-1)?.args, {
    title: '',
    content: 'c',
    showCancel: true,
    cancelText: '取消',
    cancelColor: '#000000',
    confirmText: '确定',
    confirmColor: '#576B95',
  });
  await assert.rejects(wx.showModal({ confirmText: '一二三四五' }), {
    errMsg: 'showModal:fail confirmText length should not larger than 4 Chinese characters',
  });
  assert.equal((await wx.showActionSheet({ itemList: ['a', 'b'] })).tapIndex, 1);
  await assert.rejects(wx.showActionSheet({ itemList: Array(7).fill('x') }), {
    errMsg: 'showActionSheet:fail parameter error: itemList should not be larger than 6',
  });
});

test('the bars of the page', async () => {
  const { wx, done } = phone();
  await wx.setNavigationBarColor({ frontColor: '#FFFFFF', backgroundColor: '#123456' });
  await assert.rejects(wx.setNavigationBarColor({ frontColor: 'red', backgroundColor: '#123456' }), {
    errMsg: 'setNavigationBarColor:fail invalid frontColor "red"',
  });
  await wx.setTabBarBadge({ index: 1, text: '9' });
  await wx.setTabBarStyle({ color: '#111111' });
  await wx.hideTabBar();
  await assert.rejects(wx.setTabBarBadge({ index: 2, text: '9' }), { errMsg: 'setTabBarBadge:fail tabbar item not found' });
  await wx.pageScrollTo({ scrollTop: 10 });
  assert.deepEqual(done, [
    ['setNavigationBar', { background: '#123456', textStyle: 'white' }],
    ['setTab', 1, { badge: '9', redDot: false }],
    ['setTabBar', { color: '#111111' }],
    ['setTabBar', { hidden: true }],
    ['scrollTo', { scrollTop: 10, duration: 300 }],
  ]);
  await assert.rejects(phone({}, {}, { route: 'pages/other/other' }).wx['hideTabBar'](), { errMsg: 'hideTabBar:fail not TabBar page' });
});

test('pages are opened by the engine', async () => {
  const { wx, done } = phone();
  assert.equal(typeof (await wx.navigateTo({ url: '/pages/me/me', events: {} })).eventChannel.emit, 'function');
  await wx.navigateBack();
  await wx.restartMiniProgram({ path: 'pages/me/me?a=1' });
  assert.deepEqual(done, [
    ['navigateTo', '/pages/me/me', {}],
    ['navigateBack', 1],
    ['reLaunch', '/pages/me/me?a=1'],
  ]);
});

test('the phone tells of itself', async () => {
  const { wx } = phone();
  const info = wx.getSystemInfoSync();
  assert.deepEqual(
    [info.screenHeight, info.windowHeight, info.SDKVersion, info.platform, info.safeArea.top],
    [812, 724, '3.5.0', 'devtools', 44],
  );
  const { errMsg, ...asynchronous } = await wx.getSystemInfo();
  assert.deepEqual(asynchronous, info);
  assert.equal(wx.getAccountInfoSync().miniProgram.appId, 'wx0123456789abcdef');
  assert.deepEqual(wx.getLaunchOptionsSync().query, { from: 'test' });
  assert.equal(wx.getMenuButtonBoundingClientRect().width, 87);
  assert.equal((await wx.getRandomValues({ length: 100_000 })).randomValues.byteLength, 100_000);
});

test('getSystemInfo calls back before it returns, as in WeChat', () => {
  const { wx } = phone();
  const told: string[] = [];
  const returned = wx.getSystemInfo({ success: ({ windowWidth }: { windowWidth: number }) => told.push(typeof windowWidth), complete: () => told.push('complete') });
  assert.deepEqual([returned, ...told], [undefined, 'number', 'complete']);
});

test('a permission is asked for once', async () => {
  let answer = false;
  const { wx, asked } = phone({
    showModal: () => ({ confirm: answer, cancel: !answer }),
    showActionSheet: () => ({ tapIndex: asked.filter(({ name }) => name === 'showActionSheet').length === 1 ? 0 : 9 }),
  });
  const scope = 'scope.userLocation';
  await assert.rejects(wx.authorize({ scope }), { errMsg: 'authorize:fail auth deny' });
  await assert.rejects(wx.authorize({ scope }), { errMsg: 'authorize:fail auth deny' });
  assert.equal(asked.length, 1);
  assert.deepEqual((await wx.getSetting()).authSetting, { [scope]: false });
  assert.deepEqual((await wx.openSetting()).authSetting, { [scope]: true });
  assert.equal((await wx.authorize({ scope })).errMsg, 'authorize:ok');
  answer = true;
  assert.equal((await wx.authorize({ scope: 'scope.record' })).errMsg, 'authorize:ok');
  await wx.authorize({ scope: 'scope.userInfo' });
  await assert.rejects(wx.authorize({ scope: 'scope.none' }));
});

test('events of the app come from the engine', () => {
  const { wx, tell } = phone();
  const heard: unknown[] = [];
  const listener = (detail: unknown) => heard.push(detail);
  wx.onError(listener);
  wx.onError(listener);
  tell('error', 'boom');
  wx.offError(listener);
  tell('error', 'not heard');
  wx.onAppShow(listener);
  tell('appShow', 1);
  wx.offAppShow();
  tell('appShow', 2);
  assert.deepEqual(heard, ['boom', 1]);
});

test('an animation is recorded step by step', () => {
  const animation = phone().wx['createAnimation']({ duration: 100, timingFunction: 'ease' });
  animation.translate(10, 20).opacity(0.5).step().width(20).rotate(45).step({ delay: 5 });
  const option = { transformOrigin: '50% 50% 0', transition: { duration: 100, timingFunction: 'ease', delay: 0 } };
  const moved = [
    { type: 'translate', args: [10, 20] },
    { type: 'style', args: ['opacity', 0.5] },
  ];
  assert.deepEqual(animation.export(), {
    actions: [
      { animates: moved, option },
      {
        animates: [...moved, { type: 'style', args: ['width', '20px'] }, { type: 'rotate', args: [45] }],
        option: { ...option, transition: { ...option.transition, delay: 5 } },
      },
    ],
  });
  assert.deepEqual(animation.export(), { actions: [] });
});

test('small things', async () => {
  const { wx, asked } = phone({
    setClipboardData: () => ({}),
    showToast: () => ({}),
    getClipboardData: () => ({ data: 'd' }),
    showModal: () => ({ confirm: true, cancel: false }),
  });
  await wx.setClipboardData({ data: 'd' });
  assert.deepEqual(
    asked.map(({ name }) => name),
    ['setClipboardData', 'showToast'],
  );
  assert.equal((await wx.getClipboardData()).data, 'd');
  assert.deepEqual(await wx.requestSubscribeMessage({ tmplIds: ['a'] }), { a: 'accept', errMsg: 'requestSubscribeMessage:ok' });
  assert.equal((await wx.makePhoneCall({ phoneNumber: '10086' })).errMsg, 'makePhoneCall:ok');
  assert.deepEqual(await new Promise((resolve) => wx.getUpdateManager().onCheckForUpdate(resolve)), { hasUpdate: false });
  await new Promise<void>((resolve) => wx.nextTick(resolve));
});

test('files of the visitor become temporary files', async () => {
  const file = (name: string, type: string) => ({ name, type, bytes: new ArrayBuffer(4) });
  const { wx, asked, engine } = phone({ chooseFile: () => ({ files: [file('a.png', 'image/png'), file('b.png', 'image/png')] }) });
  const { success } = await ended(wx.chooseImage, { count: 1 });
  assert.deepEqual(asked[0]?.args, { accept: 'image/*', multiple: false });
  assert.equal(success?.['tempFilePaths'].length, 1);
  assert.equal(engine.files.get(success?.['tempFilePaths'][0])?.name, 'a.png');
  assert.deepEqual(
    (await wx.chooseMessageFile({ count: 5, type: 'file', extension: ['pdf', '.png'] })).tempFiles.map(({ name, size, type }: Loose) => [
      name,
      size,
      type,
    ]),
    [
      ['a.png', 4, 'image'],
      ['b.png', 4, 'image'],
    ],
  );
  assert.equal(asked[1]?.args['accept'], '.pdf,.png');
});

/** The events of a button that was tapped. */
const tapped = async (type: string, answers: Answers, page?: Partial<PageInstance>) => {
  const told = phone(answers, {}, page);
  const events: [string, Loose][] = [];
  const component = { id: 'b', dataset: { a: 1 }, triggerEvent: (name: string, detail: Loose) => events.push([name, detail]) };
  await openType(told.engine, type, component);
  return { events, ...told };
};

test('the open types of a button', async () => {
  const secret = { code: 'c', encryptedData: 'e', iv: 'i' };
  assert.deepEqual((await tapped('getPhoneNumber', { getPhoneNumber: () => secret })).events, [
    ['getphonenumber', { ...secret, errMsg: 'getPhoneNumber:ok' }],
  ]);
  const denied = {
    getPhoneNumber: () => {
      throw { errMsg: 'getPhoneNumber:fail user deny' };
    },
  };
  assert.deepEqual((await tapped('getPhoneNumber', denied)).events, [['getphonenumber', { errMsg: 'getPhoneNumber:fail user deny' }]]);
  assert.deepEqual((await tapped('getRealtimePhoneNumber', { getPhoneNumber: () => secret })).events, [
    ['getrealtimephonenumber', { code: 'c', errMsg: 'getRealtimePhoneNumber:ok' }],
  ]);
  const {
    events: [chosen],
    engine,
  } = await tapped('chooseAvatar', { chooseAvatar: () => ({ name: 'a.png', type: 'image/png', bytes: new ArrayBuffer(3) }) });
  assert.equal(chosen?.[0], 'chooseavatar');
  assert.equal(engine.files.get(chosen?.[1]['avatarUrl'])?.bytes.byteLength, 3);
  const { events: both, recorded } = await tapped('agreePrivacyAuthorization|getUserInfo', {
    getUserInfo: () => ({ userInfo: {}, rawData: '{}' }),
  });
  assert.deepEqual(
    both.map(([name]) => name),
    ['agreeprivacyauthorization', 'getuserinfo'],
  );
  assert.deepEqual(
    recorded.map(({ name }) => name),
    ['button.agreePrivacyAuthorization', 'button.getUserInfo'],
  );
  assert.equal((await tapped('nothing', {})).reported.length, 1);
});

test('sharing asks the page', async () => {
  let given: Loose = {};
  const page = { onShareAppMessage: (options: Loose) => ((given = options), { title: 'T', path: '/p?x=1' }) };
  const { asked, events } = await tapped('share', { showModal: () => ({ confirm: true, cancel: false }) }, page);
  assert.deepEqual(given['target'].dataset, { a: 1 });
  assert.equal(asked[0]?.args['content'], 'T\n/p?x=1');
  assert.deepEqual(events, []);
});
