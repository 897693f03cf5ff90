//! Login, and the sessions that it makes.

use serde::{Deserialize, Serialize};

use super::{Claim, ProfileClaim, Referrer, UserInfo};

/// What `auth/login_by_weixin` takes. Only `code` and `user_info` can refuse a login.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LoginRequest {
    /// wx.login 的 code, of wx.login
    #[cfg_attr(feature = "ssr", schemars(length(min = 1, max = identity::MAX_CODE)))]
    pub code: String,
    /// wx.getUserProfile 的结果，可为 {} what it gave; may be {}
    pub user_info: ProfileClaim,
    /// 分享者，数字或数字文本 who shared the mini-program: a number, or its digits
    #[cfg_attr(feature = "ssr", schemars(with = "Option<i64>"))]
    #[cfg_attr(feature = "ssr", schemars(extend("type" = ["integer", "string", "null"], "pattern" = "^[0-9]*$")))]
    pub share_user_id: Claim<Referrer>,
    /// 原样提供，与 signature 一起 as it came, with signature
    #[cfg_attr(feature = "ssr", schemars(with = "Option<String>"))]
    pub raw_data: Claim<String>,
    /// sha1(rawData + session_key)；相符时采用 rawData where it is right, rawData is the profile
    #[cfg_attr(feature = "ssr", schemars(with = "Option<String>"))]
    pub signature: Claim<String>,
}

/// `data` of `auth/login_by_weixin`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LoginData {
    /// 放入请求头 `X-OA-Token` for the header `X-OA-Token`
    pub token: String,
    /// 到期时间，使用会顺延 when it ends unless it is used: RFC 3339 at +08:00
    #[cfg_attr(feature = "ssr", schemars(extend("format" = "date-time")))]
    pub token_expire: String,
    /// 已保存的资料 the stored profile
    pub user_info: UserInfo,
}

/// `data` of `auth/sessions`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct SessionList {
    /// 最新的在前 newest first
    pub list: Vec<SessionItem>,
}

/// 已登录的设备 a signed-in device
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SessionItem {
    /// 会话编号，用于 `auth/revoke`，不能当令牌 for `auth/revoke`; no token
    pub id: String,
    /// 设备名称 device: `iPhone`, `微信开发者工具`, …
    pub device: String,
    /// 登录时的地址 the address of its login
    pub ip: String,
    /// 登录时间 login: RFC 3339 at +08:00
    #[cfg_attr(feature = "ssr", schemars(extend("format" = "date-time")))]
    pub create_time: String,
    /// 最近使用，至多每分钟记录一次 last use, written down at most once a minute
    #[cfg_attr(feature = "ssr", schemars(extend("format" = "date-time")))]
    pub last_seen_time: String,
    /// 到期时间，使用会顺延 end; slides with use
    #[cfg_attr(feature = "ssr", schemars(extend("format" = "date-time")))]
    pub expire_time: String,
    /// 是否为本次请求的会话 whether it is the one that asks
    pub current: bool,
}

/// What `auth/revoke` takes: the first of the three that is there counts.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct RevokeRequest {
    /// auth/sessions 的 id, of auth/sessions
    pub id: Option<String>,
    /// 其他设备 every other device
    pub others: Option<bool>,
    /// 全部，包括本机 all, this one too
    pub all: Option<bool>,
}

/// `data` of `auth/revoke`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct RevokedData {
    /// 结束的会话数 how many sessions ended
    pub revoked: u64,
}
