//! The operations on accounts by the operator and at the start.

use std::sync::Arc;

use super::{DAY_MS, NOW_MS, login, user};
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
        assert!(store.reactivate(id, NOW_MS).await.unwrap());
        assert_eq!(user(&store, "o1").await.status, Status::Active);
        assert_eq!(user(&store, "o2").await.status, Status::Closed, "and no other");
    }
    assert!(!store.reactivate(i64::MAX, NOW_MS).await.unwrap());
}

pub async fn a_missing_account_gets_no_status(store: Arc<dyn Store>) {
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
    assert_eq!(store.delete_accounts(&one.realm, Some("o1")).await.unwrap(), 1);
    assert_eq!(store.delete_accounts(&one.realm, Some("o1")).await.unwrap(), 0);
    assert_eq!(store.session_keys(one.id, NOW_MS).await.unwrap(), []);
    assert_eq!(user(&store, "o2").await.id, two.id);
    assert!(user(&store, "o1").await.id > two.id, "never the old id");
}

pub async fn a_forgotten_realm_leaves_the_others(store: Arc<dyn Store>) {
    let realm = |world| Realm::new("wx1", Some(world));
    for (world, openid) in [("a", "o1"), ("a", "o2"), ("ab", "o1")] {
        store.sign_in(&NewLogin { realm: realm(world), ..login(openid) }).await.unwrap();
    }
    assert_eq!(store.delete_accounts(&realm("a"), None).await.unwrap(), 2);
    assert_eq!(store.delete_accounts(&realm("ab"), None).await.unwrap(), 1);
}

pub async fn idle_worlds_are_found_in_batches(store: Arc<dyn Store>) {
    let login_at = async |realm: Realm, openid: &str, now_ms| {
        store.sign_in(&NewLogin { realm, now_ms, ..login(openid) }).await.unwrap();
    };
    let world = |name: &str| Realm::new("wx_1", Some(name));
    for name in ["d", "a", "c", "b-2"] {
        login_at(world(name), "o1", NOW_MS).await;
    }
    // one account of two is enough, and neither the app itself nor another app's worlds are worlds of this one
    login_at(world("c"), "o2", NOW_MS + DAY_MS).await;
    for other in [Realm::new("wx_1", None), Realm::new("wx_10", Some("a")), Realm::new("wx11", Some("a"))] {
        login_at(other, "o1", NOW_MS).await;
    }
    let idle = async |after: Option<&str>, before_ms, limit| {
        store.idle_realms("wx_1", after.map(world).as_ref(), before_ms, limit).await.unwrap()
    };
    assert_eq!(idle(None, NOW_MS, 9).await, []);
    assert_eq!(idle(None, NOW_MS + 1, 2).await, ["a", "b-2"].map(world));
    assert_eq!(idle(Some("b-2"), NOW_MS + 1, 2).await, ["d"].map(world));
    assert_eq!(idle(None, NOW_MS + DAY_MS + 1, 9).await, ["a", "b-2", "c", "d"].map(world));
    assert_eq!(store.delete_idle_accounts(&world("c"), NOW_MS + 1).await.unwrap(), 1, "who came back stays");
    assert_eq!(store.delete_idle_accounts(&world("a"), NOW_MS + 1).await.unwrap(), 1);
    assert_eq!(idle(None, NOW_MS + DAY_MS + 1, 9).await, ["b-2", "c", "d"].map(world));
}

pub async fn an_account_that_was_seen_is_not_idle(store: Arc<dyn Store>) {
    let realm = Realm::new("wx1", Some("a"));
    let new = NewLogin { realm: realm.clone(), ..login("o1") };
    store.sign_in(&new).await.unwrap();
    let session = store.session(&new.token_hash, NOW_MS).await.unwrap().unwrap();
    store.touch(session.id, NOW_MS + DAY_MS, NOW_MS + 2 * DAY_MS).await.unwrap();
    assert_eq!(store.idle_realms("wx1", None, NOW_MS + DAY_MS, 9).await.unwrap(), []);
    assert_eq!(store.delete_idle_accounts(&realm, NOW_MS + DAY_MS).await.unwrap(), 0);
    assert_eq!(store.idle_realms("wx1", None, NOW_MS + DAY_MS + 1, 9).await.unwrap(), std::slice::from_ref(&realm));
    assert_eq!(store.delete_idle_accounts(&realm, NOW_MS + DAY_MS + 1).await.unwrap(), 1);
}

pub async fn the_database_answers(store: Arc<dyn Store>) {
    store.ping().await.unwrap();
}
