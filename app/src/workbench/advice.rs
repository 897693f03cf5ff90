//! What to do about an errno, in one line of each language. The errmsg itself is the server's.

use super::markup::{both, escape, fill};

/// errno, errmsg in English, advice in both.
const ADVICE: [(i64, &str, &str, &str); 24] = [
    (-1, "An error", "看服务器日志里的 errcode。", "The server's log has the errcode."),
    (401, "An argument is missing", "补上 x-oa-error 指出的参数。", "Add what x-oa-error names."),
    (402, "An argument is wrong", "看 x-oa-error 指出的那一项。", "x-oa-error names the field."),
    (404, "No such call", "检查路径。", "Check the path."),
    (405, "Wrong method", "检查请求方法。", "Check the method."),
    (408, "Sent too slowly", "检查网络后重发。", "Look at the network, then send it again."),
    (413, "Too large", "正文 64 KiB，头像 2 MiB 以内。", "At most 64 KiB, an avatar 2 MiB."),
    (429, "Too many requests", "按 retry-after 稍后再试。", "Wait as retry-after says."),
    (501, "Sign in", "清除本地登录态，回到登录页。", "Clear the storage, show the login page."),
    (502, "Our failure", "稍后再试。", "Try again later."),
    (504, "Changed meanwhile", "重新读取，再提交。", "Read again, then send."),
    (505, "Nothing was changed", "重新读取，再提交。", "Read again, then send."),
    (
        710,
        "The code is invalid or expired",
        "重新 wx.login，五分钟内用掉 code。",
        "Call wx.login again; use the code within five minutes.",
    ),
    (
        711,
        "The code has been used",
        "code 只能用一次：不要重发同一个请求，重新 wx.login。",
        "A code works once: do not resend the request, call wx.login again.",
    ),
    (712, "Too many logins", "token 还有效就不要重新登录。", "Do not log in while the token is good."),
    (713, "A risky user", "拒绝，或要求其他验证。", "Refuse, or ask for another proof."),
    (714, "WeChat is not available", "稍后再试。", "Try again later."),
    (
        715,
        "The login is stale: sign in again, then retry",
        "在取手机号之前先 wx.checkSession，失效就重新 wx.login。",
        "Call wx.checkSession before asking for the number, and wx.login again if it fails.",
    ),
    (716, "Another mini-program's data", "检查 AppID。", "Check the AppID."),
    (717, "The data is too old", "立刻提交；检查服务器时钟。", "Send it at once; check the server's clock."),
    (
        718,
        "Another account has the number",
        "运营人员运行 oa-mini user release-phone ID 释放号码（user list --phone 可查到账号）。",
        "The operator frees it: oa-mini user release-phone ID (user list --phone finds the account).",
    ),
    (719, "The account is disabled", "请运营人员恢复账号。", "The operator can restore it."),
    (720, "Misconfigured", "运营人员看服务器日志。", "The operator must see the server's log."),
    (721, "The phone code is stale: tap again", "再点一次，不必重新登录。", "Tap once more; no new login is needed."),
];

/// An errno without a line of its own is treated as -1, which is the first.
fn find(errno: i64) -> Option<&'static (i64, &'static str, &'static str, &'static str)> {
    ADVICE.iter().find(|row| row.0 == errno).or(ADVICE.first())
}

/// The box under a step that failed.
pub(super) fn html(errno: i64, errmsg: &str, errcode: Option<i64>) -> String {
    let Some((_, english, advice, advice_english)) = find(errno) else { return String::new() };
    let errcode = errcode.map_or_else(|| "—".to_owned(), |errcode| errcode.to_string());
    fill(
        r#"<p class="step__codes"><span class="code-pill code-pill--danger">errno %</span><span class="code-pill">errcode %</span>%</p><p class="step__advice">%</p>"#,
        &[&errno.to_string(), &errcode, &both(&escape(errmsg), english), &both(advice, advice_english)],
    )
}

/// What a screen reader is told at once.
pub(super) fn spoken(errno: i64, errmsg: &str) -> String {
    let english = find(errno).map_or("", |row| row.1);
    fill("errno % %", &[&errno.to_string(), &both(&escape(errmsg), english)])
}
