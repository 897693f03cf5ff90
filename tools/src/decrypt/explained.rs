//! What is said of each cause, and how to check it. It is long; it is in the tools' bundle alone.

mod change;
mod repair;

use app::{Text, text};

use super::cause::Cause;

const SIGNATURE_PAGE: &str = "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html";
const LOGIN_PAGE: &str = "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/login.html";
const CHECK_SESSION_PAGE: &str =
    "https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.checkSession.html";

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
            Self::Repair(repair) => repair::of(repair),
            Self::Changed(change) => change::of(change),
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
}
