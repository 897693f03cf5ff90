// code2Session, and the phone number that the phone sends encrypted.
import { createDecipheriv } from 'node:crypto';

import { Pool } from 'undici';

import { failureOfWeChat, failures } from './errors.js';

// A phone number is accepted for ten minutes, and a minute from the future.
const PHONE_LIFETIME_S = 600;
const CLOCK_SKEW_S = 60;

export class WeChat {
  constructor(baseUrl, appId, secret) {
    this.pool = new Pool(baseUrl, { connections: 64, bodyTimeout: 5000, headersTimeout: 5000 });
    this.appId = appId;
    this.prefix = `/sns/jscode2session?appid=${appId}&secret=${secret}&grant_type=authorization_code&js_code=`;
  }

  async code2Session(code) {
    let answer;
    try {
      const { body } = await this.pool.request({ method: 'GET', path: this.prefix + encodeURIComponent(code) });
      answer = JSON.parse(await body.text());
    } catch {
      throw failures.weChatDown;
    }
    if (answer.errcode) throw failureOfWeChat(answer.errcode);
    if (!answer.openid || !answer.session_key) throw failures.weChatDown;
    return { openid: answer.openid, sessionKey: Buffer.from(answer.session_key, 'base64') };
  }

  // Tries the keys of a user in turn.
  decryptPhone(keys, encryptedData, iv, nowMs) {
    for (const key of keys) {
      let plain;
      try {
        const decipher = createDecipheriv('aes-128-cbc', key, Buffer.from(iv, 'base64'));
        plain = JSON.parse(decipher.update(encryptedData, 'base64', 'utf8') + decipher.final('utf8'));
      } catch {
        continue;
      }
      return this.phone(plain, nowMs);
    }
    throw failures.noKey;
  }

  phone({ watermark, countryCode, purePhoneNumber }, nowMs) {
    if (watermark?.appid !== this.appId) throw failures.otherApp;
    const age = nowMs / 1000 - watermark.timestamp;
    if (!(age <= PHONE_LIFETIME_S && age >= -CLOCK_SKEW_S)) throw failures.oldPhone;
    if (!purePhoneNumber) throw failures.noKey;
    return { countryCode: String(countryCode), number: String(purePhoneNumber) };
  }
}

export const shownPhone = ({ countryCode, number }) => (countryCode === '86' ? number : `+${countryCode}${number}`);

