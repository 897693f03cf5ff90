// What the frame (the opened mini-program) and the host (the phone around it, in the demo page) say to each other, over one
// MessagePort. The frame is not trusted: the host checks the name and the arguments of every call.

/** What the server says of the project: `project.js` calls `__project` with it. Made by `server/miniprogram/src/manifest.rs`. */
export interface Project {
  /** A hash of everything that the frame loads. */
  version: string;
  /** `projectname` of project.config.json, else the folder's name. */
  name: string;
  appid: string;
  app: AppJson;
  /** Every page, those of subpackages too, without leading slash and extension. */
  pages: string[];
  /** The configuration of each page and component, by path; `usingComponents` is resolved to paths, the app's among them. */
  json: Record<string, ComponentJson>;
  /** Each script, by path (`utils/user.js`; TypeScript too has `.js` here), with what its `require` calls resolve to. */
  modules: Record<string, ModuleEntry>;
  /** Each path that has a style sheet, with the prefix of its classes where it is scoped. */
  styles: Record<string, string>;
  /** Every tag that a template of the project has. */
  tags: string[];
  problems: Problem[];
}

export interface ModuleEntry {
  /** From the text in `require(…)`, `import` or `export … from` to the path of the module. What is not found is not here. */
  requires: Record<string, string>;
  /** Whether some `require` has no constant argument, so that any module may be wanted. */
  dynamic?: true;
}

export interface AppJson {
  pages: string[];
  entryPagePath?: string;
  window?: WindowJson;
  tabBar?: TabBarJson;
  networkTimeout?: { request?: number; uploadFile?: number; downloadFile?: number };
  [key: string]: unknown;
}

export interface WindowJson {
  navigationBarBackgroundColor?: string;
  navigationBarTextStyle?: string;
  navigationBarTitleText?: string;
  navigationStyle?: string;
  backgroundColor?: string;
  backgroundTextStyle?: string;
  enablePullDownRefresh?: boolean;
  onReachBottomDistance?: number;
  disableScroll?: boolean;
  [key: string]: unknown;
}

export interface ComponentJson extends WindowJson {
  component?: boolean;
  usingComponents?: Record<string, string>;
  componentGenerics?: Record<string, boolean | { default?: string }>;
  componentPlaceholder?: Record<string, string>;
  styleIsolation?: string;
}

export interface TabBarJson {
  color?: string;
  selectedColor?: string;
  backgroundColor?: string;
  borderStyle?: string;
  position?: string;
  custom?: boolean;
  list: { pagePath: string; text?: string; iconPath?: string; selectedIconPath?: string }[];
}

/** Something that does not compile, or not as it should. */
export interface Problem {
  level: 'error' | 'warning';
  file: string;
  /** From 1; 0 where it concerns the whole file. */
  line: number;
  column: number;
  message: string;
}

/** What the host gives the frame with its port. */
export interface Init {
  /** The phone's storage, each value as the JSON that it is kept as. */
  storage: Record<string, string>;
  /** The page to open first, with its query (`pages/index/index?id=1`); empty for the project's own first page. */
  entry: string;
  system: SystemFacts;
}

/** What `wx.getSystemInfo` and its like tell of the phone. Sizes in CSS pixels. */
export interface SystemFacts {
  SDKVersion: string;
  language: string;
  screenWidth: number;
  screenHeight: number;
  statusBarHeight: number;
  navigationBarHeight: number;
  /** The capsule of the navigation bar, in the coordinates of the screen. */
  menuButton: { left: number; top: number; right: number; bottom: number; width: number; height: number };
}

