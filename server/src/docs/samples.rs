//! The data of the examples, in the wire's own types: a field that is added or renamed does not compile until it is
//! here.

use app::wire::{
    Claim, HomeData, LoginData, MeetingItem, Page, ProfileClaim, SessionItem, SwiperImg, UserInfo, VoteItem,
};

/// What `wx.getUserProfile` gave.
pub(super) fn claim() -> ProfileClaim {
    ProfileClaim {
        nick_name: Claim::Given("林晓".into()),
        avatar_url: Claim::Given("https://thirdwx.qlogo.cn/mmopen/vi_32/x/132".into()),
        gender: Claim::Given(2),
        country: Claim::Given("中国".into()),
        province: Claim::Given("广东".into()),
        city: Claim::Given("深圳".into()),
        language: Claim::Given("zh_CN".into()),
    }
}

pub(super) fn user(url: &str) -> UserInfo {
    UserInfo {
        user_id: 1,
        nick_name: "林晓".into(),
        avatar_url: format!("{url}/oapro/images/avatar-default.svg"),
        gender: 2,
        country: "中国".into(),
        province: "广东".into(),
        city: "深圳".into(),
        language: "zh_CN".into(),
        phone: Some("12066600001".into()),
        register_date: "2026-11-24".into(),
        status: 0,
        user_level: 0,
        user_level_desc: "普通用户".into(),
    }
}

pub(super) fn login(url: &str) -> LoginData {
    LoginData {
        token: "oa_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG".into(),
        token_expire: "2026-12-01T10:00:00+08:00".into(),
        user_info: user(url),
    }
}

pub(super) fn session() -> SessionItem {
    SessionItem {
        id: "AAECAwQFBgcICQoLDA0ODw".into(),
        device: "iPhone".into(),
        ip: "203.0.113.7".into(),
        create_time: "2026-11-24T10:00:00+08:00".into(),
        last_seen_time: "2026-11-24T10:05:00+08:00".into(),
        expire_time: "2026-12-01T10:05:00+08:00".into(),
        current: true,
    }
}

pub(super) fn picture(url: &str) -> SwiperImg {
    SwiperImg { id: 1, image: format!("{url}/oapro/images/banner-1.svg"), title: "今天的会议".into() }
}

pub(super) fn meeting(url: &str) -> MeetingItem {
    MeetingItem {
        id: 1,
        title: "季度总结会".into(),
        image: format!("{url}/oapro/images/pic-review.svg"),
        state: 1,
        num: 12,
        time: "2026-11-24T10:00:00+08:00".into(),
        address: "三楼会议室".into(),
    }
}

pub(super) fn vote() -> VoteItem {
    VoteItem { id: 1, title: "团建去哪里".into(), state: 1, num: 8, end_time: "2026-11-25T18:00:00+08:00".into() }
}

/// The one page of a list of one.
pub(super) fn page<T>(item: T) -> Page<T> {
    Page { list: vec![item], total: 1, page: 1, limit: 10, pages: 1 }
}

pub(super) fn home(url: &str) -> HomeData {
    HomeData { swiper_imgs: vec![picture(url)], info_list: vec![meeting(url)] }
}
