// One table over every errno that a visitor can cause: how one gets there, and that everything that tells of it agrees – the
// diagram, the list of calls, the crypto panel, the server's own stream of hops, and the server's log.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { test, expect, login, open, phone } from '../lib/fixtures';
import { play } from '../lib/demos';
import { base, folder } from '../playwright.config';

// ---- how one gets there

type Way = (page: Page) => Promise<void>;
const press = (page: Page, name: string) => phone(page).getByRole('button', { name, exact: true }).click();

/** A demo, to where it holds on its failure, or to its end. */
const demo =
  (name: string, end: 'held' | 'done' = 'held'): Way =>
  async (page) => {
    await open(page, '/');
    await play(page, name);
    await expect(page.locator('html')).toHaveAttribute('data-scenario', end, { timeout: 30_000 });
  };

/** A fault that is switched on by hand, and what the visitor does then. */
const fault =
  (on: Way, act: Way): Way =>
  async (page) => {
    await (act === bind ? login(page) : open(page, '/'));
    await page.locator('#tab-faults').click();
    await on(page);
    await expect(page.locator('#fault-count')).toHaveText('1');
    await act(page);
  };
const errcode = (number: string): Way => async (page) => void (await page.locator('#fault-errcode').selectOption(number));
const minutesSlow = (minutes: number): Way => async (page) => {
  for (let back = 5; back <= minutes; back += 5) {
    await page.getByRole('button', { name: '减 5 分钟' }).click();
    await expect(page.locator('#clock-value')).toHaveText(`-${back}`);
  }
};
const tapLogin: Way = async (page) => {
  await phone(page).getByRole('link', { name: '我的' }).click();
  await press(page, '点击登录');
  await press(page, '微信直接登录');
  await press(page, '允许');
};
const bind: Way = async (page) => {
  await phone(page).getByLabel('用户设置').click();
  await press(page, '点击获取');
  await press(page, '允许');
};

/** A good call, edited and sent again. */
const resent =
  (path: string, change: string): Way =>
  async (page) => {
    await login(page);
    if (path === 'bindPhone') {
      await bind(page);
      await expect(phone(page).locator('.row__bound').first()).toBeVisible();
    }
    await calls(page, path).first().click();
    await page.locator('#detail').getByRole('button', { name: '编辑重发' }).click();
    await page.locator('.editor').getByRole('button', { name: change }).click();
    await page.locator('.editor__send').click();
    await expect(page.locator('.editor')).toHaveCount(0);
  };

// ---- what must agree

/** What the crypto panel shows: why nothing was decrypted, or how far the five steps got, with which keys. */
type Crypto = string | { steps: string; key: 'fits' | 'another' | 'unknown'; verdict?: 'ok' | 'wrongApp' | 'tooOld' | 'future' };

const NOT_NEEDED = '这次运行不需要解密';
const NOT_REACHED = '这次绑定没有走到解密';
const BY_CODE = '服务器没有解密任何数据';

type Row = {
  errno: number;
  way: string;
  cause: Way;
  /** How the path of the call ends. */
  call: string;
  /** The steps of the diagram that are red. */
  red: string[];
  /** The one of them under which the errno is explained. */
  explained?: string;
  /** What WeChat answered the server, where it is the cause: its errcode, or none where it is no answer of its API. */
  wechat?: number | null;
  /** `x-oa-error`: what of the request was refused. */
  reason?: string;
  crypto: Crypto;
  /** The stream does not tell of the call: it is none that the API has. */
  unknown?: true;
};

const login_by_weixin = { call: 'login_by_weixin', crypto: NOT_NEEDED };
/** WeChat has refused the code. */
const refused = { ...login_by_weixin, red: ['openid', 'token'], explained: 'openid' };
const bindPhone = { call: 'bindPhone', red: ['phone'], explained: 'phone', crypto: NOT_REACHED };
const notDecrypted = { ...bindPhone, red: ['decrypt', 'phone'] };
const decrypted = { steps: 'done done done done done', key: 'fits', verdict: 'ok' } as const;
const watermark = { steps: 'done done done done error', key: 'fits' } as const;

