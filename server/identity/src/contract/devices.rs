//! The list of a user's devices, revoking them, and sweeping what has ended.

use std::sync::Arc;

use super::{DAY_MS, HOUR_MS, NOW_MS, login, sealed, session_at};
use crate::{NewLogin, Origin, Revoke, SessionId, SessionInfo, Store, SweptKeys};

/// Signs `openid` in from three devices, an hour apart, and gives the logins.
async fn three(store: &Arc<dyn Store>, openid: &str) -> (i64, Vec<NewLogin>) {
    let (mut id, mut logins) = (0, Vec::new());
    for (hour, device) in (0..).zip(["iPhone", "微信开发者工具", "iPad"]) {
        let origin = Origin {
            ip: format!("2001:db8::{hour}").parse().unwrap(),
            device: device.to_owned(),
            user_agent: String::new(),
        };
        let new = NewLogin { origin, now_ms: NOW_MS + hour * HOUR_MS, ..login(openid) };
        id = store.sign_in(&new).await.unwrap().id;
        logins.push(new);
    }
    (id, logins)
}

async fn listed(store: &Arc<dyn Store>, user_id: i64, now_ms: i64) -> Vec<SessionInfo> {
    store.sessions(user_id, now_ms).await.unwrap()
}

pub async fn sessions_are_listed_newest_first(store: Arc<dyn Store>) {
    let (id, logins) = three(&store, "o1").await;
    three(&store, "o2").await;
    let list = listed(&store, id, NOW_MS + 3 * HOUR_MS).await;
    assert_eq!(list.len(), 3);
    for (info, new) in list.iter().zip(logins.iter().rev()) {
        assert_eq!((info.device.as_str(), info.ip.as_str()), (new.origin.device.as_str(), &*new.origin.ip.to_string()));
        assert_eq!((info.created_ms, info.last_seen_ms, info.expires_ms), (new.now_ms, new.now_ms, new.idle_ends_ms));
    }
    assert!(listed(&store, i64::MAX, NOW_MS).await.is_empty());
}

pub async fn an_ended_session_is_not_listed(store: Arc<dyn Store>) {
    let (id, logins) = three(&store, "o1").await;
    let short = NewLogin { idle_ends_ms: NOW_MS + HOUR_MS, ..login("o1") };
    store.sign_in(&short).await.unwrap();
    assert_eq!(listed(&store, id, short.idle_ends_ms - 1).await.len(), 4);
    assert_eq!(listed(&store, id, short.idle_ends_ms).await.len(), 3);
    let row = session_at(&store, &logins[0].token_hash, NOW_MS).await.unwrap().id;
    store.end_session(row).await.unwrap();
    assert_eq!(listed(&store, id, short.idle_ends_ms).await.len(), 2);
}

pub async fn a_listed_session_is_the_one_of_its_token(store: Arc<dyn Store>) {
    let (id, logins) = three(&store, "o1").await;
    let row = session_at(&store, &logins[1].token_hash, NOW_MS).await.unwrap().id;
    store.touch(row, NOW_MS + 2 * DAY_MS, NOW_MS + 99 * DAY_MS).await.unwrap();
    let list = listed(&store, id, NOW_MS + 2 * DAY_MS).await;
    let info = list.iter().find(|info| info.row_id == row).unwrap();
    assert_eq!((info.id, info.device.as_str()), (SessionId::of(&logins[1].token_hash), "微信开发者工具"));
    assert_eq!((info.last_seen_ms, info.expires_ms), (NOW_MS + 2 * DAY_MS, logins[1].absolute_ends_ms));
}

pub async fn one_session_is_revoked(store: Arc<dyn Store>) {
    let (id, logins) = three(&store, "o1").await;
    let one = Revoke::One(SessionId::of(&logins[1].token_hash));
    assert_eq!(store.revoke(id, &one, NOW_MS).await.unwrap(), 1);
    assert_eq!(store.revoke(id, &one, NOW_MS).await.unwrap(), 0);
    assert!(session_at(&store, &logins[1].token_hash, NOW_MS).await.is_none());
    assert_eq!(listed(&store, id, NOW_MS).await.len(), 2);
}

pub async fn the_owner_of_a_session_is_found(store: Arc<dyn Store>) {
    let (id, logins) = three(&store, "o1").await;
    let (other, others) = three(&store, "o2").await;
    let owner = async |new: &NewLogin| store.session_owner(&SessionId::of(&new.token_hash)).await.unwrap();
    assert_eq!((owner(&logins[1]).await, owner(&others[1]).await), (Some(id), Some(other)));
    assert_eq!(owner(&login("o1")).await, None);
    assert!(store.delete_user(id).await.unwrap());
    assert_eq!(owner(&logins[1]).await, None);
}

pub async fn a_session_of_another_user_is_not_revoked(store: Arc<dyn Store>) {
    let (id, logins) = three(&store, "o1").await;
    let (other, _) = three(&store, "o2").await;
    let one = Revoke::One(SessionId::of(&logins[0].token_hash));
    assert_eq!(store.revoke(other, &one, NOW_MS).await.unwrap(), 0);
    assert_eq!(store.revoke(i64::MAX, &one, NOW_MS).await.unwrap(), 0);
    assert_eq!(store.revoke(id, &Revoke::One(SessionId::from([0; 16])), NOW_MS).await.unwrap(), 0);
    assert_eq!((listed(&store, id, NOW_MS).await.len(), listed(&store, other, NOW_MS).await.len()), (3, 3));
}

