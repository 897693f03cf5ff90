//! The JSON of requests and answers, as the contract spells it. On the server its comments are also what `/openapi.json`
//! says of a field, so they are in both languages.

use serde::{Deserialize, Serialize};

use super::Claim;

/// 登录请求的 `userInfo`：`wx.getUserProfile` 的结果，各项均可省略，不可用的忽略 of a login request: what it gave; every field may be absent, and one that is not usable is left out
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProfileClaim {
    /// 昵称 the name
    #[cfg_attr(feature = "ssr", schemars(with = "Option<String>", length(max = identity::MAX_NAME)))]
    pub nick_name: Claim<String>,
    /// 头像地址 address of the avatar
    #[cfg_attr(feature = "ssr", schemars(with = "Option<String>", length(max = identity::MAX_ADDRESS)))]
    pub avatar_url: Claim<String>,
    /// 性别：0 未知，1 男，2 女 gender: 0 unknown, 1 male, 2 female
    #[cfg_attr(feature = "ssr", schemars(with = "Option<i64>", range(min = 0, max = 2)))]
    pub gender: Claim<i64>,
    /// 国家 country
    #[cfg_attr(feature = "ssr", schemars(with = "Option<String>", length(max = identity::MAX_PLACE)))]
    pub country: Claim<String>,
    /// 省 province
    #[cfg_attr(feature = "ssr", schemars(with = "Option<String>", length(max = identity::MAX_PLACE)))]
    pub province: Claim<String>,
    /// 市 city
    #[cfg_attr(feature = "ssr", schemars(with = "Option<String>", length(max = identity::MAX_PLACE)))]
    pub city: Claim<String>,
    /// 语言 language
    #[cfg_attr(feature = "ssr", schemars(with = "Option<String>", length(max = identity::MAX_LANGUAGE)))]
    pub language: Claim<String>,
}

/// 应答的 `userInfo`：已保存的资料 of an answer: the stored profile
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct UserInfo {
    /// 用户编号；页面显示为 `1000{userId}` the user; the page shows `1000{userId}`
    pub user_id: i64,
    /// 昵称 the name
    pub nick_name: String,
    /// 头像的绝对地址 absolute address of the avatar
    pub avatar_url: String,
    /// 性别：0 未知，1 男，2 女 gender: 0 unknown, 1 male, 2 female
    #[cfg_attr(feature = "ssr", schemars(range(min = 0, max = 2)))]
    pub gender: i64,
    /// 国家 country
    pub country: String,
    /// 省 province
    pub province: String,
    /// 市 city
    pub city: String,
    /// 语言 language
    pub language: String,
    /// 手机号，绑定之前没有；+86 只有号码，其他为 `+区号号码` absent until bound; the bare number for +86, else `+CC` and the number
    #[cfg_attr(feature = "ssr", schemars(with = "String"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// 注册日期（北京时间） `yyyy-MM-dd`, China time
    #[cfg_attr(feature = "ssr", schemars(extend("format" = "date")))]
    pub register_date: String,
    /// 账号状态：0 可用，1 禁用，2 注销 account: 0 active, 1 disabled, 2 closed
    #[cfg_attr(feature = "ssr", schemars(range(min = 0, max = 2)))]
    pub status: i64,
    /// 等级：0 普通用户，1 会员，2 区域代理 level: 0 user, 1 member, 2 regional agent
    #[cfg_attr(feature = "ssr", schemars(range(min = 0, max = 2)))]
    pub user_level: i64,
    /// 等级名称 the level in words
    pub user_level_desc: String,
}

/// `data` of `auth/login_by_weixin`.
#[derive(Debug, Clone, Serialize)]
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

/// `data` of `auth/bindPhone`.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct PhoneData {
    /// 手机号：+86 只有号码，其他为 `+区号号码` the bare number for +86, else `+CC` and the number
    pub phone: String,
}

/// `data` of `auth/profile`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProfileData {
    /// 已保存的资料 the stored profile
    pub user_info: UserInfo,
}

/// `data` of `auth/avatar`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AvatarData {
    /// 绝对地址 absolute address
    #[cfg_attr(feature = "ssr", schemars(extend("format" = "uri")))]
    pub avatar_url: String,
}

/// `data` of `auth/sessions`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct SessionList {
    /// 最新的在前 newest first
    pub list: Vec<SessionItem>,
}

/// 已登录的设备 a signed-in device
#[derive(Debug, Clone, Serialize)]
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

/// `data` of `auth/revoke`.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct RevokedData {
    /// 结束的会话数 how many sessions ended
    pub revoked: u64,
}

/// `data` of `user/index`: counts of rows. The spelling is the contract's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct UserCounts {
    /// 我主持的会议 meetings hosted
    pub metting_pubs: i64,
    /// 我参与的会议 meetings joined
    pub metting_joins: i64,
    /// 我发布的投票 votes published
    pub vote_pubs: i64,
    /// 我参与的投票 votes cast
    pub vote_joins: i64,
}

/// 轮播图 a picture of the swiper
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct SwiperImg {
    /// 编号 the row
    pub id: i64,
    /// 图片的绝对地址 absolute address of the picture
    pub image: String,
    /// 图片上的文字 the line on the picture
    pub title: String,
}

/// 会议 a meeting of `meeting/list`
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct MeetingItem {
    /// 编号 the row
    pub id: i64,
    /// 会议名称 the meeting
    pub title: String,
    /// 图片的绝对地址 absolute address of the picture
    pub image: String,
    /// 状态：0 未开始，1 进行中，2 已结束 state: 0 to come, 1 running, 2 over
    #[cfg_attr(feature = "ssr", schemars(range(min = 0, max = 2)))]
    pub state: i64,
    /// 参加人数 participants
    pub num: i64,
    /// 开始时间 when it begins: RFC 3339 at +08:00
    #[cfg_attr(feature = "ssr", schemars(extend("format" = "date-time")))]
    pub time: String,
    /// 地点 place
    pub address: String,
}

/// 投票 a vote of `vote/list`
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct VoteItem {
    /// 编号 the row
    pub id: i64,
    /// 投票名称 the vote
    pub title: String,
    /// 状态：0 未开始，1 进行中，2 已结束 state: 0 to come, 1 running, 2 over
    #[cfg_attr(feature = "ssr", schemars(range(min = 0, max = 2)))]
    pub state: i64,
    /// 投票数 votes cast
    pub num: i64,
    /// 结束时间 when it ends: RFC 3339 at +08:00
    #[cfg_attr(feature = "ssr", schemars(extend("format" = "date-time")))]
    pub end_time: String,
}

/// 列表的一页 one page of a list
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ssr", schemars(rename = "{T}Page"))]
pub struct Page<T> {
    /// 本页内容；超出末页为空 the rows; empty past the end
    pub list: Vec<T>,
    /// 总数 rows on all pages
    pub total: i64,
    /// 页码，从 1 开始 from 1
    pub page: i64,
    /// 每页数量 rows a page
    pub limit: i64,
    /// 页数 pages there are
    pub pages: i64,
}

/// `data` of `home/index`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct HomeData {
    /// 同 `swiperImgs` as `swiperImgs`
    pub swiper_imgs: Vec<SwiperImg>,
    /// 前五个会议 the first five meetings
    pub info_list: Vec<MeetingItem>,
}
