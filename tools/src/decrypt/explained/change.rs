//! What is said of a change after which a signature matches.

use app::text;

use super::{super::signature::Change, Explained, explained};

pub(super) const fn of(change: Change) -> Explained {
    let as_it_is = text(
        "服务器用解析 JSON 之后得到的 rawData 字符串，逐字使用，不再编码。",
        "Use the string rawData as it is after the JSON is parsed, letter by letter, and do not encode it again.",
    );
    match change {
        Change::Escapes => explained(
            text("rawData 还带着 JSON 转义（\\\"）", "rawData is still JSON-escaped (\\\")"),
            text("从请求体里截取了原文，没有解析。", "It is a piece of the body that was not parsed."),
            as_it_is,
        ),
        Change::Percent => explained(
            text("rawData 还是 URL 编码的", "rawData is still URL-encoded"),
            text("多编码了一次，或者少解码了一次。", "Encoded once too often, or decoded too rarely."),
            as_it_is,
        ),
        Change::Blanks => explained(
            text("rawData 两端多了空白", "rawData has blanks around it"),
            text(
                "复制或日志带来的换行；参与签名的没有。",
                "A line break from copying or a log; what was signed has none.",
            ),
            as_it_is,
        ),
        Change::SlashesAndCodes => explained(
            text("rawData 被重新编码过（\\/ 或 \\uXXXX）", "rawData was encoded anew (\\/ or \\uXXXX)"),
            text(
                "PHP 的 json_encode 默认转义 / 和中文；签名用的是原文。",
                "json_encode of PHP escapes / and Chinese by default; what was signed is the original.",
            ),
            text(
                "不要解析再编码；不得不时加 JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE，顺序也要保持。",
                "Do not parse and encode it again; where you must, with JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE, and keep the order.",
            ),
        ),
        Change::Pretty => explained(
            text("rawData 里多了空格或换行", "rawData has blanks or line breaks within"),
            text("被格式化过：签名的原文没有空白。", "It was set out anew; what was signed has no blanks."),
            as_it_is,
        ),
        Change::Order => explained(
            text("rawData 的成员换了顺序", "The members of rawData are in another order"),
            text(
                "解析成对象或 Map 再序列化，顺序就变了；签名的原文按微信的顺序。",
                "Parsed into an object or a map and written again, the order changes; what was signed has WeChat's.",
            ),
            as_it_is,
        ),
        Change::Case => explained(
            text("signature 是大写", "signature is in upper case"),
            text(
                "微信给出的是小写；逐字比较就不相等。",
                "WeChat's is in lower case, and is not equal to it letter by letter.",
            ),
            text("比较前转成小写，并且用固定时间的比较。", "Make it lower case first, and compare in constant time."),
        ),
        Change::Key => explained(
            text("session_key 不是原文", "session_key is not as it was given"),
            text(
                "修复之后签名才对得上：参与签名的是微信给出的 Base64 文字。",
                "The signature matches once it is repaired: what is appended is the Base64 text that WeChat gave.",
            ),
            text(
                "按 code2Session 的回答保存 session_key，不编码，不截断。",
                "Keep session_key as code2Session gives it, not encoded and not cut.",
            ),
        ),
    }
}
