// `wx.canIUse`: the table for calls, a list for components.
import { names, refused, refusedObjects, refusedSynchronous } from './table';

const COMPONENTS = new RegExp(
  '^((cover-)?(view|image)|text|button|form|input|textarea|(checkbox|radio)(-group)?|switch|slider|picker(-view(-column)?)?|scroll-view|swiper(-item)?|' +
    'navigator|icon|progress|rich-text|label|web-view|canvas|video|audio|movable-(area|view)|page-meta|page-container|root-portal|match-media)$',
);
const OPEN_TYPES = /^(get(Realtime)?PhoneNumber|getUserInfo|chooseAvatar|share|contact|openSetting|feedback|agreePrivacyAuthorization)$/;

/** What came with a base library that the phone may be older than: its version is one of the demo's switches. */
const SINCE: Readonly<Record<string, string>> = { 'button.open-type.chooseAvatar': '2.21.2', 'input.type.nickname': '2.21.2' };

/** For schemas like `request.object.method`, `button.open-type.getPhoneNumber`: what is before the first dot decides. */
export const canIUse = (wx: object, library: string) => {
  const not = new Set([refused, refusedObjects, refusedSynchronous].flatMap(names));
  return (schema: string): boolean => {
    const [name = '', attribute, value] = String(schema).split('.');
    const since = SINCE[String(schema)];
    if (since && library.localeCompare(since, 'en', { numeric: true }) < 0) return false;
    if (name === 'button' && attribute === 'open-type' && value !== undefined) return OPEN_TYPES.test(value);
    return (name in wx && !not.has(name)) || COMPONENTS.test(name);
  };
};
