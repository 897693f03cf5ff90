// Calls to our server, and what the pages share.
//
// Every answer is HTTP 200 with { errno, errmsg, data? }. A call resolves to `data`, and rejects as WeChat's own functions
// do, with { errMsg }, so that a page shows both kinds of failure in one way. `errno` is there if the server gave it.

const LOGIN_PAGE = '/pages/auth/login/login';
const PLEASE_LOG_IN = 501;

// ms. The server answers within 15 s whatever happens, so its own words arrive first.
const TIMEOUT = 20000;

function request(url, data = {}, method = 'GET') {
  return call('request', { url, data, method, header: { 'Content-Type': 'application/json' } });
}

// WeChat sets the content type of a multipart body itself.
function upload(url, filePath) {
  return call('uploadFile', { url, filePath, name: 'file', header: {} });
}

async function call(name, options) {
  const token = wx.getStorageSync('token');
  const header = { ...options.header, 'X-OA-Token': token };
  const answer = await new Promise((resolve, reject) => {
    wx[name]({ ...options, header, timeout: TIMEOUT, success: ({ data }) => resolve(data), fail: reject });
  });
  const { errno, errmsg, data } = parse(answer);
  if (errno === 0) {
    return data;
  }
  // Of several calls in flight the first 501 clears the token; the others find it gone, or find a newer one, which is good.
  if (errno === PLEASE_LOG_IN && wx.getStorageSync('token') === token) {
    forget();
    goToLogin();
  }
  throw { errno, errMsg: errmsg };
}

// wx.uploadFile gives text, wx.request an object. What is neither is a proxy's error page.
function parse(answer) {
  try {
    const { errno, errmsg, data } = typeof answer === 'string' ? JSON.parse(answer) : answer;
    return { errno, errmsg: errmsg || '服务器返回异常', data };
  } catch (_) {
    return { errmsg: '服务器返回异常' };
  }
}

function forget() {
  wx.removeStorageSync('token');
  wx.removeStorageSync('userInfo');
  getApp().globalData.hasLogin = false;
}

let underWay = false;

// Once, however many ask. A page stack that is full makes room by a reLaunch.
function goToLogin() {
  const [top] = getCurrentPages().slice(-1);
  if (underWay || (top && `/${top.route}` === LOGIN_PAGE)) {
    return;
  }
  underWay = true;
  const arrived = () => {
    underWay = false;
  };
  wx.navigateTo({
    url: LOGIN_PAGE,
    success: arrived,
    fail: () => wx.reLaunch({ url: LOGIN_PAGE, complete: arrived }),
  });
}

// Beside an icon WeChat shows 7 characters; without one, two lines.
function toast(title, duration = 1500) {
  wx.showToast({ title, icon: 'none', duration });
}

function toastError(error) {
  // of a lost login the login page tells
  if (error.errno !== PLEASE_LOG_IN) {
    toast(error.errMsg || error.message, 2500);
  }
}

// Runs one action of a page at a time, so that a second tap does nothing. The action begins within the tap: outside of one
// wx.getUserProfile refuses.
async function exclusively(page, action) {
  if (page.data.busy) {
    return;
  }
  page.setData({ busy: true });
  try {
    await action();
  } catch (error) {
    toastError(error);
  } finally {
    page.setData({ busy: false });
  }
}

module.exports = { LOGIN_PAGE, request, upload, forget, toast, toastError, exclusively };
