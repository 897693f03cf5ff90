//! What the document says before its operations: the conventions of every call, and every errno with its advice.

use std::fmt::Write as _;

use app::{Lang, api::BASE, wire::Errno};

use super::errno::help;

/// In Markdown, in one language or in both.
pub(super) fn about(lang: Option<Lang>) -> String {
    let [zh, en] = conventions();
    let mut text = match lang {
        Some(Lang::Zh) => zh,
        Some(Lang::En) => en,
        None => format!("{zh}\n\n{en}"),
    };
    let pick = |[zh, en]: [&str; 2]| match lang {
        Some(Lang::Zh) => zh.to_owned(),
        Some(Lang::En) => en.to_owned(),
        None => format!("{zh} {en}"),
    };
    let (when, what_to_do) = (pick(["什么时候", "when"]), pick(["怎么办", "what to do"]));
    // a String takes everything that is written to it
    let _ = write!(text, "\n\n## errno\n\n| errno | errmsg | {when} | {what_to_do} |\n|---|---|---|---|\n");
    for errno in Errno::ALL {
        let help = help(errno);
        let cell = |text: [&str; 2]| pick(text).replace('|', "\\|");
        let (number, message) = (errno as i32, errno.message());
        let _ = writeln!(text, "| {number} | `{message}` | {} | {} |", cell(help.when), cell(help.what_to_do));
    }
    text
}

fn conventions() -> [String; 2] {
    [
        format!(
            "{BASE} 下的每个响应都是 HTTP 200 与信封 `{{errno, errmsg, data?}}`：errno 为 0 时成功，没有数据时没有 data；\
             否则看 errmsg。未知路径是 404，方法不对是 405，都在信封里。末尾的一个斜杠会被忽略，HEAD 同 GET，\
             不看请求的 content-type。\n\n\
             令牌放在请求头 `X-OA-Token`；没有时也接受 `Authorization: Bearer`。不可放在网址里。\n\n\
             `x-request-id`（字母、数字、连字符，至多 64 个）会写入日志并原样返回；429 带 `retry-after`（秒）；\
             401、402、408、413 带 `x-oa-error`，指出哪一项、为什么。"
        ),
        format!(
            "Every response below {BASE} is HTTP 200 with the envelope `{{errno, errmsg, data?}}`: errno 0 is success, and \
             data is absent where there is none; else errmsg says why. An unknown path is errno 404, a wrong method 405. \
             One trailing slash is dropped, HEAD follows GET, the content type of a request is not looked at.\n\n\
             The token travels in `X-OA-Token`, or in `Authorization: Bearer` where that is absent. Never in a URL.\n\n\
             `x-request-id` (letters, digits, hyphens, at most 64) is logged and comes back; 429 has `retry-after` (s); \
             401, 402, 408 and 413 have `x-oa-error`, which names the field and the reason."
        ),
    ]
}