const table: Row[] = [
  { errno: 0, way: 'bound by data', cause: demo('绑定手机号', 'done'), call: 'bindPhone', red: [], crypto: decrypted },
  { errno: 0, way: 'bound by code', cause: demo('用 code 绑定', 'done'), call: 'bindPhone', red: [], wechat: 0, crypto: BY_CODE },
  { errno: 401, way: 'resent, 删掉字段', cause: resent('login_by_weixin', '删掉字段'), ...login_by_weixin, red: ['token'], explained: 'token', reason: 'code: missing' },
  { errno: 401, way: 'resent, 删掉字段', cause: resent('bindPhone', '删掉字段'), ...bindPhone, reason: 'code, or encryptedData and iv: missing' },
  { errno: 402, way: 'resent, 改字段类型', cause: resent('login_by_weixin', '改字段类型'), ...login_by_weixin, red: ['token'], explained: 'token', reason: 'code: not a string' },
  { errno: 402, way: 'resent, 坏 JSON', cause: resent('bindPhone', '坏 JSON'), ...bindPhone, reason: 'body: JSON that breaks off' },
  { errno: 404, way: 'resent, 错误路径', cause: resent('user/index', '错误路径'), call: 'user/index0', red: [], crypto: NOT_NEEDED, unknown: true },
  { errno: 405, way: 'resent, 错误方法', cause: resent('bindPhone', '错误方法'), ...bindPhone, unknown: true },
  { errno: 413, way: 'resent, 正文过大', cause: resent('bindPhone', '正文过大'), ...bindPhone, reason: 'body: over 65536 bytes' },
  { errno: 501, way: 'demo 两台手机', cause: demo('两台手机'), call: 'user/index', red: ['lookup', 'counts'], explained: 'counts', crypto: NOT_NEEDED },
  { errno: 501, way: 'resent, 去掉 token', cause: resent('bindPhone', '去掉 token'), ...bindPhone },
  { errno: 710, way: 'demo code 过期', cause: demo('code 过期'), ...refused, wechat: 40029 },
  { errno: 710, way: 'resent, 编造 code', cause: resent('login_by_weixin', '编造 code'), ...refused, wechat: 40029 },
  { errno: 711, way: 'demo code 重放', cause: demo('code 重放'), ...refused, wechat: 40163 },
  { errno: 711, way: 'resent, 旧 code', cause: resent('login_by_weixin', '旧 code'), ...refused, wechat: 40163 },
  { errno: 712, way: 'demo 频率限制', cause: demo('频率限制'), ...refused, wechat: 45011 },
  { errno: 713, way: 'demo 高风险用户', cause: demo('高风险用户'), ...refused, wechat: 40226 },
  { errno: 714, way: 'demo 微信不可用', cause: demo('微信不可用'), ...refused, wechat: null },
  { errno: 714, way: 'fault -1', cause: fault(errcode('-1'), tapLogin), ...refused, wechat: -1 },
  { errno: 715, way: 'demo 密钥已轮换', cause: demo('密钥已轮换'), ...notDecrypted, crypto: { steps: 'done done error ghost ghost', key: 'another' } },
  { errno: 715, way: 'resent, 翻转 iv', cause: resent('bindPhone', '翻转 iv 一个字节'), ...notDecrypted, crypto: { steps: 'done done done error ghost', key: 'unknown' } },
  { errno: 716, way: 'demo 别的小程序的密文', cause: demo('别的小程序的密文'), ...notDecrypted, crypto: { ...watermark, verdict: 'wrongApp' } },
  { errno: 717, way: 'demo 时钟不准', cause: demo('时钟不准'), ...notDecrypted, crypto: { ...watermark, verdict: 'future' } },
  { errno: 717, way: 'fault 时钟 −15', cause: fault(minutesSlow(15), bind), ...notDecrypted, crypto: { ...watermark, verdict: 'tooOld' } },
  { errno: 718, way: 'demo 号码已被绑定', cause: demo('号码已被绑定'), ...bindPhone, red: ['save', 'phone'], crypto: decrypted },
  { errno: 719, way: 'demo 账号停用', cause: demo('账号停用'), call: 'user/index', red: ['counts'], explained: 'counts', crypto: NOT_NEEDED },
  { errno: 720, way: 'demo 小程序配置错误', cause: demo('小程序配置错误'), ...refused, wechat: 40125 },
  { errno: 721, way: 'demo 手机号授权失效', cause: demo('手机号授权失效'), ...bindPhone, red: ['phoneinfo', 'phone'], explained: 'phoneinfo', wechat: 40029, crypto: BY_CODE },
  { errno: -1, way: 'fault 40003', cause: fault(errcode('40003'), tapLogin), ...refused, wechat: 40003 },
];

