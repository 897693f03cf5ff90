// Logging in, staying logged in, logging out, and what a user tells about themself. openid and session_key are nowhere
// here: they never leave the server.
const api = require('../config/api');
const { request, upload, forget } = require('./util');

// The name that WeChat gives to whoever it does not name.
const NOBODY = '微信用户';

function isStored() {
  return Boolean(wx.getStorageSync('token') && wx.getStorageSync('userInfo'));
}

function isKeyAlive() {
  return wx.checkSession().then(
    () => true,
    () => false,
  );
}

// Rejects with the errMsg of the step that failed. To be called within a tap.
async function loginByWeixin() {
  // where WeChat has withdrawn the function, the server keeps the name that it has
  const profile = wx.getUserProfile ? await getProfile() : {};
  await exchange(profile);
}

// To be called within a tap. `lang` would be English.
async function getProfile() {
  const { userInfo } = await wx.getUserProfile({ desc: '用于完善会员资料', lang: 'zh_CN' });
  return userInfo;
}

async function exchange(userInfo) {
  const { code } = await wx.login({ timeout: 10000 });
  const data = await request(api.AuthLoginByWeixin, { code, userInfo }, 'POST');
  wx.setStorageSync('token', data.token);
  wx.setStorageSync('userInfo', data.userInfo);
  getApp().globalData.hasLogin = true;
}

// Before a phone number is asked for: WeChat encrypts it under the key of the last wx.login, and the server must have that
// very key. A wx.login after the tap is too late, for it may change the key.
async function renewKey() {
  if (!(await isKeyAlive())) {
    await exchange({});
  }
}

// `detail` of the button's event. A `code` (base library 2.21.2) needs no session_key, so it is preferred.
async function bindPhone({ code, encryptedData, iv }) {
  const token = wx.getStorageSync('token');
  const { phone } = await request(api.AuthBindPhone, code ? { code } : { encryptedData, iv }, 'POST');
  remember(token, { phone });
}

async function saveNickName(nickName) {
  const token = wx.getStorageSync('token');
  const { userInfo } = await request(api.AuthProfile, { nickName }, 'POST');
  remember(token, userInfo);
}

async function saveAvatar(filePath) {
  const token = wx.getStorageSync('token');
  const { avatarUrl } = await upload(api.AuthAvatar, filePath);
  remember(token, { avatarUrl });
}

// Unless somebody else has logged in meanwhile.
function remember(token, change) {
  if (wx.getStorageSync('token') === token) {
    wx.setStorageSync('userInfo', { ...wx.getStorageSync('userInfo'), ...change });
  }
}

// The phone forgets, whatever the server says. It forgets first, so that a 501 finds nothing left to do.
async function logout() {
  const told = isStored() ? request(api.AuthLogout, {}, 'POST') : Promise.resolve();
  forget();
  await told.catch(() => {});
}

// Whether the user page offers WeChat's own choosers: where wx.getUserProfile names nobody any more (base library 2.27.1),
// and to whoever has no name yet.
function canChoose({ nickName }) {
  const { SDKVersion } = wx.getAppBaseInfo ? wx.getAppBaseInfo() : wx.getSystemInfoSync();
  const wanted = isAtLeast(SDKVersion, [2, 27, 1]) || !isName(nickName);
  return wanted && wx.canIUse('button.open-type.chooseAvatar');
}

function isName(nickName) {
  return Boolean(nickName) && nickName !== NOBODY;
}

function isAtLeast(version, floor) {
  const parts = version.split('.').map(Number);
  const differing = floor.findIndex((number, place) => parts[place] !== number);
  return differing < 0 || parts[differing] > floor[differing];
}

module.exports = {
  isStored,
  isKeyAlive,
  getProfile,
  loginByWeixin,
  renewKey,
  bindPhone,
  saveNickName,
  saveAvatar,
  logout,
  canChoose,
  isName,
};
