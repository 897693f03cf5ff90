//! From the flows' types to the wire's: dates of China, absolute addresses, levels in words.

use identity::{
    ClientProfile, Counts, DEFAULT_AVATAR, Identity, Listed, Meeting, ProfileClaims, Session, SessionInfo, State,
    SwiperImage, User, Vote,
};
use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};

use crate::{
    protocol::{self, call::Call},
    wire::{
        ApiError, Errno, ListRequest, MeetingItem, Page, ProfileClaim, ProfileRequest, SessionItem, SwiperImg,
        UserCounts, UserInfo, VoteItem,
    },
};

fn china(ms: i64, format: &str) -> String {
    let time = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
    time.to_zoned_datetime(TimeZone::fixed(Offset::constant(8))).strftime(format).to_string()
}

/// RFC 3339 at +08:00.
pub(super) fn china_time(ms: i64) -> String {
    china(ms, "%Y-%m-%dT%H:%M:%S%:z")
}

impl ProfileClaim {
    /// WeChat's `rawData`: the same members as `userInfo`, as a text.
    pub(super) fn of_raw_data(raw_data: &str) -> Option<Self> {
        let value = protocol::parse(raw_data.as_bytes()).ok()?;
        serde_json::from_value(value).ok()
    }

    /// What can be stored; `drop` is told of each field that cannot be as it is, and why.
    pub(super) fn checked(
        self,
        identity: &Identity,
        mut drop: impl FnMut(&'static str, &'static str),
    ) -> ClientProfile {
        let claims = ProfileClaims {
            nick_name: self.nick_name.take(|reason| drop("nickName", reason)),
            avatar_url: self.avatar_url.take(|reason| drop("avatarUrl", reason)),
            gender: self.gender.take(|reason| drop("gender", reason)),
            country: self.country.take(|reason| drop("country", reason)),
            province: self.province.take(|reason| drop("province", reason)),
            city: self.city.take(|reason| drop("city", reason)),
            language: self.language.take(|reason| drop("language", reason)),
        };
        identity.validate_claims(claims, drop)
    }
}

impl From<ProfileRequest> for identity::ProfileRequest {
    fn from(ProfileRequest { nick_name, avatar_url, gender }: ProfileRequest) -> Self {
        Self { nick_name, avatar_url, gender }
    }
}

impl UserInfo {
    pub(super) fn of(user: User, call: &Call) -> Self {
        Self {
            user_id: user.id,
            avatar_url: call.absolute(if user.avatar.is_empty() { DEFAULT_AVATAR } else { &user.avatar }),
            nick_name: user.nick_name,
            gender: user.gender,
            country: user.country,
            province: user.province,
            city: user.city,
            language: user.language,
            phone: user.phone.map(|phone| phone.display()),
            register_date: china(user.created_ms, "%Y-%m-%d"),
            status: user.status as i64,
            user_level: user.level,
            user_level_desc: match user.level {
                1 => "会员",
                2 => "区域代理",
                _ => "普通用户",
            }
            .to_owned(),
        }
    }
}

impl SessionItem {
    pub(super) fn of(session: SessionInfo, own: &Session) -> Self {
        Self {
            id: session.id.to_string(),
            device: session.device,
            ip: session.ip,
            create_time: china_time(session.created_ms),
            last_seen_time: china_time(session.last_seen_ms),
            expire_time: china_time(session.expires_ms),
            current: session.row_id == own.id,
        }
    }
}

impl From<Counts> for UserCounts {
    fn from(counts: Counts) -> Self {
        Self {
            metting_pubs: counts.meetings_hosted,
            metting_joins: counts.meetings_joined,
            vote_pubs: counts.votes_published,
            vote_joins: counts.votes_cast,
        }
    }
}

impl SwiperImg {
    pub(super) fn of(image: SwiperImage, call: &Call) -> Self {
        Self { id: image.id, image: call.absolute(&image.image), title: image.title }
    }
}

impl MeetingItem {
    pub(super) fn of(meeting: Meeting, call: &Call) -> Self {
        Self {
            id: meeting.id,
            title: meeting.title,
            image: call.absolute(&meeting.image),
            state: State::at(call.identity.now_ms(), meeting.start_ms, meeting.end_ms) as i64,
            num: meeting.participants,
            time: china_time(meeting.start_ms),
            address: meeting.address,
        }
    }
}

impl VoteItem {
    pub(super) fn of(vote: Vote, call: &Call) -> Self {
        Self {
            id: vote.id,
            title: vote.title,
            state: State::at(call.identity.now_ms(), vote.start_ms, vote.end_ms) as i64,
            num: vote.cast,
            end_time: china_time(vote.end_ms),
        }
    }
}

impl<T> Page<T> {
    pub(super) fn of<R>(listed: Listed<R>, query: identity::ListQuery, item: impl Fn(R) -> T) -> Self {
        Self {
            list: listed.list.into_iter().map(item).collect(),
            total: listed.total,
            page: query.page,
            limit: query.limit,
            pages: listed.total.div_euclid(query.limit) + i64::from(listed.total % query.limit != 0),
        }
    }
}

/// The query of a list, defaults filled in. Ranges are the flow's to judge.
pub(super) fn list_query(request: ListRequest) -> Result<identity::ListQuery, ApiError> {
    let state = request
        .state
        .map(|number| State::from_number(number).ok_or(ApiError::from(Errno::Invalid).because("state: not 0, 1 or 2")));
    Ok(identity::ListQuery {
        state: state.transpose()?,
        page: request.page.unwrap_or(1),
        limit: request.limit.unwrap_or(10),
    })
}
