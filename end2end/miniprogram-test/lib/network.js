// wx.request and wx.uploadFile: real HTTP with WeChat's own headers. The host that config/api.js names is the server under
// test.
import { origin } from './server.js';
import { Fail } from './fail.js';

const HEADERS = {
  // the appid that the double knows
  referer: 'https://servicewechat.com/wx0a1b2c3d4e5f6789/devtools/page-frame.html',
  'user-agent':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 ' +
    'MicroMessenger/8.0.49 NetType/WIFI Language/zh_CN',
};

const files = new Map();

/** A file as WeChat hands it over: by a path that only its own functions read. */
export function addTemporary(bytes) {
  const path = `wxfile://tmp_${files.size}.png`;
  files.set(path, bytes);
  return path;
}

export async function request(phone, { url, data, method = 'GET', header, timeout }) {
  const target = new URL(url);
  if (method === 'GET') for (const [key, value] of Object.entries(data ?? {})) target.searchParams.set(key, value);
  if (phone.limit && target.searchParams.has('page')) target.searchParams.set('limit', phone.limit);
  const body = method === 'GET' ? undefined : JSON.stringify(data);
  const { status, text } = await send(phone, target, { method, headers: header, body }, timeout);
  return { statusCode: status, data: json(text) };
}

export async function uploadFile(phone, { url, filePath, name, header, timeout }) {
  const body = new FormData();
  body.append(name, new Blob([files.get(filePath)], { type: 'image/png' }), 'avatar.png');
  const { status, text } = await send(phone, new URL(url), { method: 'POST', headers: header, body }, timeout);
  return { statusCode: status, data: text };
}

/** WeChat gives what is not JSON as text. */
function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function send(phone, url, init, timeout = 60_000) {
  const headers = { ...init.headers, ...HEADERS, 'x-double-world': phone.world };
  try {
    const response = await fetch(origin + url.pathname + url.search, { ...init, headers, signal: AbortSignal.timeout(timeout) });
    const text = await response.text();
    await phone.gate;
    return { status: response.status, text };
  } catch (error) {
    throw new Fail(error.name === 'TimeoutError' ? 'timeout' : error.message);
  }
}
