//! What the operator does with accounts, and what the start asks about them.

use std::sync::Arc;

use super::{NOW_MS, login, user};
use crate::{NewLogin, Realm, Status, Store};

pub async fn a_status_is_set_and_restored(store: Arc<dyn Store>) {
    let id = user(&store, "o1").await.id;
    for status in [Status::Disabled, Status::Disabled, Status::Active] {
        assert!(store.set_status(id, status, NOW_MS).await.unwrap());
        assert_eq!(user(&store, "o1").await.status, status);
    }
    assert_eq!(user(&store, "o2").await.status, Status::Active);
}

pub async fn a_closed_account_stays_closed(store: Arc<dyn Store>) {
    let id = user(&store, "o1").await.id;
    assert!(store.set_status(id, Status::Closed, NOW_MS).await.unwrap());
    assert!(!store.set_status(id, Status::Active, NOW_MS).await.unwrap());
    assert!(!store.set_status(id, Status::Disabled, NOW_MS).await.unwrap());
    assert!(store.set_status(id, Status::Closed, NOW_MS).await.unwrap());
    let found = user(&store, "o1").await;
    assert_eq!((found.id, found.status), (id, Status::Closed));
}

pub async fn a_closed_account_is_opened_again_by_the_demo_alone(store: Arc<dyn Store>) {
    let (id, other) = (user(&store, "o1").await.id, user(&store, "o2").await.id);
    for status in [Status::Closed, Status::Disabled, Status::Active] {
        store.set_status(id, status, NOW_MS).await.unwrap();
        store.set_status(other, Status::Closed, NOW_MS).await.unwrap();
        assert!(store.reopen(id, NOW_MS).await.unwrap());
        assert_eq!(user(&store, "o1").await.status, Status::Active);
        assert_eq!(user(&store, "o2").await.status, Status::Closed, "and no other");
    }
    assert!(!store.reopen(i64::MAX, NOW_MS).await.unwrap());
}

pub async fn a_status_of_nobody_is_not_set(store: Arc<dyn Store>) {
    assert!(!store.set_status(i64::MAX, Status::Disabled, NOW_MS).await.unwrap());
}

pub async fn an_app_with_its_worlds_is_one_app(store: Arc<dyn Store>) {
    for realm in [Realm::new("wx_1", None), Realm::new("wx_1", Some("default")), Realm::new("wx_1", Some("a-b"))] {
        store.sign_in(&NewLogin { realm, ..login("o1") }).await.unwrap();
    }
    assert!(!store.holds_other_app("wx_1").await.unwrap());
    for other in ["wx_", "wx_12", "wx11", "WX_1", "wx%", "wx_1/default"] {
        assert!(store.holds_other_app(other).await.unwrap(), "{other}");
    }
    store.sign_in(&NewLogin { realm: Realm::new("wx11", None), ..login("o1") }).await.unwrap();
    assert!(store.holds_other_app("wx_1").await.unwrap());
}

pub async fn an_empty_database_holds_no_other_app(store: Arc<dyn Store>) {
    assert!(!store.holds_other_app("wx1").await.unwrap());
}

pub async fn a_forgotten_account_is_gone_and_its_id_with_it(store: Arc<dyn Store>) {
    let (one, two) = (user(&store, "o1").await, user(&store, "o2").await);
    assert_eq!(store.forget(&one.realm, Some("o1")).await.unwrap(), 1);
    assert_eq!(store.forget(&one.realm, Some("o1")).await.unwrap(), 0);
    assert_eq!(store.session_keys(one.id, NOW_MS).await.unwrap(), []);
    assert_eq!(user(&store, "o2").await.id, two.id);
    assert!(user(&store, "o1").await.id > two.id, "never the old id");
}

pub async fn a_forgotten_realm_leaves_the_others(store: Arc<dyn Store>) {
    let realm = |world| Realm::new("wx1", Some(world));
    for (world, openid) in [("a", "o1"), ("a", "o2"), ("ab", "o1")] {
        store.sign_in(&NewLogin { realm: realm(world), ..login(openid) }).await.unwrap();
    }
    assert_eq!(store.forget(&realm("a"), None).await.unwrap(), 2);
    assert_eq!(store.forget(&realm("ab"), None).await.unwrap(), 1);
}

pub async fn the_database_answers(store: Arc<dyn Store>) {
    store.ping().await.unwrap();
}
