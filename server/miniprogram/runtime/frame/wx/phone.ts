// Small things of the phone: clipboard, calls, subscriptions.
import { type Caller, asynchronous, reason } from './callbacks';

const MOST_TEMPLATES = 3;
const ASK = { showCancel: true, cancelColor: '#000000', confirmColor: '#576B95' };

export const phone = (caller: Caller) => {
  const { bridge } = caller.engine;
  return {
    setClipboardData: asynchronous({ data: 'String' }, async ({ data }: { data: string }) => {
      await bridge.call('setClipboardData', { data });
      await bridge.call('showToast', { title: '内容已复制', icon: 'success', duration: 1500 });
    }),
    getClipboardData: asynchronous({}, () => bridge.call('getClipboardData', {})),
    makePhoneCall: asynchronous({ phoneNumber: 'String' }, async ({ phoneNumber }: WechatMiniprogram.MakePhoneCallOption) => {
      const { confirm } = await bridge.call('showModal', {
        ...ASK,
        title: '',
        content: phoneNumber,
        cancelText: '取消',
        confirmText: '呼叫',
      });
      if (!confirm) throw reason('cancel');
    }),
    requestSubscribeMessage: asynchronous({ tmplIds: 'Array' }, async ({ tmplIds }: WechatMiniprogram.RequestSubscribeMessageOption) => {
      if (!tmplIds.length) throw reason('parameter error: tmplIds is empty', 10001);
      if (tmplIds.length > MOST_TEMPLATES) throw reason('No template data return, verify the template id exist', 20003);
      const content = `允许发送订阅消息：${tmplIds.join('、')}`;
      const { confirm } = await bridge.call('showModal', { ...ASK, title: '订阅消息', content, cancelText: '取消', confirmText: '允许' });
      return Object.fromEntries(tmplIds.map((id) => [id, confirm ? 'accept' : 'reject']));
    }),
  };
};
