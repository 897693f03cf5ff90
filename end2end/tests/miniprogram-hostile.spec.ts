// A mini-program that means harm: what it tries ends in its own frame, and 重新载入 brings the phone back.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from '../lib/miniprogram';
import { openServer } from '../lib/opened-server';

/** Everything it tries by itself, each with how it ends; the page shows nothing of it. */
const attacks = `
const tried = {};
const attempt = async (name, run) => {
  try { tried[name] = 'did: ' + String(await run()); } catch (error) { tried[name] = 'refused'; }
};
const call = (name, options) => new Promise((resolve) => wx[name]({ ...options, success: () => resolve('did'), fail: ({ errMsg }) => resolve(errMsg) }));
Page({
  data: { tried: null },
  async onLoad() {
    const host = 'http://' + wx.getLaunchOptionsSync().query.host;
    await attempt('the page around', () => parent.document.title);
    await attempt('its storage', () => parent.localStorage.length);
    await attempt('its location', () => parent.location.href);
    await attempt('leading the window away', () => { top.location.href = 'about:blank'; return top.location.href; });
    await attempt('cookies', () => document.cookie);
    await attempt('a storage of its own', () => { localStorage.setItem('a', 'b'); return 'kept'; });
    await attempt('eval', () => (0, eval)('1'));
    await attempt('a function of text', () => Function('return 1')());
    await attempt('fetch', () => fetch(host + '/demo/status', { method: 'POST', mode: 'no-cors' }));
    await attempt('XHR', () => new Promise((done, fail) => { const x = new XMLHttpRequest(); x.onload = done; x.onerror = fail; x.open('GET', host + '/readyz'); x.send(); }));
    await attempt('a socket', () => new Promise((done, fail) => { const s = new WebSocket(host.replace('http', 'ws')); s.onopen = done; s.onerror = fail; }));
    await attempt('a stream', () => new Promise((done, fail) => { const s = new EventSource(host + '/demo/events?world=default'); s.onopen = done; s.onerror = fail; }));
    await attempt('another script', () => new Promise((done, fail) => { const s = document.createElement('script'); s.onload = done; s.onerror = fail; s.src = host + '/openapi.json'; document.head.append(s); }));
    for (const path of ['/demo/status', '/wechat-double/_double/control/reset', '/oapro/../demo/status', '/oapro/%2e%2e/demo/status', '/miniprogram/x']) {
      tried['wx.request ' + path] = await call('request', { url: host + path, method: 'POST', data: {} });
    }
    tried['wx.request elsewhere'] = await call('request', { url: 'http://169.254.169.254/' });
    tried['wx.setStorage'] = await call('setStorage', { key: 'oa-mini:world', data: 'another' });
    tried['wx.getStorage'] = await call('getStorage', { key: 'oa-mini:user' });
    this.setData({ tried });
  },
  loop() { for (;;); },
  flood() { for (let n = 0; n < 5000; n++) parent.postMessage(n, '*'); },
  again() { parent.postMessage('oa-mini:frame-ready', '*'); },
  leave() { location.href = 'data:text/html,<p>elsewhere'; },
  huge() { wx.setClipboardData({ data: 'x'.repeat(30e6) }); },
});
`;

const template = ['loop', 'flood', 'again', 'leave', 'huge'].map((name) => `<button bindtap="${name}">${name}</button>`).join('\n');

const test = base.extend<{ origin: string }>({
  origin: async ({}, use, info) => {
    const folder = info.outputPath('source');
    mkdirSync(join(folder, 'p'), { recursive: true });
    writeFileSync(join(folder, 'app.json'), '{ "pages": ["p/p"] }');
    writeFileSync(join(folder, 'app.js'), 'App({})');
    writeFileSync(join(folder, 'p/p.js'), attacks);
    writeFileSync(join(folder, 'p/p.wxml'), template);
    writeFileSync(join(folder, '.secret.png'), 'secret');
    writeFileSync(join(folder, 'project.private.config.json'), '{}');
    symlinkSync('/etc/passwd', join(folder, 'link.png'));
    symlinkSync('/etc', join(folder, 'etc'));
    const server = await openServer(info, folder);
    await use(server.origin);
    await server.stop();
  },
  baseURL: async ({ origin }, use) => use(origin),
  // what the browser refuses, it says on the console
  allowed: async ({}, use) => use([/./]),
});

test('what it tries by itself is refused', async ({ program, origin, page }) => {
  await program.launch(`p/p%3Fhost%3D${new URL(origin).host}`);
  await expect.poll(async () => (await program.data()).tried, { timeout: 20_000 }).not.toBeNull();
  const { tried } = await program.data();
  const forbidden = 'request:fail url not in domain list';
  const refused = [
    'the page around', 'its storage', 'its location', 'leading the window away', 'a storage of its own', 'eval', 'a function of text', 'fetch', 'XHR',
    'a socket', 'a stream', 'another script',
  ];
  expect(tried).toEqual({
    ...Object.fromEntries(refused.map((name) => [name, 'refused'])),
    ...Object.fromEntries(
      ['/demo/status', '/wechat-double/_double/control/reset', '/oapro/../demo/status', '/oapro/%2e%2e/demo/status', '/miniprogram/x'].map((path) => [`wx.request ${path}`, forbidden]),
    ),
    cookies: 'did: ', // it has none
    'wx.request elsewhere': forbidden,
    'wx.setStorage': 'setStorage:fail permission denied',
    'wx.getStorage': 'getStorage:fail data not found',
  });
  expect(page.url(), 'the page is still there').toContain(origin);
  expect(await page.evaluate(() => localStorage.getItem('oa-mini:world'))).not.toContain('another');
});

for (const [name, state] of [['loop', 'stuck'], ['flood', 'stopped'], ['again', 'stopped'], ['leave', 'stopped'], ['huge', 'stopped']] as const) {
  test(`${name}: the phone says so, the page lives on, and 重新载入 brings it back`, async ({ program }) => {
    await program.launch();
    // not awaited: the frame may answer no more
    void program.button(name).click({ noWaitAfter: true }).catch(() => undefined);
    await expect(program.element).toHaveAttribute('data-state', state, { timeout: 20_000 });
    // by the page's own script: Playwright's click would ask the frame first
    await program.element.getByRole('button', { name: '重新载入' }).evaluate((button: HTMLElement) => button.click());
    await expect(program.element).toHaveAttribute('data-state', 'running', { timeout: 20_000 });
    await expect(program.button('flood')).toBeVisible();
  });
}

test('nothing outside of the folder is served', async ({ program, page, request, origin }) => {
  await program.launch();
  const from = await page.locator('meta[name=oa-miniprogram]').getAttribute('content');
  const below = `${origin}${from!.split(' ')[0]}/files`;
  for (const path of ['link.png', 'etc/passwd', '.secret.png', 'project.private.config.json', '..%2f..%2fetc/passwd', '%2e%2e/%2e%2e/etc/passwd', 'app.json']) {
    expect((await request.get(`${below}/${path}`)).status(), path).toBe(404);
  }
});
