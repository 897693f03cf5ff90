//! Sessions and the session_keys that logins leave.

use std::sync::Arc;

use super::{DAY_MS, HOUR_MS, NOW_MS, fresh_hash, login, sealed, session_at, user};
use crate::{Account, NewLogin, SealedKey, Status, Store};

pub async fn a_token_finds_its_session(store: Arc<dyn Store>) {
    let new = login("o1");
    let user = store.sign_in(&new).await.unwrap();
    assert_eq!(created(&store, user.id).await, [NOW_MS]);
    let session = session_at(&store, &new.token_hash, NOW_MS + HOUR_MS).await.unwrap();
    let account = Account { id: user.id, realm: user.realm, openid: user.openid, status: Status::Active };
    assert_eq!((session.account, session.last_seen_ms), (account, NOW_MS));
    assert_eq!((session.expires_ms, session.absolute_ends_ms), (new.idle_ends_ms, new.absolute_ends_ms));
}

pub async fn an_unknown_token_finds_nothing(store: Arc<dyn Store>) {
    user(&store, "o1").await;
    assert!(session_at(&store, &fresh_hash(), NOW_MS).await.is_none());
}

pub async fn a_session_ends_when_idle(store: Arc<dyn Store>) {
    let new = login("o1");
    store.sign_in(&new).await.unwrap();
    assert!(session_at(&store, &new.token_hash, new.idle_ends_ms - 1).await.is_some());
    assert!(session_at(&store, &new.token_hash, new.idle_ends_ms).await.is_none());
}

pub async fn a_session_ends_absolutely(store: Arc<dyn Store>) {
    let new = login("o1");
    store.sign_in(&new).await.unwrap();
    let session = session_at(&store, &new.token_hash, NOW_MS).await.unwrap();
    store.touch(session.id, NOW_MS + DAY_MS, new.absolute_ends_ms + DAY_MS).await.unwrap();
    let last = session_at(&store, &new.token_hash, new.absolute_ends_ms - 1).await.unwrap();
    assert_eq!(last.expires_ms, new.absolute_ends_ms);
    assert!(session_at(&store, &new.token_hash, new.absolute_ends_ms).await.is_none());
}

pub async fn a_touch_slides_the_idle_end_and_never_backwards(store: Arc<dyn Store>) {
    let new = login("o1");
    let user_id = store.sign_in(&new).await.unwrap().id;
    let id = session_at(&store, &new.token_hash, NOW_MS).await.unwrap().id;
    let (seen, ends) = (NOW_MS + DAY_MS, NOW_MS + 8 * DAY_MS);
    store.touch(id, seen, ends).await.unwrap();
    store.touch(id, seen - HOUR_MS, ends - HOUR_MS).await.unwrap();
    let session = session_at(&store, &new.token_hash, new.idle_ends_ms).await.unwrap();
    assert_eq!((session.last_seen_ms, session.expires_ms), (seen, ends));
    assert_eq!(created(&store, user_id).await, [NOW_MS]);
}

pub async fn a_touch_does_not_revive(store: Arc<dyn Store>) {
    let new = login("o1");
    store.sign_in(&new).await.unwrap();
    let id = session_at(&store, &new.token_hash, NOW_MS).await.unwrap().id;
    assert!(store.end_session(id).await.unwrap());
    store.touch(id, NOW_MS + HOUR_MS, NOW_MS + DAY_MS).await.unwrap();
    assert!(session_at(&store, &new.token_hash, NOW_MS + HOUR_MS).await.is_none());
}

pub async fn ending_a_session_leaves_the_others(store: Arc<dyn Store>) {
    let (phone, tablet, other) = (login("o1"), login("o1"), login("o2"));
    for new in [&phone, &tablet, &other] {
        store.sign_in(new).await.unwrap();
    }
    let id = session_at(&store, &phone.token_hash, NOW_MS).await.unwrap().id;
    assert!(store.end_session(id).await.unwrap());
    assert!(!store.end_session(id).await.unwrap());
    assert!(session_at(&store, &phone.token_hash, NOW_MS).await.is_none());
    assert!(session_at(&store, &tablet.token_hash, NOW_MS).await.is_some());
    assert!(session_at(&store, &other.token_hash, NOW_MS).await.is_some());
}

