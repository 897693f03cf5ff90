//! What to do about an errno, in one line of each language. The errmsg itself is the server's.

use super::markup::{both, escape, fill};

/// errno, errmsg in English, advice in both.
const ADVICE: [(i64, &str, &str, &str); 22] = [
    (-1, "An error", "查看服务器日志：那里有微信的 errcode。", "See the server's log: it has WeChat's errcode."),
    (401, "An argument is missing", "补上缺少的参数。", "Add the argument that is missing."),
    (402, "An argument is wrong", "检查 JSON、类型和取值范围。", "Check the JSON, the types and the ranges."),
    (404, "No such call", "检查路径。", "Check the path."),
    (405, "Wrong method", "改用 allow 头里的方法。", "Use a method of the allow header."),
    (413, "Too large", "正文不超过 64 KiB，头像不超过 2 MiB。", "A body has at most 64 KiB, an avatar 2 MiB."),
    (429, "Too many requests", "等 retry-after 说的秒数再试。", "Wait for the seconds of retry-after."),
    (501, "Sign in", "清除本地登录态，回到登录页。", "Clear what is stored and go to the login page."),
    (502, "Our failure", "稍后再试；服务器日志里有原因。", "Try again later; the server's log has the cause."),
    (504, "Changed meanwhile", "重新读取，再提交。", "Read again, then send."),
    (505, "Nothing was changed", "重新读取，再提交。", "Read again, then send."),
    (
        710,
        "The code is invalid or expired",
        "重新 wx.login 取新的 code，五分钟内用掉。",
        "Call wx.login for a new code and use it within five minutes.",
    ),
    (
        711,
        "The code has been used",
        "code 只能用一次：不要重发同一个请求，重新 wx.login。",
        "A code works once: do not resend the request, call wx.login again.",
    ),
    (
        712,
        "Too many logins",
        "每个用户每分钟最多 100 次：token 还有效就不要重新登录。",
        "100 a minute and user: do not log in while the token is good.",
    ),
    (713, "WeChat calls the user a risk", "拒绝登录，或要求其他验证。", "Refuse, or ask for another proof."),
    (
        714,
        "WeChat is not available",
        "稍后再试：服务器已经重试过。",
        "Try again later: the server has retried already.",
    ),
    (
        715,
        "The login is stale: sign in again, then retry",
        "在取手机号之前先 wx.checkSession，失效就重新 wx.login。",
        "Call wx.checkSession before asking for the number, and wx.login again if it fails.",
    ),
    (716, "The data is another mini-program's", "核对 AppID。", "Check the AppID."),
    (
        717,
        "The phone data is too old",
        "立刻提交加密数据；核对服务器时钟。",
        "Send the data at once; check the server's clock.",
    ),
    (718, "The phone belongs to another account", "先在那个账号上解绑。", "Release it there first."),
    (719, "The account is disabled", "请运营人员恢复账号。", "Ask the operator to restore the account."),
    (
        720,
        "The mini-program is misconfigured",
        "运营人员要处理：看服务器日志。",
        "The operator must act: see the server's log.",
    ),
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
