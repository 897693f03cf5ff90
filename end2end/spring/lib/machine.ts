// The machine that run.sh has set up: its shell, its database, its WeChat, and the API behind nginx.
import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { nginx, wechat } from '../playwright.config';

export interface Output {
  code: number;
  /** stdout and stderr. */
  text: string;
}

/** Runs a script as root at the machine would, and waits for it. */
export function bash(script: string): Promise<Output> {
  return new Promise((resolve) => {
    execFile('bash', ['-c', script], { maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, text: stdout + stderr });
    });
  });
}

/** The rows of a query; a cell is text, NULL is `NULL`. */
export async function sql(statements: string): Promise<Record<string, string>[]> {
  const done = await bash(`mariadb oapro --batch -e ${quoted(statements)}`);
  if (done.code !== 0) throw new Error(done.text);
  const [header, ...rows] = done.text.trimEnd().split('\n').map((line) => line.split('\t'));
  return rows.map((row) => Object.fromEntries(header.map((name, place) => [name, row[place]])));
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** A row of wx_user. */
export async function wxUser(id: number): Promise<Record<string, string>> {
  return (await sql(`SELECT * FROM wx_user WHERE id = ${id}`))[0];
}

/** `oa-mini user show`. */
export async function account(id: number): Promise<Record<string, unknown>> {
  const done = await bash(`oa-mini user show ${id} --json --show-phones 2>/dev/null`);
  if (done.code !== 0) throw new Error(`user show ${id}: exit code ${done.code}`);
  return JSON.parse(done.text);
}

/** A call of the double, for what a phone or a test does there. */
export async function double(call: string, data: object): Promise<any> {
  const response = await fetch(`${wechat}/_double/${call}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(data),
  });
  if (!response.ok) throw new Error(`${call}: ${await response.text()}`);
  return response.json();
}

export interface Envelope {
  errno: number;
  errmsg: string;
  data?: any;
}

/** A call of the API, as a mini-program makes it. Each has a connection of its own: nginx drops idle ones when it is reloaded. */
export function call(path: string, token = '', data?: object): Promise<Envelope> {
  const headers = { 'content-type': 'application/json', ...(token && { 'X-OA-Token': token }) };
  return new Promise((resolve, reject) => {
    const sent = request(`${nginx}/oapro/wx/${path}`, { method: data ? 'POST' : 'GET', headers, agent: false }, async (response) => {
      const body = await text(response).catch(reject);
      if (response.statusCode === 200) resolve(JSON.parse(String(body)));
      else reject(new Error(`${path}: status ${response.statusCode}`));
    });
    sent.on('error', reject).end(data && JSON.stringify(data));
  });
}

/** The code of a new `wx.login`. */
export const loginCode = async (user: string): Promise<string> => (await double('phone/login', { user })).code;

/** Logs a user of the double in; `userInfo` is what the phone says. */
export async function login(user: string): Promise<Envelope> {
  const { userInfo } = await double('phone/getUserProfile', { user, desc: '用于完善会员资料', lang: 'zh_CN' });
  return call('auth/login_by_weixin', '', { code: await loginCode(user), userInfo });
}

/** Watches the API from outside until `stop`, which waits for a response and says for how many ms in all nobody but nginx responded. */
export function watch() {
  const interval = 20;
  let [stopped, down, since] = [false, 0, 0];
  const watching = (async () => {
    while (!stopped || since) {
      const errno = await call('user/index').then((envelope) => envelope.errno, () => 502);
      const now = performance.now();
      if (errno === 502) since ||= now;
      else if (since) [down, since] = [down + now - since, 0];
      await sleep(interval);
    }
  })();
  return {
    async stop(): Promise<number> {
      stopped = true;
      await watching;
      return down;
    },
  };
}
