// `<button open-type="…">`: WeChat performs the action itself, and notifies the page by an event.
import { outcome } from './fail.js';
import { addTemporary } from './network.js';
import { getPhoneNumber, getUserInfo } from './platform.js';

const TYPES = {
  getUserInfo: ['getuserinfo', getUserInfo],
  getPhoneNumber: ['getphonenumber', getPhoneNumber],
  chooseAvatar: ['chooseavatar', (phone) => ({ avatarUrl: addTemporary(phone.picture) })],
};

/** A tap on such a button; `fire(event, detail)` calls the page. */
export function openType(phone, button, fire) {
  const type = button.attributes['open-type'];
  const [event, run] = TYPES[type];
  phone.calls.push({ name: type, options: {} });
  const told = outcome(phone, type, () => run(phone)).catch((fail) => fail);
  phone.track(told.then((detail) => fire(event, detail)));
}
