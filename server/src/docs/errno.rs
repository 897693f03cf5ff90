//! What each errno means and what to do about it, in both languages. The numbers and their texts are the contract's.

use app::wire::Errno;

/// An errno, explained.
pub(super) struct Help {
    /// When it comes: Chinese, English.
    pub(super) when: [&'static str; 2],
    /// What the client, or else the operator, does about it: Chinese, English.
    pub(super) what_to_do: [&'static str; 2],
}

/// What any call may fail with: a body that does not come or is over its limit, and a fault of ours.
pub(super) const COMMON: [Errno; 3] = [Errno::ClientTimeout, Errno::TooLarge, Errno::Internal];

pub(super) const fn help(errno: Errno) -> Help {
    const AGAIN: [&str; 2] = ["重新调用 wx.login 再登录", "call wx.login again and log in with its code"];
    const MEND: [&str; 2] =
        ["检查请求，响应头 x-oa-error 指出哪一项", "mend the request; the header x-oa-error names the field"];
    let (when, what_to_do) = match errno {
        Errno::Failed => (
            ["其他错误，例如微信未列出的 errcode", "another failure, such as an errcode of WeChat that is not listed"],
            ["看服务器日志", "the server's log has the cause"],
        ),
        Errno::Missing => (["缺少必填参数", "a required argument is missing"], MEND),
        Errno::Invalid => {
            (["JSON 有误、类型不对或超出范围", "malformed JSON, a wrong type, a value out of range"], MEND)
        }
        Errno::NotFound => (["没有这个路径", "no such path"], MEND),
        Errno::Method => (["路径不支持此方法", "known path, wrong method"], ["看响应头 allow", "see the header allow"]),
        Errno::ClientTimeout => (
            ["请求体未在 15 秒内发完", "the client did not send its body within 15 seconds"],
            ["检查网络后重发", "look at the network and send it again"],
        ),
        Errno::TooLarge => (["请求体超过上限", "the body is over its limit"], ["缩小后再发", "send less"]),
        Errno::TooMany => (["超过频率限制", "rate limit"], ["等待 retry-after 秒", "wait for retry-after seconds"]),
        Errno::SignIn => (["令牌缺失、未知、过期或已撤销", "the token is missing, unknown, expired or revoked"], AGAIN),
        Errno::Internal => (
            ["服务器故障：数据库、超时、崩溃", "our fault: database, time-out, panic"],
            ["稍后重试，并看服务器日志", "try again later; the server's log has the cause"],
        ),
        Errno::Stale => (
            ["保留，目前不会出现：乐观锁冲突", "reserved, not sent today: an optimistic lock was lost"],
            ["重新读取后再提交", "read again and submit anew"],
        ),
        Errno::NotUpdated => {
            (["没有更新任何记录，账号可能已删除", "no row was updated; the account may be gone"], AGAIN)
        }
        Errno::CodeInvalid => {
            (["code 无效或已过期（微信 40029）", "the code is invalid or expired (WeChat 40029)"], AGAIN)
        }
        Errno::CodeUsed => (["code 已被使用（微信 40163）", "the code was used before (WeChat 40163)"], AGAIN),
        Errno::TooFrequent => (
            ["微信限制了登录频率（微信 45011）", "WeChat limits how often a user logs in (WeChat 45011)"],
            ["一分钟后再试", "try again after a minute"],
        ),
        Errno::HighRisk => (
            ["微信拦截了高风险用户（微信 40226）", "WeChat blocks a user of high risk (WeChat 40226)"],
            ["不要重试，提示用户", "do not try again; tell the user"],
        ),
        Errno::WeChatDown => (
            ["微信繁忙、超时或响应不是微信的格式", "WeChat is busy, times out, or answers what WeChat never sends"],
            ["稍后重试", "try again later"],
        ),
        Errno::CannotDecrypt => (["没有密钥能解密这份数据", "no key on record decrypts the data"], AGAIN),
        Errno::WrongApp => (
            ["数据水印的 appid 不是本小程序", "the appid in the watermark is another app's"],
            ["检查小程序的 appid", "check the mini-program's appid"],
        ),
        Errno::StaleData => (
            ["数据超过 10 分钟，或来自未来", "the data is over 10 minutes old, or from the future"],
            ["让用户再点一次", "let the user tap again"],
        ),
        Errno::PhoneTaken => (
            ["手机号属于另一个账号", "another account has the number"],
            [
                "提示用户换号，或由运营人员释放（oa-mini user release-phone）",
                "tell the user to take another number, or have the operator free it (oa-mini user release-phone)",
            ],
        ),
        Errno::Disabled => (
            ["账号已禁用或注销", "the account is disabled or closed"],
            ["不要重试，联系管理员", "do not try again; ask the operator"],
        ),
        Errno::Misconfigured => (
            ["appid、密钥或 IP 白名单有误", "appid, secret or IP allow-list is wrong"],
            ["管理员看日志并处理", "the operator must act; the log says how"],
        ),
        Errno::PhoneCode => (
            [
                "手机号 code 无效、过期或已用（微信 40029、40163）",
                "the phone code is invalid, expired or used (WeChat 40029, 40163)",
            ],
            ["让用户再点一次，不必重新登录", "let the user tap again; no new login is needed"],
        ),
    };
    Help { when, what_to_do }
}
