// What a client claims of itself, and what it is shown of the account.
import { shownPhone } from './wechat.js';

const LEVELS = ['普通用户', '会员', '区域代理'];
const PLACEHOLDER = '微信用户';

// What is not usable in a claim is left out.
export function claimed(info) {
  const text = (name) => (typeof info[name] === 'string' ? info[name].trim() : '');
  const avatar = text('avatarUrl');
  return {
    nickName: text('nickName'),
    avatar: /^https:\/\/[\w.-]+\.qlogo\.cn\//.test(avatar) ? avatar : '',
    gender: info.gender === 1 || info.gender === 2 ? info.gender : 0,
    country: text('country'),
    province: text('province'),
    city: text('city'),
    language: text('language'),
  };
}

// A name or an avatar is taken only where there is none yet.
export function refreshed(user, { nickName, avatar }) {
  if (nickName && (user.nick_name === '' || user.nick_name === PLACEHOLDER)) user.nick_name = nickName;
  if (user.avatar === '') user.avatar = avatar;
  return user;
}

export function createdUser(id, { nickName, ...profile }, nowMs) {
  return { id, ...profile, nick_name: nickName, level: 0, status: 0, created_ms: nowMs };
}

export function shownUser(user, registerDate) {
  const info = {
    userId: user.id,
    nickName: user.nick_name,
    avatarUrl: user.avatar,
    gender: user.gender,
    country: user.country,
    province: user.province,
    city: user.city,
    language: user.language,
    registerDate,
    status: user.status,
    userLevel: user.level,
    userLevelDesc: LEVELS[user.level] ?? '',
  };
  // MariaDB has bytes in these columns
  if (user.phone != null) info.phone = shownPhone({ countryCode: String(user.country_code), number: String(user.phone) });
  return info;
}
