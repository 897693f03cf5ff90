// A phone for the tests of `wx`: it answers what a test says, and keeps what it was asked and told.
import type { Calls, Project } from '../protocol';
import { Files } from '../frame/files';
import { StorageCopy } from '../frame/storage';
import type { AppEvent, Engine, PageInstance } from '../frame/types';
import { createWx } from '../frame/wx';

export type Answers = { [Name in keyof Calls]?: (args: Parameters<Calls[Name]>[0], signal?: AbortSignal) => unknown };
export type Loose = Record<string, any>; // as a mini-program's JavaScript sees it

export interface Phone {
  wx: Loose;
  engine: Engine;
  /** Calls of the bridge, oldest first. */
  asked: { name: keyof Calls; args: Loose }[];
  recorded: { name: string; options: string; errMsg: string }[];
  reported: unknown[][];
  /** What the engine was told to do. */
  done: [string, ...unknown[]][];
  tell(event: AppEvent, detail: unknown): void;
}

const project = {
  version: '1',
  name: 'demo',
  appid: 'wx0123456789abcdef',
  pages: ['pages/index/index', 'pages/me/me'],
  json: {},
  modules: {},
  styles: {},
  tags: [],
  problems: [],
  app: { pages: ['pages/index/index', 'pages/me/me'], tabBar: { list: [{ pagePath: 'pages/index/index' }, { pagePath: 'pages/me/me' }] } },
} satisfies Project;

const system = {
  SDKVersion: '3.5.0',
  language: 'zh_CN',
  screenWidth: 375,
  screenHeight: 812,
  statusBarHeight: 44,
  navigationBarHeight: 44,
  menuButton: { left: 281, top: 48, right: 368, bottom: 80, width: 87, height: 32 },
};

export const phone = (answers: Answers = {}, changes: Partial<Project> = {}, page: Partial<PageInstance> = {}): Phone => {
  const asked: Phone['asked'] = [];
  const recorded: Phone['recorded'] = [];
  const reported: unknown[][] = [];
  const done: Phone['done'] = [];
  const heard = new Map<AppEvent, Set<(detail: unknown) => void>>();
  const top = { route: 'pages/index/index', options: {}, data: {}, ...page } as unknown as PageInstance;
  const doing =
    (name: string, result?: unknown) =>
    async (...given: unknown[]) => {
      done.push([name, ...given]);
      return result as never;
    };
  const at =
    (name: string) =>
    (...given: unknown[]) =>
      void done.push([name, ...given]);
  const engine: Engine = {
    project: { ...project, ...changes },
    init: { storage: {}, entry: '', system },
    bridge: {
      async call(name, args, signal) {
        asked.push({ name, args: args as Loose });
        const answer = answers[name] as ((args: unknown, signal?: AbortSignal) => unknown) | undefined;
        if (!answer) throw { errMsg: `${name}:fail not answered` };
        return (await answer(args, signal)) as never;
      },
      note: () => undefined,
    },
    storage: new StorageCopy({}, () => undefined),
    files: new Files('/base'),
    launch: { path: 'pages/index/index', query: { from: 'test' }, scene: 1001, referrerInfo: {} },
    pages: () => [top],
    top: () => top,
    navigateTo: doing('navigateTo', { eventChannel: { emit: () => undefined } }),
    redirectTo: doing('redirectTo'),
    reLaunch: doing('reLaunch'),
    switchTab: async (url) => {
      throw { errMsg: `fail can not switch to no-tabBar page ${url}` };
    },
    navigateBack: doing('navigateBack'),
    setNavigationBar: at('setNavigationBar'),
    setTabBar: at('setTabBar'),
    setTab: at('setTab'),
    startPullDown: at('startPullDown'),
    stopPullDown: at('stopPullDown'),
    scrollTo: at('scrollTo'),
    fileUrl: (src) => src,
    report: (...what) => void reported.push(what),
    listen(event, listener) {
      const listeners = heard.get(event) ?? new Set();
      heard.set(event, listeners.add(listener));
      return () => void listeners.delete(listener);
    },
    record: (name, options, errMsg) => void recorded.push({ name, options, errMsg }),
    createSelectorQuery: () => ({ exec: () => undefined }),
  };
  return {
    wx: createWx(engine) as Loose,
    engine,
    asked,
    recorded,
    reported,
    done,
    tell: (event, detail) => heard.get(event)?.forEach((listener) => listener(detail)),
  };
};

/** What a call with callbacks ends with. */
export const ended = (
  call: (options: Loose) => unknown,
  options: Loose = {},
): Promise<{ success?: Loose; fail?: Loose; complete: Loose; returned: unknown }> =>
  new Promise((resolve) => {
    const outcome: { success?: Loose; fail?: Loose; returned: unknown } = { returned: undefined };
    outcome.returned = call({
      ...options,
      success: (answer: Loose) => (outcome.success = answer),
      fail: (failure: Loose) => (outcome.fail = failure),
      complete: (complete: Loose) => queueMicrotask(() => resolve({ ...outcome, complete })),
    });
  });
