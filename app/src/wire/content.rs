//! What the home page, the lists and the personal centre show.

use serde::{Deserialize, Serialize};

/// `data` of `user/index`: counts of rows. The spelling is the contract's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

/// What `meeting/list` and `vote/list` take.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct ListRequest {
    /// 状态：0 未开始，1 进行中，2 已结束 0 to come, 1 running, 2 over
    #[cfg_attr(feature = "ssr", schemars(range(min = 0, max = 2)))]
    pub state: Option<i64>,
    /// 页码 the page, from 1
    #[cfg_attr(feature = "ssr", schemars(range(min = 1), extend("default" = 1)))]
    pub page: Option<i64>,
    /// 每页数量 rows a page
    #[cfg_attr(feature = "ssr", schemars(range(min = 1, max = 100), extend("default" = 10)))]
    pub limit: Option<i64>,
}

/// 列表的一页 one page of a list
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct HomeData {
    /// 同 `swiperImgs` as `swiperImgs`
    pub swiper_imgs: Vec<SwiperImg>,
    /// 前五个会议 the first five meetings
    pub info_list: Vec<MeetingItem>,
}
