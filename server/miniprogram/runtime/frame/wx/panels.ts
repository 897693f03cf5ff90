// What rises over the page: the host draws it, but for a modal with an input, which it has no call for.
import { type Caller, asynchronous, reason } from './callbacks';
import { askText } from './editable-modal';

const LONGEST_BUTTON = 4;
const MOST_ITEMS = 6;
/** A loading panel stays until it is hidden: an hour, in ms. */
const UNTIL_HIDDEN = 3_600_000;

type Icon = 'success' | 'error' | 'loading' | 'none';

export const panels = (caller: Caller) => {
  const { bridge } = caller.engine;

  const modal = async (options: WechatMiniprogram.ShowModalOption) => {
    for (const key of ['cancelText', 'confirmText'] as const)
      if ([...(options[key] ?? '')].length > LONGEST_BUTTON) throw reason(`${key} length should not larger than 4 Chinese characters`);
    const shown = {
      title: options.title ?? '',
      content: options.content ?? '',
      showCancel: options.showCancel ?? true,
      cancelText: options.cancelText || '取消',
      cancelColor: options.cancelColor ?? '#000000',
      confirmText: options.confirmText || '确定',
      confirmColor: options.confirmColor ?? '#576B95',
    };
    if (options.editable) {
      const content = await askText({ ...shown, placeholder: options.placeholderText ?? '' });
      return { confirm: content !== undefined, cancel: content === undefined, content: content ?? null };
    }
    return { ...(await bridge.call('showModal', shown)), content: null };
  };

  const checks = {
    title: 'String?',
    content: 'String?',
    showCancel: 'Boolean?',
    cancelText: 'String?',
    confirmText: 'String?',
    editable: 'Boolean?',
  };
  return {
    showToast: asynchronous({ title: 'String', duration: 'Number?' }, (options: WechatMiniprogram.ShowToastOption) => {
      const icon: Icon = options.image ? 'none' : /^(error|loading|none)$/.test(options.icon ?? '') ? (options.icon as Icon) : 'success';
      return bridge.call('showToast', { title: options.title, icon, duration: options.duration ?? 1500 });
    }),
    hideToast: asynchronous({}, () => bridge.call('hideToast', {})),
    showLoading: asynchronous({ title: 'String' }, ({ title }: WechatMiniprogram.ShowLoadingOption) =>
      bridge.call('showToast', { title, icon: 'loading', duration: UNTIL_HIDDEN }),
    ),
    // one panel for both, as in WeChat: hideLoading hides a toast too
    hideLoading: asynchronous({}, () => bridge.call('hideToast', {})),
    showModal: asynchronous(checks, modal),
    showActionSheet: asynchronous({ itemList: 'Array' }, ({ itemList }: WechatMiniprogram.ShowActionSheetOption) => {
      if (itemList.length > MOST_ITEMS) throw reason('parameter error: itemList should not be larger than 6');
      if (!itemList.length) throw reason('parameter error: itemList should have at least 1 item');
      return bridge.call('showActionSheet', { itemList: itemList.map(String) });
    }),
  };
};
