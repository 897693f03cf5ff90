// What the demo page offers to the host: the simulated `window.wx`, and beside it `window.phone` (both app/src/wx/window.js).

/** A call of `wx` in its promise form. Rejects with `{ errMsg }`. */
type WxCall = (options: object) => Promise<Record<string, unknown>>;

/** The part of `window.wx` that the host uses. */
interface Wx {
  getAppBaseInfo(): { SDKVersion: string; language: string };
  login: WxCall;
  checkSession: WxCall;
  getUserProfile: WxCall;
  getUserInfo: WxCall;
  showToast: WxCall;
  hideToast: WxCall;
  showModal: WxCall;
  showActionSheet: WxCall;
}

/** What the phone does beyond `wx`. Rejections are texts: an errMsg. */
export interface Phone {
  /**
   * - `getPhoneNumber`: resolves to `{ code?, encryptedData, iv }` as JSON.
   * - `chooseAvatar`: resolves to the path of a temporary file.
   * - `beginRequest { url, method, header, data? }`: tells the workbench; resolves to `{ data: id, header }` as JSON, the headers with
   *   those of the phone. Rejects where the phone is offline.
   * - `endRequest { id, statusCode, header, data }` or `{ id, errMsg }`: tells the workbench what came of it.
   * - `openedPage { path }`: which page is on the screen.
   */
  call(name: string, options: object): Promise<string>;
  /** The mini-program's storage was written. */
  stored(): void;
  /** A temporary file. */
  file(path: string): Blob | undefined;
}

/** The page's globals are declared here and not for the whole project: the frame has a `wx` of its own. */
const page = globalThis as unknown as { wx?: Wx; phone?: Phone };

/** `window.wx`. Nothing here runs before `phoneReady()` has resolved. */
export const wx = (): Wx => page.wx as Wx;

/** `window.phone`, likewise. */
export const phone = (): Phone => page.phone as Phone;

/** How long the phone may take to hear from the double which base library it has, in ms. */
const LIBRARY_LIMIT = 2000;

/** Resolves when the phone can be used, and knows its base library: a program asks for that once, when it begins. */
export async function phoneReady(): Promise<void> {
  await phoneDefined();
  const end = performance.now() + LIBRARY_LIMIT;
  while (!wx().getAppBaseInfo().SDKVersion && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Resolves when the page's WASM is alive: it says so on the root element after it has defined `window.wx`. */
function phoneDefined(): Promise<void> {
  const isReady = () => !!(page.wx && page.phone);
  if (isReady()) return Promise.resolve();
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!isReady()) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(document.documentElement, { attributes: true });
  });
}
