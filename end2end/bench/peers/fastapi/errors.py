"""The errnos of the contract. Every answer is HTTP 200: a mini-program takes another status for a broken network."""


class Failure(Exception):
    def __init__(self, errno: int, errmsg: str) -> None:
        super().__init__(errmsg)
        self.errno = errno
        self.errmsg = errmsg


MESSAGES = {
    -1: "错误",
    401: "参数不对",
    402: "参数值不对",
    404: "接口不存在",
    405: "请求方法不支持",
    501: "请登录",
    502: "系统内部错误",
    710: "登录凭证无效或已过期",
    711: "登录凭证已被使用",
    712: "登录过于频繁",
    713: "微信判定为高风险用户",
    714: "微信服务暂不可用",
    715: "登录态已失效，请重新登录后再试",
    716: "手机号凭证与本小程序不符",
    717: "手机号凭证已过期",
    718: "手机号已绑定其他账号",
    719: "账号已停用",
    720: "小程序配置错误",
}

OF_WECHAT = {-1: 714, 40029: 710, 40163: 711, 45011: 712, 40226: 713} | dict.fromkeys(
    (40013, 40125, 41002, 41004, 40164, 40243), 720
)


def failure(errno: int) -> Failure:
    return Failure(errno, MESSAGES[errno])


def failure_of_wechat(errcode: int) -> Failure:
    return failure(OF_WECHAT.get(errcode, -1))
