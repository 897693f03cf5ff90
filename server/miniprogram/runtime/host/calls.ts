// The calls that the frame may make, each with the check of its arguments and what it does. A name that is not in the table, or
// an argument that is not as the table has it, reaches nothing.

import type { Calls } from '../protocol';
import { ParameterError, type Shape, color, flag, list, number, oneOf, optional, record, text } from './arguments';
import { asPickedFile, chooseFile } from './choose-file';
import { type Network, downloadShape, requestShape, uploadShape } from './network';
import { phone, wx } from './phone';
import { Refusal } from './send';

/** What a call may use. */
export interface CallContext {
  network: Network;
  /** Whether the visitor has just tapped or typed: as the browser knows it, never as the frame says. */
  isTap(): boolean;
}

type Arguments<Name extends keyof Calls> = Parameters<Calls[Name]>[0];
type Run<Name extends keyof Calls> = (args: Arguments<Name>, context: CallContext, signal: AbortSignal) => Promise<ReturnType<Calls[Name]>>;

interface Call<Name extends keyof Calls> {
  args: Shape<Arguments<Name>>;
  /** Whether WeChat wants a tap for it. */
  needsTap?: true;
  run: Run<Name>;
}

const none = record({});
const timeout = optional(number(1, 600_000));
const short = text(1000);
/** Words of a dialog. */
const long = text(10_000);
const clipboard = text(1_000_000);

/** A call of `window.wx`, which has the shape that the frame is promised. */
const ofWx = <Name extends keyof Calls & keyof ReturnType<typeof wx>>(name: Name): Run<Name> =>
  (args) => wx()[name](args) as Promise<ReturnType<Calls[Name]>>;

const calls: { [Name in keyof Calls]: Call<Name> } = {
  login: { args: record({ timeout }), run: ofWx('login') },
  checkSession: { args: none, run: ofWx('checkSession') },
  getUserProfile: { args: record({ desc: short, lang: optional(text(20)) }), needsTap: true, run: ofWx('getUserProfile') },
  getUserInfo: {
    args: none,
    run: async (args) => {
      const { userInfo } = (await wx().getUserInfo(args)) as { userInfo: { avatarUrl: string } };
      // a path of the page leads elsewhere in the frame
      const whole = { ...userInfo, avatarUrl: new URL(userInfo.avatarUrl, location.href).href };
      return { userInfo: whole, rawData: JSON.stringify(whole) };
    },
  },
  getPhoneNumber: { args: none, needsTap: true, run: async () => JSON.parse(await phone().call('getPhoneNumber', {})) },
  chooseAvatar: {
    args: none,
    needsTap: true,
    run: async () => {
      const path = await phone().call('chooseAvatar', {});
      const picture = phone().file(path);
      if (!picture) throw new Refusal('file not found');
      return asPickedFile(picture, 'avatar.png');
    },
  },
  request: { args: requestShape, run: (args, { network }, signal) => network.request(args, signal) },
  uploadFile: { args: uploadShape, run: (args, { network }, signal) => network.uploadFile(args, signal) },
  downloadFile: { args: downloadShape, run: (args, { network }, signal) => network.downloadFile(args, signal) },
  showToast: {
    args: record({ title: short, icon: oneOf('success', 'error', 'loading', 'none'), duration: number(0, 2_147_483_647) }),
    // the phone takes whole milliseconds
    run: ({ duration, ...args }) => wx().showToast({ ...args, duration: Math.round(duration) }),
  },
  hideToast: { args: none, run: ofWx('hideToast') },
  showModal: {
    args: record({
      title: short, content: long, showCancel: flag, cancelText: short, cancelColor: color, confirmText: short, confirmColor: color,
    }),
    run: ofWx('showModal'),
  },
  showActionSheet: { args: record({ itemList: list(short, 6) }), run: ofWx('showActionSheet') },
  setClipboardData: {
    args: record({ data: clipboard }),
    needsTap: true,
    run: async ({ data }) => {
      await navigator.clipboard.writeText(data);
      return {};
    },
  },
  getClipboardData: { args: none, needsTap: true, run: async () => ({ data: await navigator.clipboard.readText() }) },
  chooseFile: {
    args: record({ accept: short, multiple: flag }),
    needsTap: true,
    run: async ({ accept, multiple }, _, signal) => ({ files: await chooseFile(accept, multiple, signal) }),
  },
};

/** The same, by any text: `constructor` and its like are in no table. */
const table = new Map<string, Call<never>>(Object.entries(calls) as unknown as [string, Call<never>][]);

/** Runs the call `name`. Rejects with an errMsg, which begins with the name. */
export async function runCall(name: string, args: unknown, context: CallContext, signal: AbortSignal): Promise<unknown> {
  try {
    const call = table.get(name);
    if (!call) throw new Refusal('not supported');
    const checked = call.args(args, 'parameter');
    if (call.needsTap && !context.isTap()) throw new Refusal('can only be invoked by user TAP gesture.');
    return await call.run(checked, context, signal);
  } catch (error) {
    throw errMsgOf(name, error);
  }
}

/** `{name}:fail {reason}`. */
function errMsgOf(name: string, error: unknown): string {
  const reason = reasonOf(error).replace(/^\w+:fail ?/, '');
  return `${name.slice(0, 100)}:fail ${reason}`.trim();
}

/** The phone rejects with texts, `window.wx` with `{ errMsg }`, the host with `Refusal`, the browser with other errors. */
function reasonOf(error: unknown): string {
  if (typeof error === 'string') return error;
  if (error instanceof Refusal || error instanceof ParameterError) return error.message;
  if (error instanceof DOMException && error.name === 'NotAllowedError') return 'auth deny';
  if (typeof error === 'object' && error !== null && 'errMsg' in error) return String(error.errMsg);
  console.error(error);
  return 'system error';
}

/** The buffers of an answer: they are moved to the frame, not copied. */
export function buffersOf(answer: unknown): ArrayBuffer[] {
  if (answer instanceof ArrayBuffer) return [answer];
  if (Array.isArray(answer)) return answer.flatMap(buffersOf);
  return typeof answer === 'object' && answer !== null ? Object.values(answer).flatMap(buffersOf) : [];
}
