// `wx` for one phone: WeChat's names, arguments and errMsg. Only what the mini-program uses.
import { Fail, outcome } from './fail.js';
import { request, uploadFile } from './network.js';
import { atLeast, getUserProfile, login, platform } from './platform.js';

export function makeWx(phone) {
  const wx = {
    getStorageSync: (key) => phone.stored(key) ?? '',
    setStorageSync: (key, value) => void phone.storage.set(key, JSON.stringify(value)),
    removeStorageSync: (key) => void phone.storage.delete(key),
    getAppBaseInfo: () => ({ SDKVersion: phone.baseLibrary }),
    canIUse: (what) => what === 'button.open-type.chooseAvatar' && atLeast(phone.baseLibrary, '2.21.2'),
  };
  const stack = (run) => async ({ url, delta }) => {
    await new Promise(setImmediate);
    run(url?.replace(/^\//, ''), delta);
  };
  const functions = {
    login: () => login(phone),
    checkSession: () => platform(phone, 'checkSession'),
    getUserProfile: (options) => getUserProfile(phone, options),
    showToast: (options) => void phone.toasts.push(options),
    showModal(options) {
      phone.modals.push(options);
      return { confirm: phone.confirms, cancel: !phone.confirms };
    },
    stopPullDownRefresh() {},
    navigateTo: stack((path) => phone.stack.navigateTo(path)),
    navigateBack: stack((_, delta) => phone.stack.navigateBack(delta)),
    reLaunch: stack((path) => phone.stack.reLaunch(path)),
  };
  for (const [name, run] of Object.entries(functions)) wx[name] = define(phone, name, run);
  // these two return a task and never a promise
  const task = (name, run) => (options) => void define(phone, name, (all) => run(phone, all))({ fail() {}, ...options });
  wx.request = task('request', request);
  wx.uploadFile = task('uploadFile', uploadFile);
  for (const name of phone.without) delete wx[name];
  return wx;
}

/** A function that calls back, or gives a promise where no callback is given. */
function define(phone, name, run) {
  return (options = {}) => {
    phone.calls.push({ name, options });
    const told = phone.track(outcome(phone, name, async () => run(options)));
    const { success, fail, complete } = options;
    if (!success && !fail && !complete) {
      // a rejection without a handler is ignored
      told.catch(() => {});
      return told;
    }
    phone.track(
      told.then(
        (result) => (success?.(result), complete?.(result)),
        (failure) => (fail?.(failure), complete?.(failure)),
      ),
    );
    return undefined;
  };
}