// ---- one helper a source

/** The calls of the list whose path ends so. */
const calls = (page: Page, path: string) => page.locator('#requests .request').filter({ has: page.locator('.request__path', { hasText: new RegExp(`${path}$`) }) });

/** The list of calls has the errno, and with it WeChat's answer. Returns the id of the call, and how often the server called WeChat. */
async function list(page: Page, { errno, call, wechat, reason }: Row): Promise<[string, number]> {
  await page.locator('#tab-network').click();
  const row = calls(page, call).last();
  await expect(row.locator('.request__errno')).toHaveText(`${errno}`);
  await row.click();
  await expect(row).toHaveAttribute('aria-current', 'true');
  const detail = page.locator('#detail');
  await expect(detail.locator('.code-pill', { hasText: /^errno/ })).toHaveText(`errno ${errno}`);
  await expect(detail).toContainText(`"errno": ${errno}`);
  if (reason) await expect(detail.locator('.code-pill', { hasText: reason })).toHaveText(reason);
  const [, id] = /x-request-id: (\w+)/.exec(await detail.innerText())!;
  if (wechat !== undefined) {
    const last = page.locator('#requests .request', { has: page.locator('.request__method', { hasText: '⇢' }) }).last();
    await expect(last.locator('.request__errno')).toHaveText(wechat === null ? 'fail' : `${wechat}`);
  }
  const methods = await page.locator('#requests .request').evaluateAll((rows) => {
    const after = rows.slice(rows.findIndex((row) => row.getAttribute('aria-current')) + 1);
    return after.map((row) => row.querySelector('.request__method')!.textContent!);
  });
  return [id, methods.filter((method) => method.includes('⇢')).length];
}

/** The diagram has the steps red, and under one of them the errno, WeChat's errcode and the way to the explanation. */
async function diagram(page: Page, { errno, red, explained, wechat }: Row) {
  const failed = page.locator('.step[data-status=error]');
  await expect.poll(() => failed.evaluateAll((steps) => steps.map(({ id }) => id))).toEqual(red.map((id) => `step-${id}`));
  const boxes = page.locator('.step__failure:visible');
  if (!explained) return expect(boxes).toHaveCount(0);
  await expect(page.locator(`#step-${red.at(-1)} .step__lit`)).toHaveText(`errno${errno}`);
  await expect(boxes).toHaveCount(1);
  const box = page.locator(`#step-${explained} .step__failure`);
  await expect(box.getByRole('link', { name: `errno ${errno}` })).toHaveAttribute('href', `/guide#errno-${errno}`);
  await expect(box).toContainText(`errcode ${wechat ?? '—'}`);
}

/** A hop of the server's stream, as much of it as is looked at. */
type Hop = { request: string; step?: string; from: string; to: string; errno?: number; errcode?: number; outcome: string; detail?: Record<string, any> };

