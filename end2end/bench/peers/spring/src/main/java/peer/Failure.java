package peer;

/** An errno of the contract. */
enum Failure {
  OTHER(-1, "错误"),
  MISSING(401, "参数不对"),
  BAD_VALUE(402, "参数值不对"),
  NO_PATH(404, "接口不存在"),
  NO_METHOD(405, "请求方法不支持"),
  NOT_SIGNED_IN(501, "请登录"),
  INTERNAL(502, "系统内部错误"),
  BAD_CODE(710, "登录凭证无效或已过期"),
  USED_CODE(711, "登录凭证已被使用"),
  TOO_OFTEN(712, "登录过于频繁"),
  RISKY(713, "微信判定为高风险用户"),
  WECHAT_DOWN(714, "微信服务暂不可用"),
  NO_KEY(715, "登录态已失效，请重新登录后再试"),
  OTHER_APP(716, "手机号凭证与本小程序不符"),
  OLD_PHONE(717, "手机号凭证已过期"),
  PHONE_TAKEN(718, "手机号已绑定其他账号"),
  DISABLED(719, "账号已停用"),
  BAD_CONFIG(720, "小程序配置错误");

  final int errno;
  final String errmsg;

  Failure(int errno, String errmsg) {
    this.errno = errno;
    this.errmsg = errmsg;
  }

  Refused refused() {
    return new Refused(this);
  }

  static Failure ofWeChat(int errcode) {
    return switch (errcode) {
      case -1 -> WECHAT_DOWN;
      case 40029 -> BAD_CODE;
      case 40163 -> USED_CODE;
      case 45011 -> TOO_OFTEN;
      case 40226 -> RISKY;
      case 40013, 40125, 41002, 41004, 40164, 40243 -> BAD_CONFIG;
      default -> OTHER;
    };
  }

  /** Without a stack trace: it is an answer, not an accident. */
  static final class Refused extends RuntimeException {
    final Failure failure;

    private Refused(Failure failure) {
      super(failure.errmsg, null, false, false);
      this.failure = failure;
    }
  }
}
