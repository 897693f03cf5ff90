// A script of a mini-program, as somebody else would write it: every call that `window.wx` has, against Tencent's own
// typings. `tests/window-wx.spec.ts` runs it in the page and taps what it asks for. Nothing here is a browser's.

/** What the script saw, for the test to compare. */
export type Report = Record<string, unknown>;

/** The errMsg of a call that must fail. */
async function refused(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return (error as WechatMiniprogram.GeneralCallbackResult).errMsg;
  }
  return 'it did not fail';
}

/** Calls that need nobody's tap, on the server at `base`. */
export async function withoutATap(base: string): Promise<Report> {
  const report: Report = {};

  report.known = ['login', 'getUserProfile', 'button.open-type.chooseAvatar', 'input.type.nickname'].map((what) => wx.canIUse(what));
  report.unknown = ['chooseMedia', 'button.open-type.share'].map((what) => wx.canIUse(what));
  const { SDKVersion } = wx.getAppBaseInfo();
  const system = wx.getSystemInfoSync();
  report.system = [SDKVersion, system.SDKVersion, system.platform, system.windowWidth];

  wx.setStorageSync('own', { list: [1, '二', null] });
  report.stored = wx.getStorageSync('own');
  report.nothing = wx.getStorageSync('nothing');
  report.async = (await wx.getStorage<{ list: unknown[] }>({ key: 'own' })).data;
  report.absent = await refused(wx.getStorage({ key: 'nothing' }));
  await wx.setStorage({ key: 'other', data: 7 });
  report.keys = [...wx.getStorageInfoSync().keys].sort();
  await wx.removeStorage({ key: 'other' });
  wx.removeStorageSync('own');
  report.left = wx.getStorageInfoSync().keys;
  wx.setStorageSync('gone', 1);
  wx.clearStorageSync();
  report.cleared = (await wx.getStorageInfo()).keys;
  wx.clearStorage();

  report.untapped = await refused(wx.getUserProfile({ desc: '用于完善会员资料' }));
  report.anonymous = (await wx.getUserInfo({})).userInfo.nickName;
  const { code, errMsg } = await wx.login();
  report.login = [errMsg, code.length > 10];
  report.session = (await wx.checkSession()).errMsg;

  // a callback, and no promise
  report.callbacks = await new Promise((done) => {
    const said: string[] = [];
    const gave: unknown = wx.login({
      success: (answer) => said.push(`success ${answer.errMsg}`),
      fail: () => said.push('fail'),
      complete: (answer) => done([...said, `complete ${answer.errMsg}`, gave]),
    });
  });

  type Answer = { errno: number; data?: { token: string } };
  const send = (option: WechatMiniprogram.RequestOption<Answer>) =>
    new Promise<WechatMiniprogram.RequestSuccessCallbackResult<Answer>>((success, fail) => wx.request<Answer>({ ...option, success, fail }));
  const api = (path: string) => `${base}/oapro/wx/${path}`;
  const login = await send({ url: api('auth/login_by_weixin'), method: 'POST', data: { code, userInfo: { nickName: '脚本' } } });
  const token = login.data.data?.token ?? '';
  report.request = [login.errMsg, login.statusCode, login.data.errno, login.header['content-type'] ?? ''];
  report.guarded = [
    (await send({ url: api('user/index') })).data.errno,
    (await send({ url: api('user/index'), header: { 'X-OA-Token': token } })).data.errno,
  ];
  const query = await send({ url: api('meeting/list'), data: { page: 1, limit: 2 }, dataType: '其他' });
  report.text = typeof query.data;
  report.elsewhere = [await refused(send({ url: 'https://example.com/' })), await refused(send({ url: '/oapro/wx/home/index' }))];
  report.aborted = await new Promise((done) => {
    const task = wx.request({ url: api('home/index'), fail: ({ errMsg }) => done(errMsg), success: () => done('too late') });
    task.abort();
  });
  report.upload = await new Promise((done) => {
    wx.uploadFile({
      url: api('auth/avatar'),
      filePath: `${base}/oapro/images/icon.svg`,
      name: 'file',
      header: { 'X-OA-Token': token },
      formData: { note: '一' },
      success: ({ statusCode, data }) => done([statusCode, JSON.parse(data).errno]),
      fail: ({ errMsg }) => done(errMsg),
    });
  });

  await wx.navigateTo({ url: '/pages/auth/login/login?from=script' });
  await wx.redirectTo({ url: '../../ucenter/user/user' });
  await wx.navigateBack({ delta: 1 });
  report.back = await refused(wx.navigateBack());
  report.tab = await refused(wx.navigateTo({ url: '/pages/vote/list/list' }));
  report.lost = await refused(wx.navigateTo({ url: '/pages/no/such' }));
  await wx.switchTab({ url: '/pages/vote/list/list' });
  await wx.reLaunch({ url: '/pages/index/index' });

  await wx.showToast({ title: '请稍候', icon: 'loading', duration: 60_000 });
  await wx.hideToast();
  const nameless = { icon: 'none' } as WechatMiniprogram.ShowToastOption;
  report.nameless = await refused(wx.showToast(nameless) as unknown as Promise<unknown>);
  return report;
}

/** Calls that a user answers: 确定, 取消, the second of a sheet, and none of one. */
export async function withTheUser(): Promise<Report> {
  const first = await wx.showModal({ title: '清空?', content: '不能恢复', confirmText: '清空', confirmColor: '#fa5151' });
  const second = await wx.showModal({ content: '还要吗?' });
  const picked = await wx.showActionSheet({ itemList: ['一', '<b>二</b>'] });
  const none = await refused(wx.showActionSheet({ itemList: ['一'] }));
  await wx.showToast({ title: '好了' });
  return { modal: [first.confirm, first.cancel, second.confirm, second.cancel], picked: picked.tapIndex, none };
}

/** What a tap on a page's button does: the profile, with all that a server needs to trust it. */
export async function onTap(): Promise<Report> {
  const { userInfo, rawData, signature, encryptedData, iv } = await wx.getUserProfile({ desc: '用于完善会员资料', lang: 'zh_CN' });
  return { name: userInfo.nickName, same: JSON.parse(rawData).nickName, sizes: [signature.length, encryptedData.length > 100, iv.length] };
}
