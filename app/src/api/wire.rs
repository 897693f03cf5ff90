//! The JSON of requests and answers, as the contract spells it.

use serde::{Deserialize, Serialize};

/// `userInfo` of a login request: what `wx.getUserProfile` gave. Every field may be absent.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileClaim {
    /// 昵称
    pub nick_name: Option<String>,
    /// 头像
    pub avatar_url: Option<String>,
    /// 0 未知, 1 男, 2 女
    pub gender: Option<i64>,
    /// 国家
    pub country: Option<String>,
    /// 省
    pub province: Option<String>,
    /// 市
    pub city: Option<String>,
    /// 语言
    pub language: Option<String>,
}

/// `userInfo` of an answer: the stored profile.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserInfo {
    /// The page shows it as `1000{userId}`.
    pub user_id: i64,
    /// 昵称
    pub nick_name: String,
    /// Absolute.
    pub avatar_url: String,
    /// 0 未知, 1 男, 2 女
    pub gender: i64,
    /// 国家
    pub country: String,
    /// 省
    pub province: String,
    /// 市
    pub city: String,
    /// 语言
    pub language: String,
    /// The bare number for +86, else `+CC` and the number; absent until it is bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// `yyyy-MM-dd`, China time.
    pub register_date: String,
    /// 0 可用, 1 禁用, 2 注销
    pub status: i64,
    /// 0 普通用户, 1 会员, 2 区域代理
    pub user_level: i64,
    /// The level in words.
    pub user_level_desc: String,
}

/// `data` of `auth/login_by_weixin`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginData {
    /// For `X-OA-Token`.
    pub token: String,
    /// RFC 3339 at +08:00.
    pub token_expire: String,
    /// The stored profile.
    pub user_info: UserInfo,
}

/// `data` of `auth/bindPhone`.
#[derive(Clone, Serialize)]
pub struct PhoneData {
    /// The bare number for +86, else `+CC` and the number.
    pub phone: String,
}

/// `data` of `auth/profile`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileData {
    /// The stored profile.
    pub user_info: UserInfo,
}

/// `data` of `auth/avatar`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AvatarData {
    /// Absolute.
    pub avatar_url: String,
}

/// `data` of `auth/sessions`.
#[derive(Debug, Clone, Serialize)]
pub struct SessionList {
    /// Newest first.
    pub list: Vec<SessionItem>,
}

/// A signed-in device.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionItem {
    /// For `auth/revoke`; opaque.
    pub id: String,
    /// `iPhone`, `微信开发者工具`, ….
    pub device: String,
    /// The address of its login.
    pub ip: String,
    /// RFC 3339 at +08:00.
    pub create_time: String,
    /// RFC 3339 at +08:00; written down at most once a minute.
    pub last_seen_time: String,
    /// RFC 3339 at +08:00; slides with use.
    pub expire_time: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// `data` of `auth/revoke`.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct RevokedData {
    /// How many sessions ended.
    pub revoked: u64,
}

/// `data` of `user/index`: counts of rows. The spelling is the contract's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct UserCounts {
    /// 我主持的会议
    pub metting_pubs: i64,
    /// 我参与的会议
    pub metting_joins: i64,
    /// 我发布的投票
    pub vote_pubs: i64,
    /// 我参与的投票
    pub vote_joins: i64,
}

/// A picture of the swiper.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SwiperImg {
    /// The row.
    pub id: i64,
    /// Absolute.
    pub image: String,
    /// The line on the picture.
    pub title: String,
}

/// A meeting of `meeting/list`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeetingItem {
    /// The row.
    pub id: i64,
    /// 会议名称
    pub title: String,
    /// Absolute.
    pub image: String,
    /// 0 未开始, 1 进行中, 2 已结束
    pub state: i64,
    /// 参加人数
    pub num: i64,
    /// When it begins: RFC 3339 at +08:00.
    pub time: String,
    /// 地点
    pub address: String,
}

/// A vote of `vote/list`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VoteItem {
    /// The row.
    pub id: i64,
    /// 投票名称
    pub title: String,
    /// 0 未开始, 1 进行中, 2 已结束
    pub state: i64,
    /// Votes cast.
    pub num: i64,
    /// RFC 3339 at +08:00.
    pub end_time: String,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Page<T> {
    /// The rows; empty past the end.
    pub list: Vec<T>,
    /// Rows on all pages.
    pub total: i64,
    /// From 1.
    pub page: i64,
    /// Rows a page.
    pub limit: i64,
    /// Pages there are.
    pub pages: i64,
}

/// `data` of `home/index`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HomeData {
    /// As `swiperImgs`.
    pub swiper_imgs: Vec<SwiperImg>,
    /// The first five meetings.
    pub info_list: Vec<MeetingItem>,
}
