//! What is said of a repair after which it decrypts, or gets further.

use app::text;

use super::{super::repair::Repair, Explained, explained};

pub(super) const fn of(repair: Repair) -> Explained {
    match repair {
        Repair::SpaceForPlus => explained(
            text("+ 变成了空格", "+ became a blank"),
            text(
                "按表单或查询串编码时，没有编码的 + 到服务器就是空格。",
                "In a form or a query a + that is not encoded is a blank when it arrives.",
            ),
            text(
                "用 JSON 发送：header 里 content-type 为 application/json，wx.request 默认就是；一定要用表单时，对值做 encodeURIComponent。",
                "Send JSON: content-type application/json, which is what wx.request does by itself. Where it must be a form, encodeURIComponent the value.",
            ),
        ),
        Repair::Percent => explained(
            text("多了一层 URL 编码（%2B %2F %3D）", "URL-encoded once too often (%2B %2F %3D)"),
            text(
                "JSON 里没有人替你解开百分号编码；多半是小程序里多写了 encodeURIComponent，或网关又编码了一次。",
                "Nothing takes back percent-encoding in JSON. Most likely there is an encodeURIComponent too many in the mini-program, or a gateway encoded it again.",
            ),
            text(
                "搜索 encodeURIComponent，去掉它；表单里只编码一次。",
                "Search for encodeURIComponent and take it out; in a form, encode once.",
            ),
        ),
        Repair::JsonEscapes => explained(
            text("多了一层 JSON 转义（\\/ 或 \\u002b）", "JSON-escaped once too often (\\/ or \\u002b)"),
            text(
                "JSON 字符串又被当作文字放进了 JSON；PHP 的 json_encode 把 / 写成 \\/。",
                "A JSON string was put into JSON as a text once more; json_encode of PHP writes / as \\/.",
            ),
            text(
                "服务器对请求体只解析一次，并且用解析后的值，不要截取原文。",
                "Parse the body once, and use the value that was parsed, not a piece of the text.",
            ),
        ),
        Repair::UrlSafe => explained(
            text("换成了 URL 安全的 Base64（- 和 _）", "URL-safe Base64 (- and _)"),
            text(
                "微信给出的是标准 Base64（+ 和 /），途中有人换了字母表。",
                "WeChat gives standard Base64 (+ and /); something on the way changed the alphabet.",
            ),
            text(
                "找替换 + / 的代码，或改用 URL 安全的解码器。",
                "Look for what replaces + and /, or decode with the URL-safe alphabet.",
            ),
        ),
        Repair::Unpadded => explained(
            text("末尾的 = 丢了", "The = at the end are missing"),
            text("有的解码器不要 =，有的没有就报错。", "Some decoders do without =, others refuse."),
            text(
                "找去掉 = 的代码（trim、rtrim、按 = 拆分键值）。",
                "Look for what takes = away: trim, rtrim, a split of name and value at =.",
            ),
        ),
        Repair::WhiteSpace => explained(
            text("里面有换行、空格或看不见的字符", "Line breaks, blanks or invisible characters in it"),
            text(
                "可能只是复制时带来的；也可能是 MIME 式 Base64 每 76 个字符换一行。oa-mini 和不少解码器拒绝它们。",
                "They may have come with copying, or from Base64 in MIME's lines of 76. oa-mini and many decoders refuse them.",
            ),
            text(
                "比较服务器收到的长度与小程序里的长度；相同就只是粘贴的问题。",
                "Compare the length that the server received with that in the mini-program; if they are equal it was the pasting.",
            ),
        ),
        Repair::Quotes => explained(
            text("带了引号或逗号", "Quotation marks or commas around it"),
            text("从 JSON 或日志里多复制了一点。", "Copied with the value from JSON or a log."),
            text(
                "如果服务器收到的也这样，看是不是 JSON.stringify 了两次。",
                "If the server receives it so too, look for a JSON.stringify too many.",
            ),
        ),
        Repair::Hex => explained(
            text("是十六进制，不是 Base64", "Hexadecimal, not Base64"),
            text("有人先解码了，再以十六进制保存。", "Something decoded it, and kept it as hexadecimal."),
            text("按十六进制解码，或保存微信给出的原文。", "Decode it as hexadecimal, or keep what WeChat gave."),
        ),
        Repair::Twice => explained(
            text("做了两次 Base64", "Base64 twice"),
            text("解码一次之后还是 Base64。", "Decoded once, it is still Base64."),
            text(
                "找多余的 Base64 编码；微信给出的已经是 Base64。",
                "Look for an encoding too many; what WeChat gives is Base64 already.",
            ),
        ),
        Repair::Swapped => explained(
            text("填反了", "In each other's place"),
            text(
                "换过来就解得开。代码里多半也这样：解密函数的参数顺序各家不同。",
                "The other way round it decrypts. Most likely it is so in the code too: libraries differ in the order of arguments.",
            ),
            text(
                "看解密函数的参数：key 是 session_key，iv 是 iv。",
                "Look at the arguments of your decryption: key is session_key, iv is iv.",
            ),
        ),
    }
}