pub async fn a_session_shows_the_status_of_its_user(store: Arc<dyn Store>) {
    let new = login("o1");
    let id = store.sign_in(&new).await.unwrap().id;
    for status in [Status::Disabled, Status::Active, Status::Closed] {
        assert!(store.set_status(id, status, NOW_MS).await.unwrap());
        assert_eq!(session_at(&store, &new.token_hash, NOW_MS).await.unwrap().account.status, status);
    }
}

/// When a user's sessions were made.
async fn created(store: &Arc<dyn Store>, user_id: i64) -> Vec<i64> {
    store.sessions(user_id, NOW_MS).await.unwrap().iter().map(|session| session.created_ms).collect()
}

/// Signs `o1` in with a key of this one byte and returns the user's id.
async fn sign_in_with(store: &Arc<dyn Store>, byte: u8, now_ms: i64) -> i64 {
    let session_key = sealed("a", &[byte]);
    store.sign_in(&NewLogin { session_key, now_ms, ..login("o1") }).await.unwrap().id
}

/// The keys that [`sign_in_with`] gave and that are still there.
async fn keys(store: &Arc<dyn Store>, user_id: i64, now_ms: i64) -> Vec<u8> {
    store.session_keys(user_id, now_ms).await.unwrap().into_iter().flat_map(|key| key.sealed).collect()
}

pub async fn the_newest_three_keys_are_kept(store: Arc<dyn Store>) {
    let mut id = 0;
    for byte in 1..=5 {
        // All at one moment: the order is that of the logins.
        id = sign_in_with(&store, byte, NOW_MS).await;
    }
    assert_eq!(keys(&store, id, NOW_MS).await, [5, 4, 3]);
}

pub async fn old_keys_are_dropped_but_the_newest(store: Arc<dyn Store>) {
    let id = sign_in_with(&store, 1, NOW_MS).await;
    sign_in_with(&store, 2, NOW_MS + DAY_MS).await;
    assert_eq!(keys(&store, id, NOW_MS + DAY_MS).await, [2, 1]);
    assert_eq!(keys(&store, id, NOW_MS + 3 * DAY_MS + 1).await, [2]);
    assert_eq!(keys(&store, id, NOW_MS + 20 * DAY_MS).await, [2]);
    sign_in_with(&store, 3, NOW_MS + 20 * DAY_MS).await;
    assert_eq!(keys(&store, id, NOW_MS).await, [3], "the next login deletes them");
}

pub async fn keys_belong_to_their_user(store: Arc<dyn Store>) {
    let id = sign_in_with(&store, 1, NOW_MS).await;
    let key = sealed("key-B_2", &[7, 0, 7]);
    let other = store.sign_in(&NewLogin { session_key: key.clone(), ..login("o2") }).await.unwrap().id;
    assert_eq!(keys(&store, id, NOW_MS).await, [1]);
    assert_eq!(store.session_keys(other, NOW_MS).await.unwrap(), [key]);
    assert!(store.session_keys(i64::MAX, NOW_MS).await.unwrap().is_empty());
}

/// WeChat's key changes rarely and people log in often.
pub async fn a_login_with_a_known_key_pushes_no_other_out(store: Arc<dyn Store>) {
    let mut id = 0;
    for byte in [1, 2, 3, 3, 3, 3] {
        id = sign_in_with(&store, byte, NOW_MS).await;
    }
    assert_eq!(keys(&store, id, NOW_MS).await, [3, 2, 1]);
    // Sealed anew each time: the newest sealing stands.
    let session_key = SealedKey { sealed: vec![9], ..sealed("a", &[1]) };
    store.sign_in(&NewLogin { session_key: session_key.clone(), ..login("o1") }).await.unwrap();
    assert_eq!(keys(&store, id, NOW_MS).await, [9, 3, 2]);
    assert_eq!(store.session_keys(id, NOW_MS).await.unwrap().first(), Some(&session_key));
    let other = store.sign_in(&NewLogin { session_key, ..login("o2") }).await.unwrap().id;
    assert_eq!((keys(&store, other, NOW_MS).await.len(), keys(&store, id, NOW_MS).await.len()), (1, 3));
}
