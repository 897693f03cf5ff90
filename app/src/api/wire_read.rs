//! How the page reads answers: each field from the member that serde writes it to.

use super::wire::{
    AvatarData, HomeData, LoginData, MeetingItem, Page, PhoneData, ProfileClaim, ProfileData, RevokedData, SessionItem,
    SessionList, SwiperImg, UserCounts, UserInfo, VoteItem,
};
use crate::json::{FromJson, Value, from_json, member};

from_json!(ProfileClaim {
    nick_name: "nickName",
    avatar_url: "avatarUrl",
    gender: "gender",
    country: "country",
    province: "province",
    city: "city",
    language: "language"
});
from_json!(UserInfo {
    user_id: "userId",
    nick_name: "nickName",
    avatar_url: "avatarUrl",
    gender: "gender",
    country: "country",
    province: "province",
    city: "city",
    language: "language",
    phone: "phone",
    register_date: "registerDate",
    status: "status",
    user_level: "userLevel",
    user_level_desc: "userLevelDesc"
});
from_json!(LoginData { token: "token", token_expire: "tokenExpire", user_info: "userInfo" });
from_json!(PhoneData { phone: "phone" });
from_json!(ProfileData { user_info: "userInfo" });
from_json!(AvatarData { avatar_url: "avatarUrl" });
from_json!(SessionList { list: "list" });
from_json!(SessionItem {
    id: "id",
    device: "device",
    ip: "ip",
    create_time: "createTime",
    last_seen_time: "lastSeenTime",
    expire_time: "expireTime",
    current: "current"
});
from_json!(RevokedData { revoked: "revoked" });
from_json!(UserCounts {
    metting_pubs: "metting_pubs",
    metting_joins: "metting_joins",
    vote_pubs: "vote_pubs",
    vote_joins: "vote_joins"
});
from_json!(SwiperImg { id: "id", image: "image", title: "title" });
from_json!(MeetingItem {
    id: "id",
    title: "title",
    image: "image",
    state: "state",
    num: "num",
    time: "time",
    address: "address"
});
from_json!(VoteItem { id: "id", title: "title", state: "state", num: "num", end_time: "endTime" });
from_json!(HomeData { swiper_imgs: "swiperImgs", info_list: "infoList" });

impl<T: FromJson> FromJson for Page<T> {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            list: member(value, "list")?,
            total: member(value, "total")?,
            page: member(value, "page")?,
            limit: member(value, "limit")?,
            pages: member(value, "pages")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written by serde, read by hand: the names are the same.
    fn same<T: serde::Serialize + FromJson>(value: &T) {
        let written = serde_json::to_value(value).unwrap();
        let read = T::from_json(&written.clone().into()).expect("every member is found");
        assert_eq!(serde_json::to_value(&read).unwrap(), written);
    }

    #[test]
    fn what_is_written_is_read() {
        let text = String::from;
        let user_info = UserInfo {
            user_id: 7,
            nick_name: text("林晓"),
            avatar_url: text("https://x/y"),
            gender: 2,
            country: text("China"),
            province: text("Zhejiang"),
            city: text("Hangzhou"),
            language: text("zh_CN"),
            phone: Some(text("12066600001")),
            register_date: text("2026-11-24"),
            status: 1,
            user_level: 2,
            user_level_desc: text("区域代理"),
        };
        same(&LoginData { token: text("t"), token_expire: text("e"), user_info: user_info.clone() });
        same(&ProfileData { user_info: UserInfo { phone: None, ..user_info } });
        same(&ProfileClaim { nick_name: text("n").into(), gender: 1.into(), ..ProfileClaim::default() });
        same(&PhoneData { phone: text("p") });
        same(&AvatarData { avatar_url: text("a") });
        same(&RevokedData { revoked: 3 });
        same(&UserCounts { metting_pubs: 1, metting_joins: 2, vote_pubs: 3, vote_joins: 4 });
        let item = SessionItem {
            id: text("i"),
            device: text("d"),
            ip: text("1"),
            create_time: text("c"),
            last_seen_time: text("l"),
            expire_time: text("e"),
            current: true,
        };
        same(&SessionList { list: vec![item] });
        let meeting = MeetingItem {
            id: 1,
            title: text("t"),
            image: text("i"),
            state: 1,
            num: 2,
            time: text("t"),
            address: text("a"),
        };
        let swiper = SwiperImg { id: 1, image: text("i"), title: text("t") };
        same(&HomeData { swiper_imgs: vec![swiper], info_list: vec![meeting] });
        let vote = VoteItem { id: 1, title: text("t"), state: 0, num: 9, end_time: text("e") };
        same(&Page { list: vec![vote], total: 1, page: 1, limit: 10, pages: 1 });
    }
}
