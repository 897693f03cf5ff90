//! The usual causes, and how to check each. What is said here is long; it is in the tools' bundle alone.

use app::{Text, text};

use super::{attempt::BLOCK, repair::Repair, signature::Change};

const SIGNATURE_PAGE: &str = "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html";
const LOGIN_PAGE: &str = "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/login.html";
const CHECK_SESSION_PAGE: &str =
    "https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.checkSession.html";

/// Lengths that columns and limits have, in characters: text of just this length was probably cut by one.
const LIMITS: [usize; 9] = [128, 200, 255, 256, 500, 512, 1000, 1024, 2048];

/// A cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// A repair made it decrypt, or get further.
    Repair(Repair),
    /// `***` in place of the middle.
    Masked,
    /// A character that Base64 does not have; its place, from 1.
    ForeignLetter(usize),
    /// No whole groups of 4; how many characters there are.
    CutLetters(usize),
    /// Not the field that it is said to be.
    OtherValue,
    /// No whole blocks: how many bytes the last one lacks, how many characters there are.
    Cut {
        missing: usize,
        letters: usize,
    },
    /// Key or iv of other than 16 bytes.
    NotSixteen(usize),
    /// An older or newer session_key.
    OtherKey,
    /// Another user's, another app's.
    OtherUser,
    /// encryptedData and iv of another call.
    OtherCall,
    /// The iv of another call.
    OtherIv,
    /// Cut at a block's end.
    CutAtBlock,
    /// A character changed on the way; the block, from 1.
    Damaged(usize),
    /// Text, and no JSON object.
    NotJson,
    /// The watermark has another appid.
    OtherApp,
    /// The same but for letter case or blanks.
    AppidSpelling,
    Old,
    Future,
    NoWatermark,
    /// What was done to rawData or signature.
    Changed(Change),
    RawDataDiffers,
    SignedByOtherKey,
    NoSignature(usize),
}

/// What is said of a cause.
pub(super) struct Explained {
    pub(super) title: Text,
    /// What happened.
    pub(super) why: Text,
    /// How to check it, and what to change.
    pub(super) check: Text,
    /// Tencent's page.
    pub(super) page: Option<&'static str>,
}

const fn explained(title: Text, why: Text, check: Text) -> Explained {
    Explained { title, why, check, page: None }
}

const fn with_page(title: Text, why: Text, check: Text, page: &'static str) -> Explained {
    Explained { title, why, check, page: Some(page) }
}

