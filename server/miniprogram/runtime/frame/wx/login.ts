// Login and user: the phone around the frame answers, with WeChat's consent where WeChat asks for it.
import { type Caller, asynchronous, synchronous } from './callbacks';

export const login = ({ engine: { bridge, project } }: Caller) => ({
  login: asynchronous({ timeout: 'Number?' }, ({ timeout }: WechatMiniprogram.LoginOption) =>
    bridge.call('login', timeout === undefined ? {} : { timeout }),
  ),
  checkSession: asynchronous({}, () => bridge.call('checkSession', {})),
  getUserProfile: asynchronous({ desc: 'String', lang: 'String?' }, ({ desc, lang = 'en' }: WechatMiniprogram.GetUserProfileOption) =>
    bridge.call('getUserProfile', { desc, lang }),
  ),
  getUserInfo: asynchronous({}, () => bridge.call('getUserInfo', {})),
  getAccountInfoSync: synchronous(() => ({ miniProgram: { appId: project.appid, envVersion: 'develop', version: '' }, plugin: {} })),
});
