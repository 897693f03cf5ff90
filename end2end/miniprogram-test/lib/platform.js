// WeChat's platform APIs for a mini-program: login, profile, phone number, served by the double.
import { double } from './double.js';
import { Fail } from './fail.js';

/** Since this base library nobody is named by wx.getUserProfile, and so nobody is asked. */
const ANONYMOUS = '2.27.1';

export const atLeast = (version, floor) => version.localeCompare(floor, 'en', { numeric: true }) >= 0;

/** The phone side of the double; a failure of WeChat's is a Fail. */
export async function platform(phone, call, data = {}) {
  const { errMsg, ...answer } = await double(phone.world, `phone/${call}`, { user: phone.user, ...data });
  if (!errMsg.endsWith(':ok')) throw Fail.of(errMsg);
  return answer;
}

export async function login(phone) {
  const code = phone.nextCode;
  phone.nextCode = undefined;
  return code ? { code } : platform(phone, 'login');
}

export async function getUserProfile(phone, { desc, lang }) {
  if (!phone.tapping) throw new Fail('can only be invoked by user TAP gesture.');
  if (!atLeast(phone.baseLibrary, ANONYMOUS) && !phone.consents) throw new Fail('auth deny');
  return platform(phone, 'getUserProfile', { desc, lang });
}

/** What the withdrawn function gives to anybody. */
export const getUserInfo = () => ({ userInfo: { nickName: '微信用户', avatarUrl: '', gender: 0, language: '' } });

export async function getPhoneNumber(phone) {
  if (!phone.consents) throw new Fail('user deny');
  const { code, ...encrypted } = await platform(phone, 'getPhoneNumber');
  return atLeast(phone.baseLibrary, '2.21.2') ? { code, ...encrypted } : encrypted;
}
