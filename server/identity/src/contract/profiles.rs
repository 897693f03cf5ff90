//! Profiles and pictures.

use std::sync::Arc;

use super::{DAY_MS, NOW_MS, user};
use crate::{Avatar, ProfileChange, Store, User};

async fn change(store: &Arc<dyn Store>, user_id: i64, change: ProfileChange) -> Option<User> {
    store.update_profile(user_id, &change, NOW_MS + DAY_MS).await.unwrap()
}

pub async fn only_what_is_there_changes(store: Arc<dyn Store>) {
    let before = user(&store, "o1").await;
    let other = user(&store, "o2").await;
    let nothing = change(&store, before.id, ProfileChange::default()).await.unwrap();
    assert_eq!(nothing, before);
    let name = ProfileChange { nick_name: Some("小林".into()), ..ProfileChange::default() };
    let expected = User { nick_name: "小林".into(), ..before.clone() };
    assert_eq!(change(&store, before.id, name).await.unwrap(), expected);
    let rest = ProfileChange { avatar: Some(String::new()), gender: Some(0), ..ProfileChange::default() };
    let expected = User { avatar: String::new(), gender: 0, ..expected };
    assert_eq!(change(&store, before.id, rest).await.unwrap(), expected);
    assert_eq!(store.user(before.id).await.unwrap().unwrap().user, expected);
    assert_eq!(user(&store, "o2").await, other);
}

pub async fn a_gone_user_has_no_profile(store: Arc<dyn Store>) {
    assert_eq!(change(&store, i64::MAX, ProfileChange::default()).await, None);
    let avatar = Avatar::new("image/webp", vec![1]);
    assert!(!store.put_avatar(i64::MAX, &avatar, "/a", NOW_MS).await.unwrap());
    assert_eq!(store.avatar(&avatar.sha256).await.unwrap(), None);
}

pub async fn any_name_survives(store: Arc<dyn Store>) {
    let id = user(&store, "o1").await.id;
    for name in ["👩‍👩‍👧 '; DROP TABLE user; -- \\", "名".repeat(128).as_str(), " a ", "e\u{301}", "ß"] {
        let changed = ProfileChange { nick_name: Some(name.to_owned()), ..ProfileChange::default() };
        assert_eq!(change(&store, id, changed).await.unwrap().nick_name, name);
    }
}

pub async fn an_avatar_is_kept_and_found(store: Arc<dyn Store>) {
    let before = user(&store, "o1").await;
    let bytes: Vec<u8> = (0..300_000_u32).map(|byte| (byte % 251) as u8).collect();
    let avatar = Avatar::new("image/webp", bytes);
    assert_eq!(store.avatar(&avatar.sha256).await.unwrap(), None);
    for _ in 0..2 {
        assert!(store.put_avatar(before.id, &avatar, &avatar.path(), NOW_MS).await.unwrap());
        assert!(store.avatar(&avatar.sha256).await.unwrap() == Some(avatar.clone()));
    }
    assert_eq!(user(&store, "o1").await, User { avatar: avatar.path(), ..before });
}

pub async fn a_new_avatar_replaces_the_old_one(store: Arc<dyn Store>) {
    let id = user(&store, "o1").await.id;
    let (old, new) = (Avatar::new("image/png", vec![1]), Avatar::new("image/webp", vec![2]));
    for avatar in [&old, &new] {
        assert!(store.put_avatar(id, avatar, &avatar.path(), NOW_MS).await.unwrap());
    }
    assert_eq!(store.avatar(&old.sha256).await.unwrap(), None);
    assert_eq!(store.avatar(&new.sha256).await.unwrap(), Some(new));
}

pub async fn two_users_may_have_one_picture(store: Arc<dyn Store>) {
    let (one, two) = (user(&store, "o1").await.id, user(&store, "o2").await.id);
    let (same, other) = (Avatar::new("image/png", vec![1]), Avatar::new("image/png", vec![2]));
    for (id, avatar) in [(one, &same), (two, &same), (one, &other)] {
        assert!(store.put_avatar(id, avatar, &avatar.path(), NOW_MS).await.unwrap());
    }
    assert_eq!(store.avatar(&same.sha256).await.unwrap(), Some(same));
}

pub async fn an_avatar_goes_with_its_user(store: Arc<dyn Store>) {
    let id = user(&store, "o1").await.id;
    let avatar = Avatar::new("image/png", vec![1]);
    assert!(store.put_avatar(id, &avatar, "/a", NOW_MS).await.unwrap());
    assert!(store.delete_user(id).await.unwrap());
    assert_eq!(store.avatar(&avatar.sha256).await.unwrap(), None);
}
