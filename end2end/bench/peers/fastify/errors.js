// The errnos of the contract. Every answer is HTTP 200: a mini-program takes another status for a broken network.
export class Failure extends Error {
  constructor(errno, errmsg) {
    super(errmsg);
    this.errno = errno;
  }
}

export const failures = {
  other: new Failure(-1, '错误'),
  missing: new Failure(401, '参数不对'),
  badValue: new Failure(402, '参数值不对'),
  noPath: new Failure(404, '接口不存在'),
  noMethod: new Failure(405, '请求方法不支持'),
  tooLarge: new Failure(413, '请求过大'),
  notSignedIn: new Failure(501, '请登录'),
  internal: new Failure(502, '系统内部错误'),
  badCode: new Failure(710, '登录凭证无效或已过期'),
  usedCode: new Failure(711, '登录凭证已被使用'),
  tooOften: new Failure(712, '登录过于频繁'),
  risky: new Failure(713, '微信判定为高风险用户'),
  weChatDown: new Failure(714, '微信服务暂不可用'),
  noKey: new Failure(715, '登录态已失效，请重新登录后再试'),
  otherApp: new Failure(716, '手机号凭证与本小程序不符'),
  oldPhone: new Failure(717, '手机号凭证已过期'),
  phoneTaken: new Failure(718, '手机号已绑定其他账号'),
  disabled: new Failure(719, '账号已停用'),
  badConfig: new Failure(720, '小程序配置错误'),
};

const ofWeChat = {
  '-1': failures.weChatDown,
  40029: failures.badCode,
  40163: failures.usedCode,
  45011: failures.tooOften,
  40226: failures.risky,
};
for (const errcode of [40013, 40125, 41002, 41004, 40164, 40243]) ofWeChat[errcode] = failures.badConfig;

export const failureOfWeChat = (errcode) => ofWeChat[errcode] ?? failures.other;