/** What the server itself tells of a call, to its response; nothing where it does not tell of it. */
async function stream(world: string, id: string): Promise<Hop[]> {
  const ended = new AbortController();
  const { body } = await fetch(`${base}/demo/events?world=${world}`, { signal: ended.signal });
  const late = setTimeout(() => ended.abort(), 3000);
  const hops: Hop[] = [];
  let text = '';
  try {
    for await (const part of body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      const events = text.split('\n\n');
      text = events.pop()!;
      for (const data of events.flatMap((event) => /^data: ?(.*)$/m.exec(event)?.[1] ?? [])) hops.push(JSON.parse(data));
      if (hops.some(({ request, to }) => request === id && to === 'phone')) break;
    }
  } catch (error) {
    if (!ended.signal.aborted) throw error;
  }
  clearTimeout(late);
  ended.abort();
  return hops.filter(({ request }) => request === id);
}

/** The stream ends with the errno, and has on the way what WeChat answered and what the server found. */
function verdict(hops: Hop[], calls: number, { errno, wechat, crypto, red, unknown }: Row) {
  if (unknown) return expect(hops).toEqual([]);
  expect(hops.at(-1)).toMatchObject({ from: 'server', to: 'phone', errno, outcome: errno === 0 ? 'ok' : 'error' });
  expect([...new Set(hops.filter(({ outcome }) => outcome === 'error').map(({ step }) => step))]).toEqual(red);
  const answers = hops.filter(({ from }) => from === 'wechat');
  expect(answers, 'as many as the list has').toHaveLength(calls);
  if (wechat === undefined) expect(answers).toEqual([]);
  else if (wechat === null) expect(answers.at(-1)).toMatchObject({ outcome: 'error', detail: { response: { status: 503 } } });
  else expect(answers.at(-1)!.detail!.response.body.errcode ?? 0).toBe(wechat);
  const found = <T = any>(member: string): T | undefined => hops.map(({ detail }) => detail?.[member]).findLast((value) => value);
  const decryption = found('decryption');
  if (typeof crypto === 'string') return expect(decryption).toBeUndefined();
  const steps = [...crypto.steps.split(' ').slice(0, 4)].filter((status) => status !== 'ghost');
  expect(decryption.steps.map(({ ok }: { ok: boolean }) => (ok ? 'done' : 'error'))).toEqual(steps);
  expect(decryption.keys.some((key: { failedAt?: string }) => !key.failedAt)).toBe(crypto.key === 'fits');
  expect(found('watermark')?.verdict).toBe(crypto.verdict);
}

/** The crypto panel shows what the server found, in its own words. */
async function cryptoPanel(page: Page, hops: Hop[], { errno, crypto }: Row) {
  await page.locator('#tab-crypto').click();
  const steps = page.locator('#panel-crypto .cipher__step');
  const none = page.locator('#panel-crypto .cipher__none');
  if (typeof crypto === 'string') {
    await expect(none).toContainText(crypto);
    await expect(page.locator('#panel-crypto .cipher__step[data-status]')).toHaveCount(0);
    return expect(page.locator('#keys-tried')).toHaveCount(0);
  }
  await expect(none).toHaveCount(0);
  await expect.poll(() => steps.evaluateAll((all) => all.map((step) => (step as HTMLElement).dataset.status).join(' '))).toBe(crypto.steps);
  const failed = page.locator('#panel-crypto .cipher__step[data-status=error]');
  if (crypto.steps.includes('error')) await expect(failed).toContainText(`errno ${errno}`);
  const of = (member: string) => hops.map(({ detail }) => detail?.[member]).findLast((value) => value);
  const keys: { fingerprint: string; failedAt?: string }[] = of('decryption').keys;
  const tried = page.locator('#keys-tried');
  for (const { fingerprint, failedAt } of keys) await expect(tried).toContainText(`${fingerprint} ${failedAt ? `✗ ${failedAt}` : '✓'}`);
  // a call that is sent again has nothing that WeChat sealed in its run
  const wechat = crypto.key === 'unknown' ? '' : await page.locator('#key-wechat').innerText();
  if (crypto.key === 'unknown') await expect(page.locator('#key-wechat')).toHaveCount(0);
  if (crypto.key !== 'unknown') expect(wechat).toMatch(/^[0-9a-f]{8}$/);
  expect(keys.some(({ fingerprint }) => fingerprint === wechat), 'WeChat’s key is one that the server tried').toBe(crypto.key === 'fits');
  await expect(page.getByText('不是同一把')).toHaveCount(crypto.key === 'another' ? 1 : 0);
  if (crypto.verdict) {
    const { appid, expectedAppid, ageS, maxAgeS } = of('watermark');
    for (const part of [appid, `${ageS} s`, `${maxAgeS} s`]) await expect(page.locator('#c-watermark')).toContainText(part);
    if (crypto.verdict === 'wrongApp') await expect(page.locator('#c-watermark')).toContainText(`≠ ${expectedAppid}`);
    else expect(appid).toBe(expectedAppid);
  }
}

