// What the page does in the browser in the script's own words: a module that the WASM imports (`#[wasm_bindgen(module = …)]`).
// Its exports are the functions of `address.rs`, `dom.rs`, `focus.rs`, `line.rs` and `store.rs`; `window.wx` and the settings set
// themselves up, before the WASM is there.

// The browser's half of `address.rs`, in the script's own words.

// What a browser may refuse: storage where it is forbidden, an entry of the history too many. Then nothing happens.
const quietly = (work) => { try { return work(); } catch { } };

export const addressPath = () => location.pathname;
export const addressQuery = (name) => new URLSearchParams(location.search).get(name) || undefined;
export const addressMeta = (name) => $(`meta[name=${name}]`)?.content;
export const addressText = (id) => $('#' + id)?.textContent;
export const addressTitle = (page) => { document.title = page + ' · oa-mini'; };
export const addressPush = (state, path) => quietly(() => history.pushState(state, '', path));
export const addressReplace = (state, path) => quietly(() => history.replaceState(state, '', path));
export const addressState = () => String(history.state ?? '');
export const addressGo = (delta) => history.go(delta);
export const addressPopped = (heard) => addEventListener('popstate', ({ state }) => heard(String(state ?? '')));
export const addressLeave = (from, to) => { if (location.hash == from) location.replace(to); };

// The browser's half of `store.rs`, in the script's own words.

export const storeItem = (key) => quietly(() => localStorage.getItem(key));
export const storeSet = (key, value) => quietly(() => localStorage.setItem(key, value));
export const storeRemove = (key) => quietly(() => localStorage.removeItem(key));

// The browser's half of `dom.rs`: what the workbench does to the document, in the script's own words, which are shorter than
// WASM and its glue.

const $ = (selector) => document.querySelector(selector);

export const domShows = (selector, text) => !!$(selector)?.getClientRects().length && $(selector).textContent.includes(text);
export const domAttribute = (selector, name) => $(selector)?.getAttribute(name);
export const domChecked = (selector) => !!$(selector)?.checked;
export const domSetHtml = (selector, html) => { const part = $(selector); if (part) part.innerHTML = html; };
export const domSetAttribute = (selector, name, value) => { value == null ? $(selector)?.removeAttribute(name) : $(selector)?.setAttribute(name, value); };
export const domSetChecked = (selector, on) => { const field = $(selector); if (field) field.checked = on; };
export const domSetValue = (selector, value) => { const field = $(selector); if (field) field.value = value; };
export const domClick = (selector) => $(selector)?.click();
export const domMatches = (query) => matchMedia(query).matches;
export const domNow = () => performance.now();

// Where an element is, from the window's corner: the middle, and the lower edge.
export const domPlace = (selector) => {
  const place = $(selector)?.getBoundingClientRect();
  return place ? [place.x + place.width / 2, place.y + place.height / 2, place.bottom] : [];
};

// Hears events of `kinds` (words) inside an element: what it is for, and what a field holds. True from `heard` says that the
// browser is to do nothing.
export const domHear = (selector, kinds, heard) => {
  for (const kind of kinds.split(' ')) $(selector)?.addEventListener(kind, (event) => {
    const { target, key = '', clientY = 0, isTrusted } = event, act = target.closest?.('[data-do]')?.dataset.do ?? '';
    if (heard(kind, key, act, String(target.value ?? ''), !!target.checked, clientY, target.className?.baseVal ?? target.className ?? '', isTrusted)) event.preventDefault();
  }, true);
};

// Scrolls `scroller` so that `part` is in view whole, resting on the edge of one of `rests`; not while the pointer or the focus
// is in it.
export const domScrollTo = (scroller, part, rests) => {
  const box = $(scroller), place = (node) => node.getBoundingClientRect();
  if (!box || $(`${scroller}:is(:hover,:focus-within)`)) return;
  const { top, bottom } = place(box), at = place($(part));
  if (at.top >= top && at.bottom + 12 <= bottom) return;
  const here = box.scrollTop - top, need = here + at.bottom + 12 - box.clientHeight;
  const edges = [...document.querySelectorAll(rests)].map((rest) => here + place(rest).top);
  box.scrollTop = Math.min(edges.find((edge) => edge >= need) ?? need, here + at.top);
};