pub async fn the_others_are_revoked(store: Arc<dyn Store>) {
    let (id, logins) = three(&store, "o1").await;
    let (other, _) = three(&store, "o2").await;
    let row = session_at(&store, &logins[0].token_hash, NOW_MS).await.unwrap().id;
    assert_eq!(store.revoke(id, &Revoke::AllBut(row), NOW_MS).await.unwrap(), 2);
    assert_eq!(listed(&store, id, NOW_MS).await.first().unwrap().row_id, row);
    assert_eq!(store.revoke(id, &Revoke::AllBut(row), NOW_MS).await.unwrap(), 0);
    assert_eq!(listed(&store, other, NOW_MS).await.len(), 3);
}

pub async fn all_are_revoked_and_only_of_that_user(store: Arc<dyn Store>) {
    let (id, logins) = three(&store, "o1").await;
    let (other, _) = three(&store, "o2").await;
    assert_eq!(store.revoke(id, &Revoke::All, NOW_MS).await.unwrap(), 3);
    for new in &logins {
        assert!(session_at(&store, &new.token_hash, NOW_MS).await.is_none());
    }
    assert_eq!((listed(&store, id, NOW_MS).await.len(), listed(&store, other, NOW_MS).await.len()), (0, 3));
}

pub async fn what_has_ended_does_not_count_as_revoked(store: Arc<dyn Store>) {
    let (id, logins) = three(&store, "o1").await;
    let end = logins[0].idle_ends_ms;
    assert_eq!(store.revoke(id, &Revoke::One(SessionId::of(&logins[0].token_hash)), end).await.unwrap(), 0);
    assert_eq!(store.revoke(id, &Revoke::All, end).await.unwrap(), 0);
}

pub async fn a_sweep_takes_what_has_ended_in_batches(store: Arc<dyn Store>) {
    let (id, logins) = three(&store, "o1").await;
    let long = NewLogin { idle_ends_ms: NOW_MS + 20 * DAY_MS, ..login("o2") };
    let other = store.sign_in(&long).await.unwrap().id;
    assert_eq!(store.sweep_sessions(NOW_MS, 2).await.unwrap(), 0);
    let end = logins[0].idle_ends_ms;
    for rows in [2, 1, 0] {
        assert_eq!(store.sweep_sessions(end, 2).await.unwrap(), rows);
    }
    assert!(listed(&store, id, NOW_MS).await.is_empty());
    assert_eq!(listed(&store, other, end).await.len(), 1);
}

pub async fn a_sweep_takes_keys_without_use(store: Arc<dyn Store>) {
    let key = |byte| NewLogin { session_key: sealed("a", &[byte]), ..login("o1") };
    let id = store.sign_in(&key(1)).await.unwrap().id;
    store.sign_in(&NewLogin { now_ms: NOW_MS + HOUR_MS, ..key(2) }).await.unwrap();
    let gone = store.sign_in(&login("o2")).await.unwrap().id;
    store.revoke(gone, &Revoke::All, NOW_MS).await.unwrap();
    let none = SweptKeys { rows: 0, next_ms: None };
    assert_eq!(store.sweep_keys(NOW_MS + 3 * DAY_MS, 0, 100).await.unwrap(), none, "not yet three days old");
    // Of `o1` the older one: its phone may still encrypt with the newest. Of `o2`, which has no session, all.
    let two = SweptKeys { rows: 2, next_ms: None };
    assert_eq!(store.sweep_keys(NOW_MS + 4 * DAY_MS, 0, 100).await.unwrap(), two);
    assert_eq!(store.sweep_keys(NOW_MS + 4 * DAY_MS, 0, 100).await.unwrap(), none);
    assert_eq!(store.session_keys(id, NOW_MS).await.unwrap(), [sealed("a", &[2])]);
    assert!(store.session_keys(gone, NOW_MS).await.unwrap().is_empty());
}

pub async fn a_sweep_goes_past_the_keys_that_stay(store: Arc<dyn Store>) {
    let mut gone = Vec::new();
    for hour in 0..7 {
        let new = NewLogin { now_ms: NOW_MS + hour * HOUR_MS, ..login(&format!("o{hour}")) };
        let id = store.sign_in(&new).await.unwrap().id;
        if hour % 3 == 1 {
            store.revoke(id, &Revoke::All, NOW_MS).await.unwrap();
            gone.push(id);
        }
    }
    let (mut from_ms, mut rows) = (Some(0), Vec::new());
    while let Some(next_ms) = from_ms {
        let swept = store.sweep_keys(NOW_MS + 4 * DAY_MS, next_ms, 2).await.unwrap();
        assert!(swept.next_ms.is_none_or(|then_ms| then_ms > next_ms), "{swept:?}");
        rows.push(swept.rows);
        from_ms = swept.next_ms;
    }
    assert_eq!(rows, [1, 0, 1, 0], "two at a time, from the oldest to the newest");
    for id in gone {
        assert!(store.session_keys(id, NOW_MS).await.unwrap().is_empty());
    }
    assert_eq!(store.master_key_ids().await.unwrap().iter().map(|used| used.rows).sum::<i64>(), 5);
}
