//! errno: how a call failed. One enum and one table; `protocol/error.rs` maps the flows' errors to it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// The `errno` of a response, as the contract lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
pub enum Errno {
    /// A failure that nothing below names.
    Failed = -1,
    /// A required argument is missing.
    Missing = 401,
    /// Malformed JSON, a wrong type, a value out of range.
    Invalid = 402,
    /// Unknown path.
    NotFound = 404,
    /// Known path, wrong method.
    Method = 405,
    /// The client did not send its body in time.
    ClientTimeout = 408,
    /// Body over the limit.
    TooLarge = 413,
    /// Rate limit.
    TooMany = 429,
    /// Missing, unknown, expired or revoked token.
    SignIn = 501,
    /// Our fault: database down, panic.
    Internal = 502,
    /// Optimistic lock lost.
    Stale = 504,
    /// An update touched no row.
    NotUpdated = 505,
    /// WeChat 40029.
    CodeInvalid = 710,
    /// WeChat 40163.
    CodeUsed = 711,
    /// WeChat 45011.
    TooFrequent = 712,
    /// WeChat 40226.
    HighRisk = 713,
    /// WeChat -1, time-out, no connection, nonsense.
    WeChatDown = 714,
    /// No key on record decrypts the data.
    CannotDecrypt = 715,
    /// The watermark's appid differs.
    WrongApp = 716,
    /// The watermark is too old or from the future.
    StaleData = 717,
    /// Another account has the phone.
    PhoneTaken = 718,
    /// The account is disabled or closed.
    Disabled = 719,
    /// The operator must act.
    Misconfigured = 720,
    /// WeChat 40029 or 40163 on a phone code.
    PhoneCode = 721,
}

impl Errno {
    /// All of them, by number. The API's document lists them.
    pub const ALL: [Self; 24] = [
        Self::Failed,
        Self::Missing,
        Self::Invalid,
        Self::NotFound,
        Self::Method,
        Self::ClientTimeout,
        Self::TooLarge,
        Self::TooMany,
        Self::SignIn,
        Self::Internal,
        Self::Stale,
        Self::NotUpdated,
        Self::CodeInvalid,
        Self::CodeUsed,
        Self::TooFrequent,
        Self::HighRisk,
        Self::WeChatDown,
        Self::CannotDecrypt,
        Self::WrongApp,
        Self::StaleData,
        Self::PhoneTaken,
        Self::Disabled,
        Self::Misconfigured,
        Self::PhoneCode,
    ];

    /// The contract's text.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Failed => "错误",
            Self::Missing => "参数不对",
            Self::Invalid => "参数值不对",
            Self::NotFound => "接口不存在",
            Self::Method => "请求方法不支持",
            Self::ClientTimeout => "请求超时",
            Self::TooLarge => "请求过大",
            Self::TooMany => "请求过于频繁",
            Self::SignIn => "请登录",
            Self::Internal => "系统内部错误",
            Self::Stale => "更新数据已经失效",
            Self::NotUpdated => "更新数据失败",
            Self::CodeInvalid => "登录凭证无效或已过期",
            Self::CodeUsed => "登录凭证已被使用",
            Self::TooFrequent => "登录过于频繁",
            Self::HighRisk => "微信判定为高风险用户",
            Self::WeChatDown => "微信服务暂不可用",
            Self::CannotDecrypt => "登录态已失效，请重新登录后再试",
            Self::WrongApp => "手机号凭证与本小程序不符",
            Self::StaleData => "手机号凭证已过期",
            Self::PhoneTaken => "手机号已绑定其他账号",
            Self::Disabled => "账号已停用",
            Self::Misconfigured => "小程序配置错误",
            Self::PhoneCode => "手机号授权已失效，请重试",
        }
    }
}

/// What a call failed with. On the server it is an [`Errno`]; in the browser it may also be a number that this page does
/// not know, or the phone's own `request:fail …` (then `errno` is [`ApiError::NO_ANSWER`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    /// The number on the wire.
    pub errno: i32,
    /// The text on the wire.
    pub errmsg: Cow<'static, str>,
    /// Of a 429: in how many seconds to try again, at least 1. On the wire it is the header `retry-after`.
    #[serde(skip)]
    pub retry_after_s: Option<u32>,
    /// What of the request was refused, and why: a field's path and fixed English words (`iv: not a string`), never a value
    /// that the client sent. On the wire it is the header `x-oa-error`, in the log the field `reason`.
    #[serde(skip)]
    pub reason: Option<Cow<'static, str>>,
    /// The account that was refused, where the call did not know it before. For the log.
    #[serde(skip)]
    pub user: Option<i64>,
}

impl ApiError {
    /// Stands in `errno` where no envelope came at all. Never sent.
    pub const NO_ANSWER: i32 = i32::MIN;

    /// The phone's side of a failure: `request:fail timeout` and the like.
    pub const fn no_answer(err_msg: Cow<'static, str>) -> Self {
        Self { errno: Self::NO_ANSWER, errmsg: err_msg, retry_after_s: None, reason: None, user: None }
    }

    /// The error with what was refused: `field: words`, or just words that name it themselves.
    #[must_use]
    pub fn because(self, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { reason: Some(reason.into()), ..self }
    }

    /// 413, for a body over `limit` bytes.
    pub fn too_large(limit: usize) -> Self {
        Self::from(Errno::TooLarge).because(format!("body: over {limit} bytes"))
    }

    /// 408.
    pub fn too_slow() -> Self {
        Self::from(Errno::ClientTimeout).because("body: not sent in time")
    }

    /// 429, for a caller that has to wait `wait_ms`.
    pub fn too_many(wait_ms: u64) -> Self {
        let seconds = u32::try_from(wait_ms.div_ceil(1000)).unwrap_or(u32::MAX);
        Self { retry_after_s: Some(seconds.max(1)), ..Errno::TooMany.into() }
    }

    /// Whether this is `errno`.
    pub fn is(&self, errno: Errno) -> bool {
        self.errno == errno as i32
    }
}

impl From<Errno> for ApiError {
    fn from(errno: Errno) -> Self {
        Self {
            errno: errno as i32,
            errmsg: Cow::Borrowed(errno.message()),
            retry_after_s: None,
            reason: None,
            user: None,
        }
    }
}