impl Cause {
    /// What is said of it.
    pub(super) const fn explained(self) -> Explained {
        match self {
            Self::Repair(repair) => of_repair(repair),
            Self::Changed(change) => of_change(change),
            Self::Masked => explained(
                text("打了码的值", "A masked value"),
                text(
                    "日志或文档把中间换成了 * 或 …，原文已经不在了。",
                    "A log or a document put * or … in its middle; the original is gone.",
                ),
                text(
                    "在写日志之前，从请求里取完整的值。",
                    "Take the whole value from the request, before it is logged.",
                ),
            ),
            Self::ForeignLetter(_) => explained(
                text("有 Base64 没有的字符", "A character that Base64 does not have"),
                text(
                    "Base64 只有 A–Z a–z 0–9 + / 和末尾的 =。多半多复制了别的内容，或者经过了一次字符集转换。",
                    "Base64 has A–Z a–z 0–9 + / and = at the end. Most likely something else was copied with it, or it went through a change of character set.",
                ),
                text(
                    "看上面指出的那个字符；用 wx 给出的原文再比较长度。",
                    "Look at the character named above; compare the length with what wx gave.",
                ),
            ),
            Self::CutLetters(_) => explained(
                text("复制或传输时被截断", "Cut while it was copied or sent"),
                text(
                    "Base64 每 4 个字符一组，这里最后一组不完整：后面的丢了。",
                    "Base64 goes by 4 characters; the last group is not whole here, so some after it are lost.",
                ),
                text(
                    "在源头打印这个值的长度，与服务器收到的比较；看数据库列宽（VARCHAR(255)？）、网关和日志的长度限制。",
                    "Print the length of this value where it comes from and compare it with what the server received; look at the column (VARCHAR(255)?) and at limits of gateways and logs.",
                ),
            ),
            Self::OtherValue => explained(
                text("填错了值", "Another value in this field"),
                text(
                    "例如把 code、openid 或 access_token 填在了这里。",
                    "For example a code, an openid or an access_token.",
                ),
                text(
                    "encryptedData 和 iv 来自按钮回调的 e.detail；session_key 来自 code2Session 的回答。",
                    "encryptedData and iv come from e.detail of the button's callback, session_key from the answer of code2Session.",
                ),
            ),
            Self::Cut { .. } => explained(
                text("encryptedData 不完整", "encryptedData is not whole"),
                text(
                    "AES 按 16 字节一块加密，微信给出的总是整块。",
                    "AES goes by blocks of 16 bytes, and WeChat always gives whole ones.",
                ),
                text(
                    "在小程序里打印 encryptedData.length，与服务器收到的比较；看数据库列（VARCHAR(255)？）、网关和日志的长度限制。",
                    "Print encryptedData.length in the mini-program and compare it with what the server received; look at the column (VARCHAR(255)?) and at limits of gateways and logs.",
                ),
            ),
            Self::NotSixteen(_) => explained(
                text("不是 16 字节", "Not 16 bytes"),
                text(
                    "session_key 和 iv 都是 24 个 Base64 字符，末尾两个 =，解码后 16 字节。",
                    "session_key and iv are 24 characters of Base64 with == at the end, 16 bytes decoded.",
                ),
                text(
                    "32 位十六进制多半是 AppSecret，不是 session_key；更长的多半是 access_token。也看看是不是少复制了几个字符。",
                    "32 hex digits are most likely the AppSecret, something longer an access_token. See also whether some characters were not copied.",
                ),
            ),
            Self::OtherKey => with_page(
                text("另一把 session_key", "Another session_key"),
                text(
                    "格式都对，但没有一块解出文字：这不是加密这份数据的那把 key。常见的是在取数据之后又调了 wx.login，key 换了；或者服务器存的是更早的一把。",
                    "All is well-formed, but no block gives text: the data was encrypted under another key. Most often wx.login was called after the data was taken, and changed the key; or the server keeps an older one.",
                ),
                text(
                    "顺序必须是：wx.login → 服务器换到并存好 session_key → 用户点按钮。点按钮之前先 wx.checkSession，失败才重新 wx.login；不要在按钮的回调里调 wx.login。一位用户有几台设备时，服务器要保留最近的几把。用指纹核对：下面步骤 1 里的与服务器记录的是否相同。",
                    "The order must be: wx.login → the server gets and keeps the session_key → the user taps the button. Call wx.checkSession before the tap, and wx.login only where it fails, never in the button's callback. A user with several devices has several keys: keep the last few. Compare fingerprints: the one in step 1 below with the one in the server's records.",
                ),
                CHECK_SESSION_PAGE,
            ),
            Self::OtherUser => explained(
                text("别的用户或别的小程序的 session_key", "The session_key of another user or another mini-program"),
                text(
                    "服务器按错误的 openid 或会话取了 key，或者用另一个 appid 的 code 换来的。",
                    "The server looked it up by the wrong openid or session, or got it for a code of another appid.",
                ),
                text(
                    "在服务器上同时记下 openid、key 的指纹和 appid，对照是不是这位用户、这个小程序。",
                    "Log openid, the key's fingerprint and the appid together, and see whether they are this user's and this app's.",
                ),
            ),
            Self::OtherCall => explained(
                text("encryptedData 和 iv 来自另一次登录", "encryptedData and iv are of another login"),
                text(
                    "前端缓存了旧的数据，而 session_key 是新的。",
                    "The mini-program kept old data, while the session_key is a new one.",
                ),
                text(
                    "每次都用这一次回调里的 encryptedData 和 iv，不缓存，不重发。",
                    "Use encryptedData and iv of this very callback; do not cache and do not resend them.",
                ),
            ),
            Self::OtherIv => with_page(
                text("iv 不是这份数据的", "The iv is not this data's"),
                text(
                    "只有第一块不是文字，后面的都是：CBC 里 iv 只影响第一块，所以 session_key 是对的。",
                    "Only the first block is no text, the others are. In CBC the iv touches the first block alone, so the session_key is right.",
                ),
                text(
                    "encryptedData 和 iv 要取自同一次回调；不要把 iv 写死在代码里，也不要用 getUserProfile 的 iv 解手机号。",
                    "Take encryptedData and iv from the same callback. Do not write an iv into the code, nor use the iv of getUserProfile for the phone number.",
                ),
                SIGNATURE_PAGE,
            ),
            Self::CutAtBlock => explained(
                text("encryptedData 的末尾丢了", "The end of encryptedData is missing"),
                text(
                    "每一块都是文字，但最后没有 PKCS#7 填充：正好在整块处被截断。key 和 iv 都是对的。",
                    "Every block is text, but there is no PKCS#7 padding at the end: it was cut where a block ends. Key and iv are right.",
                ),
                text(
                    "在小程序里打印 encryptedData.length，与服务器收到的比较；看列宽和长度限制。",
                    "Print encryptedData.length in the mini-program and compare it with what the server received; look at column widths and limits.",
                ),
            ),
            Self::Damaged(_) => explained(
                text("encryptedData 中间有字符变了", "A character within encryptedData has changed"),
                text(
                    "其余各块都是文字，所以 key 是对的；一块密文变了，就坏掉那一块和下一块里的一个字节。",
                    "The other blocks are text, so the key is right. Where a block of ciphertext has changed, that block is spoilt, and a byte of the next.",
                ),
                text(
                    "把服务器收到的和小程序里的 encryptedData 逐字比较；看大小写转换、替换、手工抄写。",
                    "Compare what the server received with encryptedData in the mini-program, character by character; look for changes of case, replacements, copying by hand.",
                ),
            ),
            Self::NotJson => explained(
                text("解出来的不是 JSON 对象", "The plaintext is no JSON object"),
                text(
                    "填充和文字都对，但不是微信的数据；也可能是 iv 错了几位。",
                    "Padding and text are right, but it is not WeChat's data; or some bits of the iv are wrong.",
                ),
                text(
                    "确认 encryptedData 是 wx 给出的，而不是自己加密的。",
                    "Make sure that encryptedData is what wx gave and not what you encrypted yourself.",
                ),
            ),
            Self::OtherApp => with_page(
                text("数据是另一个小程序的", "The data is of another mini-program"),
                text(
                    "解得开，但水印里的 appid 与填写的不同。oa-mini 对它回答 errno 716。",
                    "It decrypts, but the watermark's appid is not the one that you gave. oa-mini answers it with errno 716.",
                ),
                text(
                    "核对开发者工具里项目的 appid 与服务器配置的；测试号、开发版与正式小程序的 appid 不同；多个小程序共用一个后端时，按请求区分。",
                    "Compare the appid of the project in the developer tools with the server's. A test account has another one than the real app; where several apps share a backend, tell them apart by request.",
                ),
                SIGNATURE_PAGE,
            ),
            Self::AppidSpelling => explained(
                text("appid 的写法不同", "The appid is spelt otherwise"),
                text(
                    "只差大小写或空格；比较是逐字的。",
                    "Only letter case or blanks differ; it is compared letter by letter.",
                ),
                text("从 mp.weixin.qq.com 复制 appid。", "Copy the appid from mp.weixin.qq.com."),
            ),
            Self::Old => explained(
                text("水印是很久以前的", "The watermark is old"),
                text(
                    "数据是那时加密的。粘贴旧数据时这很正常；刚取的数据不该这样。oa-mini 只接受 10 分钟以内的，否则 errno 717。",
                    "The data was encrypted then. Of data that was kept this is as it should be, of fresh data it is not. oa-mini takes 10 minutes, else errno 717.",
                ),
                text(
                    "不要缓存 encryptedData 以后再发；如果刚取到就旧，看服务器的时钟（NTP）。",
                    "Do not keep encryptedData to send it later. If fresh data is old, look at the server's clock (NTP).",
                ),
            ),
            Self::Future => explained(
                text("水印在未来", "The watermark is in the future"),
                text(
                    "水印是微信的时间，比这台设备的时钟还晚：这里的时钟慢了。",
                    "The watermark is WeChat's time, and later than this device's clock: this clock is behind.",
                ),
                text("对时（NTP），再核对服务器的时钟。", "Set the clock (NTP), and look at the server's too."),
            ),
            Self::NoWatermark => with_page(
                text("没有水印", "There is no watermark"),
                text(
                    "微信的数据都有 watermark；没有就无从知道它是哪个小程序的、什么时候的。",
                    "WeChat's data always has a watermark; without it nobody knows of which app and of when it is.",
                ),
                text("确认 encryptedData 是 wx 给出的。", "Make sure that encryptedData is what wx gave."),
                SIGNATURE_PAGE,
            ),
            Self::RawDataDiffers => with_page(
                text("rawData 不是签名的那一段文字", "rawData is not the text that was signed"),
                text(
                    "签名是对 rawData 原文逐字节做的：重新排序、换引号、改头像地址、改名字，哪怕一个空格，都对不上。",
                    "The signature is over rawData byte by byte: another order, other quotation marks, another avatar or name, even one blank, and it differs.",
                ),
                text(
                    "把 rawData 当作字符串原样传给服务器，不要 JSON.parse 再 JSON.stringify；不要用 userInfo 自己拼。",
                    "Send rawData as the string that it is, without JSON.parse and JSON.stringify; do not make it of userInfo.",
                ),
                SIGNATURE_PAGE,
            ),
            Self::SignedByOtherKey => with_page(
                text("签名用的是另一把 session_key", "Signed with another session_key"),
                text(
                    "sha1(rawData + session_key) 对不上。如果 rawData 是原样的，就是 key 不同。",
                    "sha1(rawData + session_key) is another. If rawData is as it was, the key is not.",
                ),
                text(
                    "先 wx.login，再取资料，之间不再登录。拼在后面的是 session_key 的 Base64 文字，不是解码后的字节。",
                    "Call wx.login first, take the profile then, and do not log in between. What is appended is the Base64 text of session_key, not its bytes.",
                ),
                LOGIN_PAGE,
            ),
            Self::NoSignature(_) => explained(
                text("signature 的长度不对", "signature has not its length"),
                text(
                    "getUserProfile 的 signature 是 SHA-1：40 位小写十六进制；登录态签名是 HMAC-SHA256：64 位。",
                    "signature of getUserProfile is SHA-1, 40 hex digits in lower case; that of a login state is HMAC-SHA256, 64 digits.",
                ),
                text(
                    "取回调里的 signature，不要截断，不要再做 Base64。",
                    "Take signature from the callback; do not cut it and do not encode it again.",
                ),
            ),
        }
    }

