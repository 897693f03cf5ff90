// What the parts of the frame know of each other.
import type { Calls, Note, Project, Init } from '../protocol';

/** The way to the host. */
export interface Bridge {
  /** Rejects with `{ errMsg }`. `signal` ends the call early. */
  call<Name extends keyof Calls>(name: Name, args: Parameters<Calls[Name]>[0], signal?: AbortSignal): Promise<ReturnType<Calls[Name]>>;
  note(note: Note): void;
}

/** The phone's storage, as a copy in the frame that is written through. Values are JSON. */
export interface FrameStorage {
  keys(): string[];
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** An open page, as `getCurrentPages()` gives it, with what the runtime adds. */
export interface PageInstance {
  route: string;
  options: Record<string, string>;
  data: Record<string, unknown>;
  setData(data: Record<string, unknown>, callback?: () => void): void;
  selectComponent(selector: string): unknown;
  createSelectorQuery(): unknown;
  createIntersectionObserver(options?: object): unknown;
  [handler: string]: unknown;
}

/** What `wx` needs of the engine. Each failure is thrown as `{ errMsg: 'fail …' }` without the name of the call. */
export interface Engine {
  project: Project;
  init: Init;
  bridge: Bridge;
  storage: FrameStorage;
  /** `App`'s launch options. */
  launch: { path: string; query: Record<string, string>; scene: number; referrerInfo: object };
  pages(): PageInstance[];
  top(): PageInstance | undefined;
  /** Opens pages; a relative url is resolved against the page on the screen. */
  navigateTo(url: string, events?: Record<string, (...args: unknown[]) => void>): Promise<{ eventChannel: object }>;
  redirectTo(url: string): Promise<void>;
  reLaunch(url: string): Promise<void>;
  switchTab(url: string): Promise<void>;
  navigateBack(delta: number): Promise<void>;
  /** Changes the bar of the page on the screen. */
  setNavigationBar(change: { title?: string; background?: string; textStyle?: 'black' | 'white'; loading?: boolean; hideHome?: boolean }): void;
  /** Changes the tab bar: `index` of one entry, or the whole of it. */
  setTabBar(change: { hidden?: boolean; color?: string; selectedColor?: string; backgroundColor?: string; borderStyle?: string }): void;
  setTab(index: number, change: { text?: string; icon?: string; selectedIcon?: string; badge?: string; redDot?: boolean }): void;
  startPullDown(): void;
  stopPullDown(): void;
  /** Scrolls the page; `duration` in ms. */
  scrollTo(target: { scrollTop?: number; selector?: string; duration?: number }): void;
  /** The address of a file of the project, of a temporary file (`wxfile://…`), or of the net. `from` is the page or component that names it. */
  fileUrl(src: string, from?: string): string;
  /** Temporary files of this run. */
  files: TemporaryFiles;
  report(level: 'debug' | 'info' | 'warn' | 'error', ...what: unknown[]): void;
  /** What `wx.onAppShow`, `wx.onError` and their like hear; the return value ends it. */
  listen(event: AppEvent, listener: (detail: unknown) => void): () => void;
  /** Keeps a call of `wx` that ended for `wxCalls()`, and tells the host of it. `options` is a short text. */
  record(name: string, options: string, errMsg: string): void;
  /** A query in `component`, or in the page on the screen at the time of `exec`. */
  createSelectorQuery(component?: object): object;
}

/** `launch` comes once. The details are those of WeChat's callbacks; of `error` it is the text. */
export type AppEvent = 'appShow' | 'appHide' | 'error' | 'unhandledRejection' | 'pageNotFound' | 'windowResize';

export interface TemporaryFiles {
  /** Keeps the bytes and gives a path like `wxfile://tmp_1.png`. */
  add(bytes: ArrayBuffer, type: string, name: string): string;
  get(path: string): { bytes: ArrayBuffer; type: string; name: string } | undefined;
  /** Keeps a file under a path of the caller's (`wxfile://usr/a.png`), in place of what it had; `fileUrl` knows it then, and it stays until it is removed. */
  set(path: string, file: { bytes: ArrayBuffer; type: string; name: string }): void;
  remove(path: string): void;
}

/** What the built-in components need of the engine. `component` is the glass-easel component. */
export interface Services {
  fileUrl(src: string, component: object): string;
  /** `<navigator>` */
  navigate(options: { openType: string; url: string; delta: number }): void;
  /** A tap on a `<button open-type=…>`: triggers the button's event (getphonenumber, chooseavatar, …). */
  openType(type: string, component: object): void;
  /** `<navigation-bar>`: changes the bar of the page that holds the component. Optional: without it, nothing changes. */
  setNavigationBar?(change: { title?: string; background?: string; textStyle?: 'black' | 'white'; loading?: boolean }, component: object): void;
  report(level: 'debug' | 'info' | 'warn' | 'error', ...what: unknown[]): void;
}
