// Our mini-program in the phone, opened with `--miniprogram`: what a person does there, and what a test sees of it from inside. Its pages are
// in a frame of another origin; what lies over them (panels, modals, toasts) and around them (the bars) is the demo page's, as `phone` has it.
import type { APIRequestContext, Page, Route } from '@playwright/test';
import { double } from './double';
import { test as base, expect, phone, shown, stored } from './fixtures';

export { expect };

export const INDEX = 'pages/index/index';
export const MEETINGS = 'pages/meeting/list/list';
export const VOTES = 'pages/vote/list/list';
export const UCENTER = 'pages/ucenter/index/index';
export const USER = 'pages/ucenter/user/user';
export const LOGIN = 'pages/auth/login/login';

/** A call of `wx` that ended, as the frame's `wxCalls()` tells it: `options` is JSON, long texts and secrets are cut. */
export interface Call {
  name: string;
  options: string;
  errMsg: string;
}

/** A page of the program, as its own code sees it. */
interface OpenPage {
  route: string;
  data: Record<string, any>;
  setData(change: object): void;
  onShow(): void;
  [method: string]: any;
}

// what functions that run in the frame find there
declare global {
  function getCurrentPages(): OpenPage[];
  function getApp(): { globalData: { hasLogin: boolean } };
  function wxCalls(): Call[];
  const wx: {
    getStorageSync(key: string): unknown;
    setStorageSync(key: string, value: unknown): void;
    removeStorageSync(key: string): void;
    clearStorageSync(): void;
    getStorageInfoSync(): { keys: string[] };
    navigateTo(options: { url: string }): Promise<object>;
  };
}

export const test = base.extend<{ program: MiniProgram }>({
  program: async ({ page, request, world }, use) => use(new MiniProgram(page, request, world)),
});

export class MiniProgram {
  constructor(readonly page: Page, readonly request: APIRequestContext, readonly world: string) {}

  /** The element of the demo page around the frame. */
  get element() {
    return this.page.locator('opened-mini-program');
  }

  /** The page on the screen; those below it on the stack are hidden. */
  get screen() {
    return this.page.frameLocator('opened-mini-program iframe').locator('.oa-page:not([hidden])');
  }

  /** A button of the page, by its name. */
  button(name: string) {
    return this.screen.getByRole('button', { name, exact: true });
  }

  /** Switches the phone on, or off and on: at `path`, or at the first page. */
  async launch(path = '') {
    await this.page.goto(path ? `/?page=${path}` : '/');
    await expect(this.element).toHaveAttribute('data-state', 'running');
  }

  /** Waits until the page on the screen is `path`. */
  async at(path: string) {
    await expect(this.element).toHaveAttribute('data-path', path);
  }

  /** Waits until the page says this, parts set apart by blanks: the whole of it, or what a pattern finds. */
  async says(text: string | RegExp) {
    const said = expect.poll(async () => (await this.screen.innerText()).replace(/\s+/g, ' ').trim());
    await (typeof text === 'string' ? said.toBe(text) : said.toMatch(text));
  }

  tap(text: string) {
    return this.screen.getByText(text, { exact: true }).click();
  }

  /** A tab of the bar below the page. */
  tab(name: string) {
    return phone(this.page).getByRole('button', { name, exact: true }).click();
  }

  /** Answers the panel or the modal over the page. */
  answer(name: string) {
    return phone(this.page).getByRole('button', { name, exact: true }).click();
  }

  back() {
    return phone(this.page).getByRole('button', { name: '返回' }).click();
  }

  /** Leaves the tab `name` and comes back: `onShow`. */
  async revisit(name: string) {
    await this.tab(name === '首页' ? '我的' : '首页');
    await this.at(name === '首页' ? UCENTER : INDEX);
    await this.tab(name);
  }

  /** Runs `inside` in the frame, by whose names it can see. */
  async run<Result, Argument = undefined>(inside: (argument: Argument) => Result, argument?: Argument): Promise<Awaited<Result>> {
    const frame = await (await this.element.locator('iframe').elementHandle())?.contentFrame();
    if (!frame) throw new Error('there is no frame');
    return frame.evaluate(inside as (argument: unknown) => Result, argument) as Promise<Awaited<Result>>;
  }

  data(): Promise<Record<string, any>> {
    return this.run(() => getCurrentPages().at(-1)!.data);
  }

  routes(): Promise<string[]> {
    return this.run(() => getCurrentPages().map(({ route }) => route));
  }

  hasLogin(): Promise<boolean> {
    return this.run(() => getApp().globalData.hasLogin);
  }

  /** The calls of `name`, or of a path of the API, that have ended since the program began. */
  async calls(name: string): Promise<{ options: any; errMsg: string }[]> {
    const all = await this.run(() => wxCalls());
    const parsed = all.map((call) => ({ ...call, options: JSON.parse(call.options || '{}') }));
    return parsed.filter((call) => call.name === name || String(call.options?.url ?? '').split('?')[0].endsWith(`/oapro/wx/${name}`));
  }

