// The calls of README's table `What users and clients notice`: each leads to the response that a client is told of. They leave traces (he has
// the number of lin, su is disabled), which the move then meets.
import { call, double, login, loginCode, sql, type Envelope } from './machine';

const LOGIN = 'auth/login_by_weixin';
const BIND = 'auth/bindPhone';

const tokenOf = async (user: string): Promise<string> => (await login(user)).data.token;

export const calls: Record<string, () => Promise<Envelope>> = {
  'login, the code was used': async () => {
    const code = await loginCode('wu');
    await call(LOGIN, '', { code, userInfo: {} });
    return call(LOGIN, '', { code, userInfo: { nickName: '又来' } });
  },
  'login, the code has expired': async () => {
    const code = await loginCode('wu');
    await double('control/expire-codes', {});
    return call(LOGIN, '', { code, userInfo: {} });
  },
  'login of a disabled account': async () => {
    await login('su');
    await sql("UPDATE wx_user SET status = 1 WHERE nickname = '苏禾'");
    return login('su');
  },
  'bindPhone, sealed under another key': async () => {
    const token = await tokenOf('he');
    await double('control/rotate-key', { user: 'he' });
    const { encryptedData, iv } = await double('phone/getPhoneNumber', { user: 'he' });
    return call(BIND, token, { encryptedData, iv });
  },
  'bindPhone, the code was used': async () => {
    const token = await tokenOf('wu');
    const { code } = await double('phone/getPhoneNumber', { user: 'wu' });
    await call(BIND, token, { code });
    return call(BIND, token, { code });
  },
  'bindPhone, the number of another account': async () => {
    const token = await tokenOf('he');
    const { encryptedData, iv } = await double('phone/getPhoneNumber', { user: 'he', phone: '12066600001' });
    return call(BIND, token, { encryptedData, iv });
  },
};
