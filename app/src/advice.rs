//! What to do about an errno, in one line of each language: in the diagram's card, in the guide, in the API's document and, for what
//! WeChat refuses, in the server's log. The errmsg itself is the server's, in Chinese.

use crate::text::{Text, text};

/// The advice about an errno.
pub(crate) struct Advice {
    errno: i64,
    /// The errmsg in English.
    pub(crate) errmsg_en: &'static str,
    pub(crate) advice: Text,
}

const fn advice(errno: i64, errmsg_en: &'static str, zh: &'static str, en: &'static str) -> Advice {
    Advice { errno, errmsg_en, advice: text(zh, en) }
}

/// Every errno of the contract; the first stands for a number that is not listed.
static ADVICE: [Advice; 24] = [
    advice(-1, "An error", "看服务器日志里的 errcode。", "The server's log has the errcode."),
    advice(401, "An argument is missing", "补上 x-oa-error 指出的参数。", "Add what x-oa-error names."),
    advice(402, "An argument is wrong", "看 x-oa-error 指出的那一项。", "x-oa-error names the field."),
    advice(404, "No such call", "检查路径。", "Check the path."),
    advice(405, "Wrong method", "响应头 allow 列出可用的方法。", "The header allow lists the methods."),
    advice(408, "Sent too slowly", "检查网络后重发。", "Look at the network, then send it again."),
    advice(413, "Too large", "正文 64 KiB，头像 2 MiB 以内。", "At most 64 KiB, an avatar 2 MiB."),
    advice(429, "Too many requests", "按 retry-after 稍后再试。", "Wait as retry-after says."),
    advice(501, "Sign in", "清除本地登录态，回到登录页。", "Clear the storage, show the login page."),
    advice(502, "Our failure", "稍后再试；原因在服务器日志里。", "Try again later; the server's log has the cause."),
    advice(504, "Changed meanwhile", "重新读取，再提交。", "Read again, then send."),
    advice(505, "Nothing was changed", "重新登录：账号可能已被删除。", "Log in again: the account may be gone."),
    advice(
        710,
        "The code is invalid or expired",
        "重新 wx.login，五分钟内用掉 code。",
        "Call wx.login again; use the code within five minutes.",
    ),
    advice(
        711,
        "The code has been used",
        "code 只能用一次：不要重发同一个请求，重新 wx.login。",
        "A code works once: do not resend the request, call wx.login again.",
    ),
    advice(
        712,
        "Too many logins",
        "token 还有效就不要重新登录；一分钟后再试。",
        "Do not log in while the token is good; wait a minute.",
    ),
    advice(
        713,
        "A risky user",
        "不要重试：改用其他方式验证，或拒绝。",
        "Do not retry: ask for another proof, or refuse.",
    ),
    advice(714, "WeChat is not available", "稍后再试。", "Try again later."),
    advice(
        715,
        "The login is stale: sign in again, then retry",
        "在取手机号之前先 wx.checkSession，失效就重新 wx.login。",
        "Call wx.checkSession before asking for the number, and wx.login again if it fails.",
    ),
    advice(
        716,
        "Another mini-program's data",
        "核对小程序和服务器的 AppID。",
        "Compare the AppIDs of mini-program and server.",
    ),
    advice(717, "The data is too old", "立刻提交；检查服务器时钟。", "Send it at once; check the server's clock."),
    advice(
        718,
        "Another account has the number",
        "运营人员运行 oa-mini user release-phone ID 释放号码（user list --phone 可查到账号）。",
        "The operator frees it: oa-mini user release-phone ID (user list --phone finds the account).",
    ),
    advice(719, "The account is disabled", "请运营人员恢复账号。", "The operator can restore it."),
    advice(720, "Misconfigured", "运营人员看服务器日志。", "The operator must see the server's log."),
    advice(
        721,
        "The phone code is stale: tap again",
        "再点一次，不必重新登录。",
        "Tap once more; no new login is needed.",
    ),
];

/// The advice about an errno.
pub(crate) fn find(errno: i64) -> &'static Advice {
    let [first, ..] = &ADVICE;
    ADVICE.iter().find(|advice| advice.errno == errno).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::{ADVICE, find};
    use crate::wire::Errno;

    #[test]
    fn every_errno_has_advice() {
        for errno in Errno::ALL {
            assert_eq!(find(errno as i64).errno, errno as i64);
        }
        assert_eq!(find(999).errno, -1);
        assert_eq!(ADVICE.len(), Errno::ALL.len());
    }
}
