//! What a login writes down.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::{DAY_MS, NOW_MS, counts, fresh_hash, login, login_as, login_without_avatar, profile, session_at, user};
use crate::{ClientProfile, Counts, DemoSeed, Meeting, Membership, NewLogin, Realm, Status, Store, Vote};

pub async fn a_first_login_makes_a_user(store: Arc<dyn Store>) {
    let new = login("o1");
    let user = store.sign_in(&new).await.unwrap();
    assert!(user.id > 0);
    assert_eq!((&user.realm, user.openid.as_str()), (&new.realm, "o1"));
    assert_eq!((user.nick_name.as_str(), user.avatar.as_str(), user.gender), ("林", "/oapro/avatar/1", 1));
    assert_eq!((user.country.as_str(), user.province.as_str(), user.city.as_str()), ("中国", "广东", "深圳"));
    assert_eq!((user.language.as_str(), &user.phone), ("zh_CN", &None));
    assert_eq!((user.level, user.status, user.created_ms), (0, Status::Active, NOW_MS));
}

pub async fn a_second_login_finds_the_user_and_keeps_the_profile(store: Arc<dyn Store>) {
    let first = user(&store, "o1").await;
    let profile = ClientProfile {
        nick_name: "别人".into(),
        avatar: "/oapro/avatar/2".into(),
        gender: 2,
        country: "x".into(),
        province: "x".into(),
        city: "x".into(),
        language: "en".into(),
    };
    let later = NewLogin { profile, now_ms: NOW_MS + DAY_MS, ..login("o1") };
    assert_eq!(store.sign_in(&later).await.unwrap(), first);
}

pub async fn an_empty_or_placeholder_profile_is_replaced_later(store: Arc<dyn Store>) {
    for (openid, stored) in [("o1", ""), ("o2", "微信用户")] {
        let first = login_without_avatar(openid, stored);
        let made = store.sign_in(&first).await.unwrap();
        assert_eq!((made.nick_name.as_str(), made.avatar.as_str()), (stored, ""));
        let found = user(&store, openid).await;
        assert_eq!((found.id, found.nick_name.as_str(), found.avatar.as_str()), (made.id, "林", "/oapro/avatar/1"));
    }
}

pub async fn a_name_that_only_looks_like_the_placeholder_stays(store: Arc<dyn Store>) {
    for (openid, name) in [("o1", "微信用户 "), ("o2", " "), ("o3", "微信用户1")] {
        store.sign_in(&login_as(openid, name)).await.unwrap();
        assert_eq!(user(&store, openid).await.nick_name, name);
    }
}

pub async fn nothing_replaces_a_profile_with_nothing(store: Arc<dyn Store>) {
    let placeholder = store.sign_in(&login_as("o1", "微信用户")).await.unwrap();
    let empty = login_without_avatar("o1", "");
    assert_eq!(store.sign_in(&empty).await.unwrap(), placeholder);
}

pub async fn openids_are_compared_byte_for_byte(store: Arc<dyn Store>) {
    let mut ids = Vec::new();
    for openid in ["oAbc", "oabc", "OABC", "oàbc", "oabc ", "oa_c", "oa%c"] {
        ids.push(user(&store, openid).await.id);
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 7);
}

pub async fn realms_are_separate(store: Arc<dyn Store>) {
    let mut ids = Vec::new();
    for realm in
        [Realm::new("wx1", None), Realm::new("wx2", None), Realm::new("wx1", Some("a")), Realm::new("WX1", None)]
    {
        let user = store.sign_in(&NewLogin { realm: realm.clone(), ..login("o1") }).await.unwrap();
        assert_eq!(user.realm, realm);
        ids.push(user.id);
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 4);
}

pub async fn fifty_first_logins_at_once_make_one_user(store: Arc<dyn Store>) {
    let mut tasks = JoinSet::new();
    for _ in 0..50 {
        let (store, new) = (store.clone(), login("o1"));
        tasks.spawn(async move { (store.sign_in(&new).await.unwrap().id, new.token_hash) });
    }
    let done = tasks.join_all().await;
    assert_eq!(done.len(), 50);
    let mut sessions = Vec::new();
    for (user_id, hash) in &done {
        let session = session_at(&store, hash, NOW_MS).await.unwrap();
        assert_eq!((session.account.id, *user_id), (done.first().unwrap().0, done.first().unwrap().0));
        sessions.push(session.id);
    }
    sessions.sort_unstable();
    sessions.dedup();
    assert_eq!(sessions.len(), 50);
}

pub async fn a_disabled_user_is_returned_and_nothing_is_written(store: Arc<dyn Store>) {
    for (openid, status) in [("o1", Status::Disabled), ("o2", Status::Closed)] {
        let first = login_without_avatar(openid, "");
        let user = store.sign_in(&first).await.unwrap();
        assert!(store.set_status(user.id, status, NOW_MS).await.unwrap());
        let keys = store.session_keys(user.id, NOW_MS).await.unwrap();
        let mut again = login(openid);
        again.session_key.sealed = vec![9];
        let returned = store.sign_in(&again).await.unwrap();
        assert_eq!((returned.id, returned.status, returned.nick_name.as_str()), (user.id, status, ""));
        assert!(session_at(&store, &again.token_hash, NOW_MS).await.is_none());
        assert_eq!(store.session_keys(user.id, NOW_MS).await.unwrap(), keys);
    }
}

