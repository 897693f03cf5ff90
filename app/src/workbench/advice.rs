//! What to do about an errno, in one line of each language.

use super::markup::{both, fill};

/// errno, errmsg in both languages, advice in both.
const ADVICE: [(i64, &str, &str, &str, &str); 22] = [
    (
        -1,
        "错误",
        "An error",
        "查看服务器日志：那里有微信的 errcode。",
        "See the server's log: it has WeChat's errcode.",
    ),
    (401, "参数不对", "An argument is missing", "补上缺少的参数。", "Add the argument that is missing."),
    (
        402,
        "参数值不对",
        "An argument is wrong",
        "检查 JSON、类型和取值范围。",
        "Check the JSON, the types and the ranges.",
    ),
    (404, "接口不存在", "No such call", "检查路径。", "Check the path."),
    (405, "请求方法不支持", "Wrong method", "改用 allow 头里的方法。", "Use a method of the allow header."),
    (
        413,
        "请求过大",
        "Too large",
        "正文不超过 64 KiB，头像不超过 2 MiB。",
        "A body has at most 64 KiB, an avatar 2 MiB.",
    ),
    (429, "请求过于频繁", "Too many requests", "等 retry-after 说的秒数再试。", "Wait for the seconds of retry-after."),
    (501, "请登录", "Sign in", "清除本地登录态，回到登录页。", "Clear what is stored and go to the login page."),
    (
        502,
        "系统内部错误",
        "Our failure",
        "稍后再试；服务器日志里有原因。",
        "Try again later; the server's log has the cause.",
    ),
    (504, "更新数据已经失效", "Changed meanwhile", "重新读取，再提交。", "Read again, then send."),
    (505, "更新数据失败", "Nothing was changed", "重新读取，再提交。", "Read again, then send."),
    (
        710,
        "登录凭证无效或已过期",
        "The code is invalid or expired",
        "重新 wx.login 取新的 code，五分钟内用掉。",
        "Call wx.login for a new code and use it within five minutes.",
    ),
    (
        711,
        "登录凭证已被使用",
        "The code has been used",
        "code 只能用一次：不要重发同一个请求，重新 wx.login。",
        "A code works once: do not resend the request, call wx.login again.",
    ),
    (
        712,
        "登录过于频繁",
        "Too many logins",
        "每个用户每分钟最多 100 次：token 还有效就不要重新登录。",
        "100 a minute and user: do not log in while the token is good.",
    ),
    (
        713,
        "微信判定为高风险用户",
        "WeChat calls the user a risk",
        "拒绝登录，或要求其他验证。",
        "Refuse, or ask for another proof.",
    ),
    (
        714,
        "微信服务暂不可用",
        "WeChat is not available",
        "稍后再试：服务器已经重试过。",
        "Try again later: the server has retried already.",
    ),
    (
        715,
        "登录态已失效，请重新登录后再试",
        "The login is stale: sign in again, then retry",
        "在取手机号之前先 wx.checkSession，失效就重新 wx.login。",
        "Call wx.checkSession before asking for the number, and wx.login again if it fails.",
    ),
    (716, "手机号凭证与本小程序不符", "The data is another mini-program's", "核对 AppID。", "Check the AppID."),
    (
        717,
        "手机号凭证已过期",
        "The phone data is too old",
        "立刻提交加密数据；核对服务器时钟。",
        "Send the data at once; check the server's clock.",
    ),
    (
        718,
        "手机号已绑定其他账号",
        "The phone belongs to another account",
        "先在那个账号上解绑。",
        "Release it there first.",
    ),
    (719, "账号已停用", "The account is disabled", "请运营人员恢复账号。", "Ask the operator to restore the account."),
    (
        720,
        "小程序配置错误",
        "The mini-program is misconfigured",
        "运营人员要处理：看服务器日志。",
        "The operator must act: see the server's log.",
    ),
];

/// The box under a step that failed.
pub(super) fn html(errno: i64, errcode: Option<i64>) -> String {
    let found = ADVICE.iter().find(|row| row.0 == errno).or(ADVICE.first());
    let Some((_, errmsg, english, advice, advice_english)) = found else { return String::new() };
    let errcode = errcode.map_or_else(|| "—".to_owned(), |errcode| errcode.to_string());
    fill(
        r#"<p class="step__codes"><span class="code-pill code-pill--danger">errno %</span><span class="code-pill">errcode %</span>%</p><p class="step__advice">%</p>"#,
        &[&errno.to_string(), &errcode, &both(errmsg, english), &both(advice, advice_english)],
    )
}

/// What a screen reader is told at once.
pub(super) fn spoken(errno: i64) -> String {
    let errmsg = ADVICE.iter().find(|row| row.0 == errno).map(|row| both(row.1, row.2)).unwrap_or_default();
    fill("errno % %", &[&errno.to_string(), &errmsg])
}
