// `window.wx`: the simulated runtime for other people's scripts, with the callbacks and promises of a mini-program. What a
// call does is in `window.rs`; here is what only JavaScript can say: option bags with callbacks, thrown values, typeof checks.
// `end2end/window-wx/README.md` lists the calls. The module is loaded by the WASM, which passes in what it does for a call.

// `call(name, options as JSON, whether a user did it, what aborts it)`, `stored()`, `library()`, `file(path)`: see `window.rs`.
let call, stored, library, file;
export const installWindowWx = (...functions) => {
  [call, stored, library, file] = functions;
  window.wx = wx;
  // what the frame of an opened mini-program needs of the phone besides `wx`: `server/miniprogram/runtime/host/phone.ts`
  window.phone = { call: phone, stored, file };
};

// What must be there of `names`: strings, but for one list.
const check = (options, names) => {
  for (const key of names.split(' ').filter(Boolean)) {
    const type = {}.toString.call(options[key]).slice(8, -1), right = key == 'itemList' ? 'Array' : 'String';
    if (type != right) throw `parameter error: parameter.${key} should be ${right} instead of ${type};`;
  }
};

// An asynchronous call: callbacks if there is one, else a promise. In here a failure is thrown as its reason or its errMsg.
const asynchronous = (name, names, run) => ({ success, fail, complete, ...options } = {}) => {
  const end = (async () => {
    try {
      check(options, names);
      return { ...await run(options), errMsg: name + ':ok' };
    } catch (why) {
      throw { errMsg: `${why}`.startsWith(name) ? why : `${name}:fail ${why}` };
    }
  })();
  if (!(success || fail || complete)) return end;
  const tell = (first) => (answer) => { first?.(answer); complete?.(answer); };
  end.then(tell(success), tell(fail));
};

// What the WASM does. It is told whether this is a tap: a browser knows of the last few seconds, as WeChat does.
const phone = (name, options, signal) =>
  call(name, JSON.stringify(options), navigator.userActivation?.isActive ?? !!window.event?.isTrusted, signal);

const wx = {
  canIUse: (what) => what.split('.')[0] in wx || /^(button\.open-type\.(getUserInfo|getPhoneNumber|chooseAvatar)|input\.type\.nickname)$/.test(what),
  getAppBaseInfo: () => ({ SDKVersion: library(), enableDebug: false, language: 'zh_CN', theme: 'light', version: '8.0.50' }),
  getSystemInfoSync() {
    const { clientWidth, clientHeight } = document.querySelector('.phone__screen');
    return {
      ...wx.getAppBaseInfo(), brand: 'devtools', model: 'iPhone X', platform: 'devtools', system: 'iOS 17.0.1', fontSizeSetting: 16, pixelRatio: devicePixelRatio,
      screenWidth: clientWidth, screenHeight: clientHeight, windowWidth: clientWidth, windowHeight: document.querySelector('.phone__page').clientHeight, statusBarHeight: 44,
    };
  },
};

// What is meant where nothing is said, and what an answer looks like.
const standard = {
  getUserProfile: { lang: 'en' }, showToast: { icon: 'success', duration: 1500 },
  showModal: { title: '', content: '', showCancel: true, cancelText: '取消', cancelColor: '#000000', confirmText: '确定', confirmColor: '#576B95' },
};
const shapes = {
  login: (code) => ({ code }),
  getUserInfo: (info) => ({ userInfo: JSON.parse(info), rawData: info }),
  getUserProfile: JSON.parse,
  showModal: (picked) => ({ confirm: !!picked, cancel: !picked, content: null }),
  showActionSheet(picked) {
    if (!picked) throw 'cancel';
    return { tapIndex: +picked };
  },
};

const calls = {
  login: '', checkSession: '', getUserProfile: '', getUserInfo: '', showToast: 'title', hideToast: '', showModal: '', showActionSheet: 'itemList',
  navigateTo: 'url', redirectTo: 'url', reLaunch: 'url', switchTab: 'url', navigateBack: '',
};
for (const name in calls)
  wx[name] = asynchronous(name, calls[name], async (options) => {
    if (options.itemList?.length > 6) throw 'parameter error: itemList should not be larger than 6';
    const response = await phone(name, { ...standard[name], ...options, url: options.url && new URL(options.url, location.href).pathname });
    return shapes[name]?.(response);
  });

// Whether a key is the demo page's own, and none of the mini-program's business.
const ours = (key) => key.startsWith('oa-mini:');

const storage = {
  clearStorage() {
    for (const key of storage.getStorageInfo().keys) localStorage.removeItem(key);
  },
  getStorage(key) {
    const text = ours(key) ? null : localStorage.getItem(key);
    try { return JSON.parse(text) ?? ''; } catch { return text; }
  },
  getStorageInfo() {
    const keys = Object.keys(localStorage).filter((key) => !ours(key));
    return { keys, currentSize: Math.ceil(keys.reduce((size, key) => size + key.length + localStorage[key].length, 0) / 1024), limitSize: 10240 };
  },
  removeStorage(key) {
    ours(key) || localStorage.removeItem(key);
  },
  setStorage(key, data = '') {
    if (ours(key)) throw 'permission denied';
    localStorage.setItem(key, JSON.stringify(data));
  },
};
for (const name in storage) {
  const names = storage[name].length ? 'key' : '';
  const run = (key, data) => {
    const response = storage[name](key, data);
    stored();
    dispatchEvent(new Event('oa-mini:storage')); // the host of an opened mini-program
    return response;
  };
  wx[name] = asynchronous(name, names, ({ key, data }) => {
    if (name != 'getStorage') return run(key, data);
    if (!storage.getStorageInfo().keys.includes(key)) throw 'data not found';
    return { data: run(key) };
  });
  wx[name + 'Sync'] = (key, data) => {
    try {
      check({ key }, names);
      return run(key, data);
    } catch (why) {
      throw Error(`${name}Sync:fail ${why}`);
    }
  };
}

// A call over the net, which gives no promise, but a task. Only our own origin is among the domains of this mini-program.
const net = (name, names) => (options) => {
  const control = new AbortController();
  asynchronous(name, names, async ({ url, data, method = 'POST', header, dataType, ...rest }) => {
    if (!/^https?:/.test(url)) throw `invalid url "${url}"`;
    if (new URL(url).origin != location.origin) throw 'url not in domain list';
    const head = new Headers(header);
    if (!head.has('content-type')) head.set('content-type', 'application/json');
    if (data && typeof data == 'object') {
      const form = `${new URLSearchParams(data)}`;
      if (/^(get|head)$/i.test(method)) url += (/\?/.test(url) ? '&' : '?') + form, data = undefined;
      else data = /urlencoded/.test(head.get('content-type')) ? form : JSON.stringify(data);
    }
    try {
      const call = { ...rest, url, data, method: method.toUpperCase(), header: Object.fromEntries(head) };
      const response = JSON.parse(await phone(name, call, control.signal));
      if (dataType == 'json') try { response.data = JSON.parse(response.data); } catch {}
      return response;
    } catch (why) {
      throw control.signal.aborted ? 'abort' : why;
    }
  })({ complete() {}, ...options });
  return { abort: () => control.abort() };
};
const request = net('request', 'url');
wx.request = (options) => request({ method: 'GET', dataType: 'json', ...options });
wx.uploadFile = net('uploadFile', 'url filePath name');