  async count(name: string): Promise<number> {
    return (await this.calls(name)).length;
  }

  /** The titles of the toasts so far. */
  async toasts(): Promise<string[]> {
    return (await this.calls('showToast')).map(({ options }) => options.title);
  }

  /** Waits for a toast, the last one that there was, and that a person could see it. */
  async told(title: string) {
    await expect.poll(async () => (await this.toasts()).at(-1)).toBe(title);
    await shown(this.page, title);
  }

  stored(key: string) {
    return stored(this.page, key);
  }

  /** Waits until storage and program know of no login. */
  async forgotten() {
    await expect.poll(async () => [await this.stored('token'), await this.stored('userInfo'), await this.hasLogin()]).toEqual([null, null, false]);
  }

  /** A call of the double in this test's world. */
  double(call: string, data: object) {
    return double(this.request, this.world, call, data);
  }

  /** From the next start on, this WeChat does not have the function `name`. */
  without(name: string) {
    return this.page.addInitScript((missing) => {
      if (!location.pathname.endsWith('/frame.html')) return;
      // the runtime makes it global before any code of the program runs
      let made: Record<string, unknown> | undefined;
      Object.defineProperty(window, 'wx', {
        get: () => made,
        set(given: Record<string, unknown>) {
          delete given[missing];
          made = given;
        },
      });
    }, name);
  }

  /** The version of WeChat's base library, from the next start on. */
  baseLibrary(version: string) {
    return this.double('control/base-library', { version });
  }

  /** 我的, 点击登录: on the login page. */
  async toLogin() {
    await this.launch(UCENTER);
    await this.tap('点击登录');
    await this.at(LOGIN);
  }

  /** A person who has logged in, back on 我的. */
  async login() {
    await this.toLogin();
    await this.tapLogin();
    await this.at(UCENTER);
    await expect.poll(async () => (await this.data()).counts).toBeTruthy();
  }

  /** From the login page, with the consent that WeChat asks for. */
  async tapLogin() {
    await this.button('微信直接登录').click();
    await this.answer('允许');
  }

  /** Logged in, on 用户设置, where the key is known to be alive. */
  async toUser() {
    await this.login();
    await this.tapSettings();
  }

  async tapSettings() {
    await this.screen.getByRole('button', { name: '用户设置' }).click();
    await this.at(USER);
    await this.idle();
  }

  /** Waits until the page is not busy. */
  async idle() {
    await expect.poll(async () => (await this.data()).busy).toBe(false);
  }

  /** 点击获取, with the consent that WeChat asks for. */
  async tapPhoneNumber() {
    await this.tap('点击获取');
    await this.answer('允许');
  }
}

/** Two taps on one element at once, as no finger is fast enough for. */
export const tapTwice = (target: ReturnType<MiniProgram['button']>) =>
  target.evaluate((element: HTMLElement) => {
    element.click();
    element.click();
  });

/** The next call of `wx.{name}` ends as WeChat's answer `errMsg` says. */
export const wechatSays = (page: Page, name: string, answer: { errMsg: string; [key: string]: string }) =>
  page.route(`**/_double/phone/${name}`, (route) => route.fulfill({ json: answer }), { times: 1 });

const api = (path: string) => (url: URL) => url.pathname === `/oapro/wx/${path}`;

/** The next call of the API is not answered, because of the network. */
export const unreachable = (page: Page, path: string) => page.route(api(path), (route) => route.abort(), { times: 1 });

/** Runs in the demo page: a call that may take 20 s may take two. */
function hurry() {
  const native = AbortSignal.timeout;
  if (native.name === 'hurried') return;
  AbortSignal.timeout = function hurried(ms) {
    return native.call(AbortSignal, ms / 10);
  };
}

/** The next call of the API is never answered; the program waits for it no longer than two seconds. */
export async function silent(page: Page, path: string) {
  await page.addInitScript(hurry);
  await page.evaluate(hurry);
  await page.route(api(path), () => undefined, { times: 1 });
}

/** Holds the server's answers to `path` back until `release()`. `arrived`: the server has given the first. */
export async function hold(page: Page, path: string) {
  let open!: () => void;
  let arrive!: () => void;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const handler = async (route: Route) => {
    const response = await route.fetch();
    arrive();
    await gate;
    await route.fulfill({ response });
  };
  await page.route(api(path), handler);
  return {
    arrived,
    async release() {
      await page.unroute(api(path), handler);
      open();
    },
  };
}

/** Lists in pages of `limit` rows. */
export const pagesOf = (page: Page, path: string, limit: number) =>
  page.route(api(path), (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set('limit', String(limit));
    return route.continue({ url: url.href });
  });
