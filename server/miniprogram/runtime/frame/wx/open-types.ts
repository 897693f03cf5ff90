// What a tap on `<button open-type=…>` does. Each ends in an event of the button, with WeChat's detail.
import type { Engine } from '../types';
import { callerOf, failure } from './callbacks';
import { openSetting } from './settings';

/** What is needed of the button, a component of glass-easel. */
interface Button {
  triggerEvent(name: string, detail?: unknown, options?: object): void;
  dataset?: Readonly<Record<string, unknown>>;
  id?: string;
}

const KNOWN = { showCancel: false, cancelText: '取消', cancelColor: '#000000', confirmText: '知道了', confirmColor: '#576B95' };

type Run = (engine: Engine, button: Button) => unknown;
/** The event of the button, the call that its errMsg names, and what its detail is. */
interface OpenType {
  event: string;
  call: string;
  run: Run;
}

const share: Run = async (engine, { dataset = {}, id = '' }) => {
  const page = engine.top();
  const target = { id, dataset, offsetLeft: 0, offsetTop: 0 };
  const handler = page?.['onShareAppMessage'];
  const given: unknown =
    typeof handler === 'function' ? await handler.call(page, { from: 'button', target, webViewUrl: undefined }) : undefined;
  const {
    title = engine.project.name,
    path = page?.route ?? '',
    promise,
  } = Object(given) as { title?: string; path?: string; promise?: Promise<object> };
  const later = Object(await promise) as { title?: string; path?: string };
  await engine.bridge.call('showModal', { ...KNOWN, title: '转发给朋友', content: `${later.title ?? title}\n${later.path ?? path}` });
};

const openTypes: Readonly<Record<string, OpenType>> = {
  getPhoneNumber: { event: 'getphonenumber', call: 'getPhoneNumber', run: ({ bridge }) => bridge.call('getPhoneNumber', {}) },
  getRealtimePhoneNumber: {
    event: 'getrealtimephonenumber',
    call: 'getRealtimePhoneNumber',
    run: async ({ bridge }) => ({ code: (await bridge.call('getPhoneNumber', {})).code }),
  },
  getUserInfo: { event: 'getuserinfo', call: 'getUserInfo', run: ({ bridge }) => bridge.call('getUserInfo', {}) },
  chooseAvatar: {
    event: 'chooseavatar',
    call: 'chooseAvatar',
    run: async ({ bridge, files }) => {
      const { bytes, type, name } = await bridge.call('chooseAvatar', {});
      return { avatarUrl: files.add(bytes, type, name) };
    },
  },
  share: { event: '', call: 'shareAppMessage', run: share },
  contact: {
    event: 'contact',
    call: 'enterContact',
    run: async ({ bridge, top }) => {
      await bridge.call('showModal', { ...KNOWN, title: '客服会话', content: '模拟器没有客服会话 · no conversation here' });
      return { path: top()?.route ?? '', query: {} };
    },
  },
  openSetting: { event: 'opensetting', call: 'openSetting', run: openSetting },
  agreePrivacyAuthorization: { event: 'agreeprivacyauthorization', call: 'agreePrivacyAuthorization', run: () => ({}) },
  feedback: { event: '', call: 'feedback', run: () => ({}) },
  launchApp: {
    event: 'error',
    call: 'launchApp',
    run: () => {
      throw new Error('invalid scene');
    },
  },
};

/** Does what `type` says; several stand with `|` between them. Ends when the button's event was triggered. */
export const openType = async (engine: Engine, type: string, component: object): Promise<void> => {
  const button = component as Button;
  const caller = callerOf(engine);
  for (const name of type.split('|')) {
    const known = openTypes[name.trim()];
    if (!known) {
      engine.report('warn', `<button open-type="${name}"> 模拟器不支持 not simulated`);
      continue;
    }
    const tell = (detail: unknown): void => {
      if (known.event) caller.call(() => button.triggerEvent(known.event, detail, { bubbles: false, composed: false }));
    };
    try {
      const detail = { ...((await known.run(engine, button)) as object | undefined), errMsg: `${known.call}:ok` };
      engine.record(`button.${name}`, '{}', detail.errMsg);
      tell(detail);
    } catch (thrown) {
      const failed = failure(known.call, thrown);
      engine.record(`button.${name}`, '{}', failed.errMsg);
      tell(failed);
    }
  }
};
