// What a browser cannot show: a grey box that names the tag, never a blank. A tag that nobody knows is one too.
import type { ComponentSpace, GeneralComponentDefinition } from 'glass-easel';
import type { Define, Definition, Properties } from './define';
import { element } from './dom';

/** Tags of WeChat's documentation that need its native side. */
const NATIVE =
  'map camera live-player live-pusher editor editor-portal voip-room ad ad-custom official-account official-account-publish functional-page-navigator ' +
  'channel-live channel-video store-home store-product store-gift store-coupon keyboard-accessory aria-component inter-action-guide ' +
  'xr-frame xr-scene cover-flow share-poster movable-canvas';

/** HTML's own names, which WeChat shows as plain elements without a style. */
const HTML =
  'div span p a b i u s em strong small img br hr ul ol li dl dt dd h1 h2 h3 h4 h5 h6 table thead tbody tr td th section article header footer main nav ' +
  'aside font center code pre block-quote sub sup del ins mark select option style';


export function defineUnsupported(define: Define, space: ComponentSpace): void {
  for (const tag of NATIVE.split(' ')) define(tag, box(tag, '模拟器里没有 not simulated'));
  define('open-data', {
    template: 'empty',
    properties: { type: '' },
    create: (self) => ({
      update() {
        const { type } = self.data;
        self.dom.dataset.type = type;
        self.dom.textContent = type === 'userAvatarUrl' ? '' : type === 'userNickName' ? '微信用户' : type === 'groupName' ? '微信群' : type;
      },
    }),
  });

  // glass-easel asks the space for a tag that the page has not declared; what nobody knows is defined when it is first met
  const known = space.getGlobalUsingComponent.bind(space);
  const html = new Set(HTML.split(' '));
  const made = new Map<string, GeneralComponentDefinition>();
  space.getGlobalUsingComponent = (tag) => {
    const found = known(tag) ?? known(tag.toLowerCase());
    // `h-div` of our own templates is a native node
    if (found || tag.startsWith('h-') || tag === '') return found;
    let fallback = made.get(tag);
    if (!fallback) {
      fallback = define(tag, html.has(tag.toLowerCase()) ? { } : box(tag, '未知的组件 unknown component'));
      made.set(tag, fallback);
    }
    return fallback;
  };
}

function box(tag: string, why: string): Definition<Properties> {
  return {
    create(self) {
      greyBox(self.dom, tag, why);
      return {};
    },
  };
}

/** Makes the element the box; returns where more can be said. */
function greyBox(dom: HTMLElement, tag: string, why: string): HTMLElement {
  const more = element('span');
  const text = element('div', 'oa-unsupported-text', element('b', '', `<${tag}>`), ' ', why, ' ', more);
  dom.classList.add('oa-unsupported');
  dom.dataset.tag = tag;
  dom.prepend(text);
  return more;
}
