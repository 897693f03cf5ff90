//! What the operator lists, shows and deletes.

use std::sync::Arc;

use super::{DAY_MS, NOW_MS, login, login_as, session_at, user};
use crate::{NewLogin, Phone, Realm, Status, Store, UserQuery, UserRecord};

fn all() -> UserQuery {
    UserQuery { page: 1, limit: 100, ..UserQuery::default() }
}

async fn ids(store: &Arc<dyn Store>, query: UserQuery) -> (Vec<i64>, i64) {
    let page = store.users(&query).await.unwrap();
    (page.list.iter().map(|record| record.user.id).collect(), page.total)
}

pub async fn an_account_is_shown(store: Arc<dyn Store>) {
    let referrer = user(&store, "o1").await.id;
    let new = NewLogin { share_user_id: Some(referrer), unionid: Some("u1".into()), ..login("o2") };
    store.sign_in(&new).await.unwrap();
    let later = NewLogin { now_ms: NOW_MS + DAY_MS, ..login("o2") };
    let shown = store.sign_in(&later).await.unwrap();
    let record = UserRecord {
        user: shown.clone(),
        unionid: Some("u1".into()),
        share_user_id: Some(referrer),
        last_login_ms: NOW_MS + DAY_MS,
        last_login_ip: "192.0.2.1".into(),
        updated_ms: NOW_MS + DAY_MS,
    };
    assert_eq!(store.user(shown.id).await.unwrap(), Some(record.clone()));
    assert_eq!(store.users(&all()).await.unwrap().list.last(), Some(&record));
    assert_eq!(store.user(i64::MAX).await.unwrap(), None);
}

pub async fn accounts_are_listed_and_filtered(store: Arc<dyn Store>) {
    let (one, two) = (user(&store, "o1").await.id, user(&store, "o2").await.id);
    let realm = Realm::new("wx1", Some("a"));
    let three = store.sign_in(&NewLogin { realm: realm.clone(), ..login("o1") }).await.unwrap().id;
    assert!(store.set_status(two, Status::Disabled, NOW_MS).await.unwrap());
    let phone = |country_code: &str| Phone { country_code: country_code.into(), pure_number: "12066600001".into() };
    store.bind_phone(one, &phone("86"), NOW_MS).await.unwrap();
    store.bind_phone(three, &phone("1"), NOW_MS).await.unwrap();
    assert_eq!(ids(&store, all()).await, (vec![one, two, three], 3));
    assert_eq!(ids(&store, UserQuery { realm: Some(realm), ..all() }).await, (vec![three], 1));
    assert_eq!(ids(&store, UserQuery { status: Some(Status::Active), ..all() }).await, (vec![one, three], 2));
    assert_eq!(ids(&store, UserQuery { status: Some(Status::Closed), ..all() }).await, (vec![], 0));
    let number = UserQuery { pure_number: Some("12066600001".into()), ..all() };
    assert_eq!(ids(&store, number.clone()).await, (vec![one, three], 2));
    let both = UserQuery { realm: Some(Realm::new("wx1", None)), openid_prefix: Some("o".into()), ..number };
    assert_eq!(ids(&store, both).await, (vec![one], 1));
    assert_eq!(ids(&store, UserQuery { pure_number: Some("1206660000".into()), ..all() }).await, (vec![], 0));
}

pub async fn an_openid_prefix_is_compared_byte_for_byte(store: Arc<dyn Store>) {
    for openid in ["oAbc", "oabc", "oàbc", "o_bc", "o%", "o\\"] {
        user(&store, openid).await;
    }
    for (prefix, total) in
        [("", 6), ("o", 6), ("oa", 1), ("oA", 1), ("oà", 1), ("o_", 1), ("o%", 1), ("o\\", 1), ("O", 0), ("oabc ", 0)]
    {
        let query = UserQuery { openid_prefix: Some(prefix.into()), ..all() };
        assert_eq!(ids(&store, query).await.1, total, "{prefix:?}");
    }
}

pub async fn a_part_of_a_nickname_finds_accounts(store: Arc<dyn Store>) {
    for (number, name) in ["林晓", "晓林", "Ann_%", "ann", "Änn"].into_iter().enumerate() {
        store.sign_in(&login_as(&format!("o{number}"), name)).await.unwrap();
    }
    for (part, total) in
        [("", 5), ("晓", 2), ("林晓", 1), ("Ann", 1), ("ann", 1), ("nn", 3), ("_", 1), ("n_%", 1), ("n ", 0)]
    {
        let query = UserQuery { nick_name_part: Some(part.into()), ..all() };
        assert_eq!(ids(&store, query).await.1, total, "{part:?}");
    }
}

pub async fn accounts_come_in_pages(store: Arc<dyn Store>) {
    for number in 0..5 {
        user(&store, &format!("o{number}")).await;
    }
    let (every, _) = ids(&store, all()).await;
    for (page, expected) in [(1, &every[..2]), (3, &every[4..]), (4, &[]), (i64::MAX, &[])] {
        assert_eq!(ids(&store, UserQuery { page, limit: 2, ..all() }).await, (expected.to_vec(), 5));
    }
}

pub async fn a_deleted_account_is_gone_with_all_that_is_theirs(store: Arc<dyn Store>) {
    let new = login("o1");
    let id = store.sign_in(&new).await.unwrap().id;
    let guest = store.sign_in(&NewLogin { share_user_id: Some(id), ..login("o2") }).await.unwrap().id;
    let phone = Phone { country_code: "86".into(), pure_number: "12066600001".into() };
    store.bind_phone(id, &phone, NOW_MS).await.unwrap();
    assert!(store.set_status(id, Status::Closed, NOW_MS).await.unwrap());
    assert!(store.delete_user(id).await.unwrap());
    assert!(!store.delete_user(id).await.unwrap());
    assert!(session_at(&store, &new.token_hash, NOW_MS).await.is_none());
    assert!(store.session_keys(id, NOW_MS).await.unwrap().is_empty());
    assert_eq!(store.user(guest).await.unwrap().unwrap().share_user_id, None);
    let anew = user(&store, "o1").await;
    assert!(anew.id > guest && anew.status == Status::Active && anew.phone.is_none());
}