    /// The numbers of a cause, in Chinese and in English.
    pub(super) fn numbers(self) -> Option<[String; 2]> {
        Some(match self {
            Self::ForeignLetter(at) => [format!("第 {at} 个字符"), format!("character {at}")],
            Self::CutLetters(letters) => {
                let [zh, en] = limit(letters);
                [format!("{letters} 个字符{zh}"), format!("{letters} characters{en}")]
            }
            Self::Cut { missing, letters } => {
                let [zh, en] = limit(letters);
                [
                    format!("最后一块少 {missing} 字节；共 {letters} 个字符{zh}"),
                    format!("the last block lacks {missing} bytes; {letters} characters in all{en}"),
                ]
            }
            Self::NotSixteen(bytes) => {
                [format!("解码后 {bytes} 字节，要 {BLOCK} 字节"), format!("{bytes} bytes decoded, {BLOCK} wanted")]
            }
            Self::Damaged(block) => [format!("第 {block} 块"), format!("block {block}")],
            Self::NoSignature(letters) => [format!("{letters} 个字符"), format!("{letters} characters")],
            _ => return None,
        })
    }
}

/// What is said of a length that limits have.
fn limit(letters: usize) -> [&'static str; 2] {
    if LIMITS.contains(&letters) {
        ["，正像长度限制截断的", ", just what a limit would leave"]
    } else {
        [""; 2]
    }
}

const fn of_repair(repair: Repair) -> Explained {
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

const fn of_change(change: Change) -> Explained {
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

/// Where all decrypts here, and the backend says no.
pub(super) const ELSEWHERE: [Text; 5] = [
    text(
        "比较的是服务器收到的值吗？把服务器日志里的三个值贴到这里，而不是小程序里的。",
        "Are these the values that the server received? Paste those of its log, not those of the mini-program.",
    ),
    text(
        "三个值都先 Base64 解码；key 是解码后的 16 字节，不是 24 个字符的文字。",
        "Decode all three from Base64; the key is the 16 bytes, not the text of 24 characters.",
    ),
    text(
        "AES-128-CBC，PKCS#7 填充，不是 ECB，也不是 AES-256。",
        "AES-128-CBC with PKCS#7 padding; not ECB, not AES-256.",
    ),
    text(
        "填充只去一次：库自己去掉之后，不要再手工去。",
        "Remove the padding once: where the library does, do not do it by hand.",
    ),
    text(
        "输出按 UTF-8 解读；不要先当作 Latin-1 或平台默认编码。",
        "Read the output as UTF-8, not as Latin-1 or the platform's default.",
    ),
];
