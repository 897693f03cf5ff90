// Permissions, kept for as long as the frame lives: each is asked for once.
import type { Engine } from '../types';
import { type Caller, asynchronous, reason } from './callbacks';

const SCOPE =
  /^scope\.(userInfo|userLocation|userFuzzyLocation|userLocationBackground|werun|record|camera|writePhotosAlbum|bluetooth|addPhone(Contact|Calendar)|address|invoice(Title)?)$/;
const ASK = { showCancel: true, cancelText: '拒绝', cancelColor: '#000000', confirmText: '允许', confirmColor: '#576B95' };
/** What an action sheet has room for. */
const MOST = 6;
/** Taps on the list before it closes by itself. */
const MOST_TAPS = 100;

const all = new WeakMap<Engine, Map<string, boolean>>();

/** What was asked for, and whether it was given. */
const grants = (engine: Engine): Map<string, boolean> => {
  const known = all.get(engine) ?? new Map<string, boolean>();
  all.set(engine, known);
  return known;
};

const authorize = async (engine: Engine, scope: string): Promise<void> => {
  const granted = grants(engine);
  if (!SCOPE.test(scope)) throw reason(`invalid scope "${scope}"`);
  // given without a question since 2018: the data itself is asked for by getUserProfile
  if (scope === 'scope.userInfo') granted.set(scope, true);
  if (!granted.has(scope)) {
    const { confirm } = await engine.bridge.call('showModal', { ...ASK, title: '申请使用权限', content: scope });
    granted.set(scope, confirm);
  }
  if (!granted.get(scope)) throw reason('auth deny');
};

/** A list of what was asked for; a tap on an entry turns it round, cancelling leaves. */
export const openSetting = async (engine: Engine) => {
  const granted = grants(engine);
  const { bridge } = engine;
  if (!granted.size) {
    await bridge.call('showModal', { ...ASK, showCancel: false, confirmText: '知道了', title: '设置', content: '还没有申请过权限' });
  }
  for (let taps = 0; granted.size && taps < MOST_TAPS; taps += 1) {
    const scopes = [...granted.keys()].slice(0, MOST);
    const itemList = scopes.map((scope) => `${granted.get(scope) ? '✓ 允许' : '✗ 不允许'} ${scope}`);
    const picked = await bridge.call('showActionSheet', { itemList }).catch(() => undefined);
    const scope = scopes[picked?.tapIndex ?? -1];
    if (scope === undefined) break;
    granted.set(scope, !granted.get(scope));
  }
  return { authSetting: Object.fromEntries(granted) };
};

export const settings = ({ engine }: Caller) => ({
  authorize: asynchronous({ scope: 'String' }, ({ scope }: WechatMiniprogram.AuthorizeOption) => authorize(engine, scope)),
  getSetting: asynchronous({}, ({ withSubscriptions }: WechatMiniprogram.GetSettingOption) => ({
    authSetting: Object.fromEntries(grants(engine)),
    ...(withSubscriptions && { subscriptionsSetting: { mainSwitch: true, itemSettings: {} } }),
  })),
  openSetting: asynchronous({}, () => openSetting(engine)),
});