pub async fn any_text_survives(store: Arc<dyn Store>) {
    let text = "😀 '; DROP TABLE user; -- \" \\ %_ \u{202e}é\n";
    let profile = ClientProfile { nick_name: text.into(), city: text.into(), ..profile() };
    let new = NewLogin { profile, unionid: Some("u1".into()), ..login("o'1") };
    let made = store.sign_in(&new).await.unwrap();
    assert_eq!((made.nick_name.as_str(), made.city.as_str(), made.openid.as_str()), (text, text, "o'1"));
    assert_eq!(store.user(made.id).await.unwrap().unwrap().user, made);
}

pub async fn the_referrer_of_the_first_login_is_kept(store: Arc<dyn Store>) {
    let (referrer, other) = (user(&store, "o1").await.id, user(&store, "o2").await.id);
    let guest = store.sign_in(&NewLogin { share_user_id: Some(referrer), ..login("o3") }).await.unwrap().id;
    assert_eq!(store.referrer(guest).await.unwrap(), Some(referrer));
    store.sign_in(&NewLogin { share_user_id: Some(other), ..login("o3") }).await.unwrap();
    assert_eq!(store.referrer(guest).await.unwrap(), Some(referrer));
    store.sign_in(&NewLogin { share_user_id: Some(other), ..login("o1") }).await.unwrap();
    assert_eq!(store.referrer(referrer).await.unwrap(), None);
}

pub async fn an_unknown_referrer_or_oneself_is_ignored(store: Arc<dyn Store>) {
    let first = user(&store, "o1").await.id;
    let realm = Realm::new("wx2", None);
    // Ids without an account, and then the id that the new user itself is about to get.
    for (openid, referrer) in [("o2", 0), ("o3", -1), ("o4", i64::MAX), ("o5", first + 4)] {
        let guest = store.sign_in(&NewLogin { share_user_id: Some(referrer), ..login(openid) }).await.unwrap().id;
        assert_eq!(store.referrer(guest).await.unwrap(), None, "{referrer}");
        assert!(openid != "o5" || guest == referrer, "oneself");
    }
    let stranger = store.sign_in(&NewLogin { realm, share_user_id: Some(first), ..login("o1") }).await.unwrap().id;
    assert_eq!(store.referrer(stranger).await.unwrap(), None);
    assert_eq!(store.referrer(i64::MAX).await.unwrap(), None);
}

/// Three meetings and two votes to belong to.
pub(crate) fn seed() -> DemoSeed {
    let meeting = |id| Meeting {
        id,
        title: format!("会议{id}"),
        image: "/m.png".into(),
        start_ms: 0,
        end_ms: DAY_MS,
        address: "a".into(),
        participants: 4,
    };
    let vote = |id| Vote { id, title: format!("投票{id}"), start_ms: 0, end_ms: DAY_MS, cast: 3 };
    DemoSeed { swiper: Vec::new(), meetings: vec![meeting(1), meeting(2), meeting(3)], votes: vec![vote(1), vote(2)] }
}

pub async fn memberships_are_counted(store: Arc<dyn Store>) {
    store.seed_demo(&seed(), NOW_MS).await.unwrap();
    let memberships = vec![
        Membership::MeetingHost(1),
        Membership::MeetingGuest(1),
        Membership::MeetingGuest(2),
        Membership::MeetingGuest(3),
        Membership::VotePublisher(1),
        Membership::VoteVoter(1),
        Membership::VoteVoter(2),
        Membership::VoteVoter(2),
        Membership::MeetingGuest(99),
        Membership::VoteVoter(99),
    ];
    let (one, other) = (NewLogin { memberships, ..login("o1") }, login("o2"));
    for login in [&one, &other] {
        store.sign_in(login).await.unwrap();
    }
    let expected = Counts { meetings_hosted: 1, meetings_joined: 3, votes_published: 1, votes_cast: 2 };
    assert_eq!(counts(&store, &one).await, expected);
    assert_eq!(counts(&store, &other).await, Counts::default());
    // as a session alone: none of a stranger's hash, and none that has ended
    assert!(store.session_and_counts(&fresh_hash(), NOW_MS).await.unwrap().is_none());
    assert!(store.session_and_counts(&one.token_hash, one.idle_ends_ms).await.unwrap().is_none());
}

pub async fn memberships_are_taken_at_the_first_login_only(store: Arc<dyn Store>) {
    store.seed_demo(&seed(), NOW_MS).await.unwrap();
    user(&store, "o1").await;
    let again = NewLogin { memberships: vec![Membership::MeetingHost(1)], ..login("o1") };
    store.sign_in(&again).await.unwrap();
    assert_eq!(counts(&store, &again).await, Counts::default());
}
