//! What the home page and the lists show, and what links an account to it. Times are UTC epoch milliseconds (`_ms`).

/// What `user/index` counts: real rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Meetings that the user hosts.
    pub meetings_hosted: i64,
    /// Meetings that the user takes part in.
    pub meetings_joined: i64,
    /// Votes that the user published.
    pub votes_published: i64,
    /// Votes that the user cast.
    pub votes_cast: i64,
}

/// A picture of the home page's swiper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwiperImage {
    /// The row.
    pub id: i64,
    /// A path under `OA_PUBLIC_URL` or an address.
    pub image: String,
    /// The line on the picture.
    pub title: String,
}

/// How far a meeting or a vote is. The numbers are the wire's and the store's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i64)]
pub enum State {
    /// 未开始
    Soon = 0,
    /// 进行中
    On = 1,
    /// 已结束
    Over = 2,
}

impl State {
    /// From the wire or a store's column.
    pub fn from_number(number: i64) -> Option<Self> {
        match number {
            0 => Some(Self::Soon),
            1 => Some(Self::On),
            2 => Some(Self::Over),
            _ => None,
        }
    }

    /// Of something that runs from `start_ms` to `end_ms`. States are derived, never stored, so that they cannot go stale.
    pub fn at(now_ms: i64, start_ms: i64, end_ms: i64) -> Self {
        if now_ms < start_ms {
            Self::Soon
        } else if now_ms < end_ms {
            Self::On
        } else {
            Self::Over
        }
    }
}

/// A meeting, as the lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// The row.
    pub id: i64,
    /// 会议名称
    pub title: String,
    /// A path under `OA_PUBLIC_URL` or an address.
    pub image: String,
    /// When it begins.
    pub start_ms: i64,
    /// When it ends.
    pub end_ms: i64,
    /// Where it is.
    pub address: String,
    /// 参加人数, a count of rows.
    pub participants: i64,
}

/// A vote, as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// The row.
    pub id: i64,
    /// 投票名称
    pub title: String,
    /// When it opens.
    pub start_ms: i64,
    /// When it closes.
    pub end_ms: i64,
    /// Votes cast, a count of rows.
    pub cast: i64,
}

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListQuery {
    /// Only this state.
    pub state: Option<State>,
    /// From 1.
    pub page: i64,
    /// Rows a page, 1 to 100.
    pub limit: i64,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T> {
    /// The rows; empty past the end.
    pub list: Vec<T>,
    /// Rows on all pages.
    pub total: i64,
}

/// A row that links an account to a meeting or a vote. The demo gives every virtual user some at the first login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    /// Hosts the meeting of this id.
    MeetingHost(i64),
    /// Takes part in the meeting of this id.
    MeetingGuest(i64),
    /// Published the vote of this id.
    VotePublisher(i64),
    /// Cast a vote in the vote of this id.
    VoteVoter(i64),
}