export const domScrollEnd = (selector) => { const box = $(selector); if (box) box.scrollTop = box.scrollHeight; };

// The server's events, for good: the browser comes back by itself after an interruption. What the stream says of itself, that
// it had to leave some out or gave way to another window, is told by the style sheet.
export const domEvents = (address, heard) => {
  const source = new EventSource(address);
  source.onmessage = ({ data }) => heard(data);
  for (const kind of ['lost', 'replaced']) source.addEventListener(kind, () => domSetAttribute(':root', 'data-stream', kind));
};

// The browser's half of `focus.rs`, in the script's own words.

let focusBefore;
export const focusOn = (selector) => $(selector)?.focus();
export const focusRemember = () => { focusBefore = document.activeElement; };
export const focusKeep = (selector) => { if (document.activeElement.matches(selector)) requestAnimationFrame(() => focusOn(selector)); };
export const focusRestore = () => { if (document.activeElement == document.body && focusBefore?.isConnected) focusBefore.focus(); focusBefore = null; };
export const focusPicked = (event) => event.target.closest('[data-pick]')?.dataset.pick;
export const focusHold = (event) => { if (event.target.tagName != 'INPUT') event.preventDefault(); };
export const focusInside = (event) => {
  const buttons = [...event.currentTarget.querySelectorAll('button')], ends = [buttons.at(0), buttons.at(-1)];
  const [from, to] = event.shiftKey ? ends : ends.reverse();
  if (document.activeElement == from) {
    event.preventDefault();
    to.focus();
  }
};
export const focusShut = (details) => {
  const menu = $(details);
  menu.open = false;
  menu.firstChild.focus();
};
export const focusBeside = (before) => {
  const item = document.activeElement.parentElement;
  (before ? item.previousElementSibling : item.nextElementSibling)?.firstElementChild.focus();
};

// The browser's half of `line.rs`, in the script's own words: headers, forms and canvases cost less here than in WASM.

// The phone's temporary files, by their address, and the calls that can be given up, by their number.
const files = {}, tasks = {};

// The heads of the answers that came, by the id of their call, until they are asked for.
const heads = {};
export function lineHead(request) {
  const head = heads[request];
  delete heads[request];
  return head ?? '';
}

// One call over the line. `what` is an address, with JSON to send or a temporary file; or a script's call as JSON, `{url,
// method, header, data}` or `{url, header, filePath, name, formData}`. `phone` is the headers that the phone sets, a line
// each. Answers the text, and a script `{data, statusCode, header}` as JSON; whatever the status.
export async function lineExchange(what, json, file, phone) {
  const script = what[0] == '{';
  let { url, method, header, data, filePath, name, formData, task } = script ? JSON.parse(what) : {
    url: what, method: json || file ? 'POST' : 'GET', header: { accept: 'application/json', 'content-type': 'application/json' },
    data: json, filePath: file, name: 'file',
  };
  const headers = new Headers(header);
  for (const line of phone.trim().split('\n')) headers.set(...line.split(':'));
  if (filePath) {
    headers.delete('content-type'); // the browser's own, with the boundary
    data = new FormData();
    for (const key in formData) data.append(key, formData[key]);
    data.append(name, files[filePath] ?? await (await fetch(filePath)).blob(), 'file');
  }
  const answer = await fetch(url, { method, headers, body: data, signal: tasks[task]?.signal }), text = await answer.text();
  heads[headers.get('x-request-id')] = [['status', answer.status], ...answer.headers].map((line) => line.join(':')).join('\n');
  return script ? JSON.stringify({ data: text, statusCode: answer.status, header: Object.fromEntries(answer.headers) }) : text;
}

// Whether a key is the demo page's own, and none of the mini-program's business.
const ours = (key) => key.startsWith('oa-mini:');

// What the mini-program has stored goes under keys that begin with `from`; what lies under `to` comes back.
export function storageHandOver(from, to) {
  const move = (old, key) => {
    const value = localStorage[old];
    localStorage.removeItem(old);
    localStorage.setItem(key, value);
  };
  for (const key of Object.keys(localStorage)) ours(key) || move(key, from + key);
  for (const key of Object.keys(localStorage)) key.startsWith(to) && move(key, key.slice(to.length));
}