/** Calls that the frame may make. The answer, or `{ errMsg }` as the failure; errMsg begins with the name of the call. */
export interface Calls {
  login(args: { timeout?: number }): { code: string };
  checkSession(args: object): object;
  getUserProfile(args: { desc: string; lang?: string }): UserProfile;
  getUserInfo(args: object): { userInfo: object; rawData: string; signature?: string; encryptedData?: string; iv?: string };
  /** The tap on `<button open-type="getPhoneNumber">`. */
  getPhoneNumber(args: object): { code: string; encryptedData: string; iv: string };
  /** The tap on `<button open-type="chooseAvatar">`: the picture's bytes. */
  chooseAvatar(args: object): PickedFile;
  /** Ends early by a `cancel` with its id. `data` is already a text, or the bytes of an ArrayBuffer. */
  request(args: { url: string; method: string; header: Record<string, string>; data?: string | ArrayBuffer; timeout?: number }): HttpResponse;
  uploadFile(args: { url: string; name: string; file: PickedFile; formData: Record<string, string>; header: Record<string, string>; timeout?: number }): HttpResponse;
  downloadFile(args: { url: string; header: Record<string, string>; timeout?: number }): HttpResponse;
  showToast(args: { title: string; icon: 'success' | 'error' | 'loading' | 'none'; duration: number }): object;
  hideToast(args: object): object;
  showModal(args: {
    title: string; content: string; showCancel: boolean; cancelText: string; cancelColor: string; confirmText: string; confirmColor: string;
  }): { confirm: boolean; cancel: boolean };
  showActionSheet(args: { itemList: string[] }): { tapIndex: number };
  setClipboardData(args: { data: string }): object;
  getClipboardData(args: object): { data: string };
  /** The browser's file chooser. Cancelled: `chooseFile:fail cancel`. */
  chooseFile(args: { accept: string; multiple: boolean }): { files: PickedFile[] };
}

export interface UserProfile {
  userInfo: object;
  rawData: string;
  signature: string;
  encryptedData: string;
  iv: string;
}

export interface PickedFile {
  name: string;
  type: string;
  bytes: ArrayBuffer;
}

export interface HttpResponse {
  statusCode: number;
  header: Record<string, string>;
  bytes: ArrayBuffer;
}

/** What the frame tells, without an answer. */
export type Note =
  /** The page on the screen, and its bars. */
  | { note: 'page'; page: PageBar }
  | { note: 'tabBar'; tabBar: TabBarState }
  /** A write to the storage; null removes. */
  | { note: 'storage'; key: string; value: string | null }
  /** console, warnings of the runtime, and what was thrown. */
  | { note: 'log'; level: 'debug' | 'info' | 'warn' | 'error'; text: string }
  /** `thrown`: while it ran, and not found by the compiler. */
  | { note: 'problem'; problem: Problem; thrown?: boolean }
  /** A call of `wx` that ended, for whoever observes the program. */
  | { note: 'wx'; name: string; options: string; errMsg: string }
  /** The answer to `ping`: the frame is not stuck. */
  | { note: 'pong' };

export interface PageBar {
  /** `pages/index/index`, and its query with `?` or empty. */
  path: string;
  query: string;
  title: string;
  background: string;
  textStyle: 'black' | 'white';
  /** navigationStyle custom: the page draws its own bar, only the capsule stays. */
  custom: boolean;
  loading: boolean;
  /** Whether there is a page to go back to. */
  canGoBack: boolean;
  /** Whether a home button stands where the arrow would: a page that is no tab, alone on the stack, and not the first page. */
  home: boolean;
  /** Index in the tab bar, or -1. */
  tab: number;
}

export interface TabBarState {
  hidden: boolean;
  color: string;
  selectedColor: string;
  backgroundColor: string;
  borderStyle: 'black' | 'white';
  /** `icon` and `selectedIcon` are paths in the project, or empty. */
  list: { text: string; icon: string; selectedIcon: string; badge: string; redDot: boolean }[];
}

/** From the frame: a call with its id, the end of one, or a note. */
export type FromFrame = { id: number; call: keyof Calls; args: unknown } | { cancel: number } | Note;

/** From the host: the end of a call, or something that happened outside. */
export type ToFrame =
  | { id: number; value: unknown }
  | { id: number; errMsg: string }
  | { event: 'back' }
  | { event: 'home' }
  | { event: 'tab'; index: number }
  | { event: 'ping' }
  /** The page was hidden or shown (another tab of the browser): onHide and onShow of the app. */
  | { event: 'visible'; visible: boolean }
  /** The host changed the storage. */
  | { event: 'storage'; key: string; value: string | null };

/** The frame asks for its port: the only message over `window.postMessage`; the host answers with `{ init }` and the port. */
export const READY = 'oa-mini:frame-ready';