/** The log's lines of a call: the one of its response has the errno, those before it WeChat's errcode and the step that failed. */
async function log(id: string, calls: number, { errno, wechat, reason, crypto }: Row) {
  const lines = () => readFileSync(`${folder}/log`, 'utf8').split('\n').filter((line) => line.includes(`request{id="${id}"}`));
  await expect.poll(lines).toContainEqual(expect.stringMatching(new RegExp(`answered .*\\berrno=${errno}\\b`)));
  const answered = lines().filter((line) => line.includes(': answered method'));
  expect(answered, 'once').toHaveLength(1);
  if (reason) expect(answered[0]).toContain(`reason="${reason}"`);
  else expect(answered[0]).not.toContain('reason=');
  expect(lines().filter((line) => line.includes(' attempt=')), 'as many as the list has').toHaveLength(calls);
  if (typeof wechat === 'number') expect(lines().join('\n')).toMatch(new RegExp(`errcode=${wechat}\\b`));
  if (errno === 715 && typeof crypto !== 'string') {
    const step = ['base64', 'length', 'padding', 'utf-8|json'][crypto.steps.split(' ').indexOf('error')];
    expect(lines().join('\n')).toMatch(new RegExp(`not decrypted .*error=(${step})`, 'i'));
  }
}

/** What the guide explains besides, and why nobody causes it with a mouse. */
const unreachable = {
  408: 'a client that does not send its body',
  429: 'the rate limit, which is off here',
  502: 'our fault',
  504: 'two writers of one row',
  505: 'two writers of one row',
};

test('the table has every errno that the guide explains', async ({ page }) => {
  await page.goto('/guide');
  const explained = await page.locator('[id^="errno-"]').evaluateAll((all) => all.map(({ id }) => Number(id.slice('errno-'.length))));
  const known = [...table.map(({ errno }) => errno), ...Object.keys(unreachable).map(Number)];
  expect([...new Set(known)].sort()).toEqual([...new Set([0, ...explained])].sort());
});

for (const row of table)
  test(`errno ${row.errno}: ${row.call}, ${row.way}`, async ({ page, world }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await row.cause(page);
    await diagram(page, row);
    const [id, wechatCalls] = await list(page, row);
    const hops = await stream(world, id);
    verdict(hops, wechatCalls, row);
    await cryptoPanel(page, hops, row);
    await log(id, wechatCalls, row);
  });

test('the diagram has as many bytes of encryptedData as the server decrypts', async ({ page, world }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const row = table[0];
  await row.cause(page);
  const [id] = await list(page, row);
  const length = (await stream(world, id)).flatMap(({ detail }) => detail?.decryption?.steps ?? []).find(({ step }) => step === 'length');
  await page.locator('#tab-crypto').click();
  await expect(page.locator('#c-length')).toContainText(`${length.bytes} B`);
  await expect(page.locator('#step-enc .step__lit')).toContainText(`${length.bytes} B`);
});

test('the demo 微信不可用 says what the server does', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const row = table.find(({ way }) => way === 'demo 微信不可用')!;
  await row.cause(page);
  const [, wechatCalls] = await list(page, row);
  expect(/(?<!不)重试/.test(await page.locator('.demo__line').innerText())).toBe(wechatCalls > 1);
});