// The middle of a picture as a PNG of `side` px: a temporary file.
const filePicture = async (picture, side) => {
  const canvas = document.createElement('canvas'), cut = Math.min(picture.width, picture.height);
  canvas.width = canvas.height = side;
  canvas.getContext('2d').drawImage(picture, (picture.width - cut) / 2, (picture.height - cut) / 2, cut, cut, 0, 0, side, side);
  const path = `http://tmp/${Object.keys(files).length}.png`;
  files[path] = await new Promise((done) => canvas.toBlob(done));
  return path;
};

// A picture of our own origin, under whatever name the browser knows it: another one would not leave the canvas.
export async function fileDraw(url) {
  const image = new Image();
  image.src = new URL(url, location.href).pathname;
  await image.decode();
  return filePicture(image, 264);
}

// A picture that the user chooses, cut square as WeChat does; nothing if none is.
export async function fileChoose() {
  const file = await new Promise((done) => {
    const input = Object.assign(document.createElement('input'), {
      type: 'file',
      accept: 'image/png,image/jpeg,image/webp',
      onchange: () => done(input.files[0]),
      oncancel: () => done(),
    });
    input.click();
  });
  return file ? filePicture(await createImageBitmap(file), 512) : '';
}

// Time and chance.
export const lineSleep = (ms) => new Promise((done) => setTimeout(done, ms));
export const lineRandom = (bytes) => [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, 0)).join('');

// `window.wx`: the simulated runtime for other people's scripts, with the callbacks and promises of a mini-program. What a
// call does is in `window.rs`; here is its JavaScript manner. `end2end/window-wx/README.md` says what there is.

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

// What the WASM does, which hands it over when the page is alive: a module cannot import what wasm-bindgen exports.
let call = async () => { throw 'fail'; }, library = () => '', readStorage = () => {};
export const installWindowWx = (wxCall, wxLibrary, wxStored) => { [call, library, readStorage] = [wxCall, wxLibrary, wxStored]; };

// It is told whether this is a tap: a browser knows of the last few seconds, as WeChat does.
const phone = (name, options) => call(name, JSON.stringify(options), navigator.userActivation?.isActive ?? !!window.event?.isTrusted);

const wx = window.wx = {
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
    const answer = await phone(name, { ...standard[name], ...options, url: options.url && new URL(options.url, location.href).pathname });
    return shapes[name]?.(answer);
  });

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
    const answer = storage[name](key, data);
    readStorage();
    return answer;
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
let last = 0;
const net = (name, names) => (options) => {
  const control = new AbortController(), task = ++last;
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
    tasks[task] = control;
    try {
      const answer = JSON.parse(await phone(name, { ...rest, url, data, method: method.toUpperCase(), header: Object.fromEntries(head), task }));
      if (dataType == 'json') try { answer.data = JSON.parse(answer.data); } catch {}
      return answer;
    } catch (why) {
      throw control.signal.aborted ? 'abort' : why;
    } finally {
      delete tasks[task];
    }
  })({ complete() {}, ...options });
  return { abort: () => control.abort() };
};
const request = net('request', 'url');
wx.request = (options) => request({ method: 'GET', dataType: 'json', ...options });
wx.uploadFile = net('uploadFile', 'url filePath name');

// Language and theme: remembered, and otherwise the browser's (the server speaks its language already). And where to begin, until
// somebody has logged in here. None of it is of any use to the WASM, and so it works before that is there.

const root = document.documentElement, remembered = (name) => storeItem('oa-mini:' + name);

const settings = {
  lang(lang = root.dataset.lang == 'en' ? 'zh' : 'en') {
    root.dataset.lang = lang;
    root.lang = lang == 'en' ? lang : 'zh-CN';
    return lang;
  },
  theme(theme = (root.dataset.theme ?? (matchMedia('(prefers-color-scheme:dark)').matches ? 'dark' : 'light')) == 'dark' ? 'light' : 'dark') {
    return root.dataset.theme = theme;
  },
};
for (const name in settings) {
  const value = remembered(name);
  value && settings[name](value);
  $(`[data-do=${name}]`).onclick = () => storeSet('oa-mini:' + name, settings[name]());
}
if (!remembered('known')) {
  root.dataset.coach = '';
  // told with the first tab too; the phone draws it anew, without, as soon as it is tapped
  domSetAttribute('[data-tab=ucenter]', 'aria-describedby', 'coach');
}
