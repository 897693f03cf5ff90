//! How many sessions an account may have: a login beyond the limit ends those that were used longest ago.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::{DAY_MS, HOUR_MS, NOW_MS, login, session_at, user};
use crate::{LoginWritten, MAX_LISTED_SESSIONS, NewLogin, Realm, Revoke, SESSION_BATCH, Store};

/// A login with a limit.
fn limited(openid: &str, max_sessions: u32, now_ms: i64) -> NewLogin {
    let ends_ms = now_ms + 7 * DAY_MS;
    NewLogin { max_sessions, now_ms, idle_ends_ms: ends_ms, absolute_ends_ms: now_ms + 30 * DAY_MS, ..login(openid) }
}

async fn written(store: &Arc<dyn Store>, login: &NewLogin) -> LoginWritten {
    store.write_login(login).await.unwrap()
}

/// Of each login, whether its session is there.
async fn alive(store: &Arc<dyn Store>, logins: &[NewLogin], now_ms: i64) -> Vec<bool> {
    let mut alive = Vec::new();
    for login in logins {
        alive.push(session_at(store, &login.token_hash, now_ms).await.is_some());
    }
    alive
}

pub async fn one_more_login_ends_the_session_that_was_used_longest_ago(store: Arc<dyn Store>) {
    for max in [1_u32, 2, 5, 20] {
        let openid = format!("o{max}");
        let mut logins = Vec::new();
        for hour in 0..i64::from(max) {
            let new = limited(&openid, max, NOW_MS + hour * HOUR_MS);
            assert_eq!(written(&store, &new).await.ended, 0, "{max}");
            logins.push(new);
        }
        // the first one is used still
        let now_ms = NOW_MS + DAY_MS;
        let first = session_at(&store, &logins[0].token_hash, now_ms).await.unwrap();
        store.touch(first.id, now_ms, now_ms + DAY_MS).await.unwrap();
        let one_more = limited(&openid, max, now_ms + 1);
        let done = written(&store, &one_more).await;
        assert_eq!(done.ended, 1, "{max}");
        logins.push(one_more);
        let gone = usize::from(max > 1);
        let expected: Vec<_> = (0..logins.len()).map(|nth| nth != gone).collect();
        assert_eq!(alive(&store, &logins, now_ms).await, expected, "{max}");
        assert_eq!(store.sessions(done.user.id, now_ms).await.unwrap().len(), max as usize);
    }
}

pub async fn what_has_ended_does_not_count(store: Arc<dyn Store>) {
    let old = NewLogin { idle_ends_ms: NOW_MS + HOUR_MS, ..limited("o1", 3, NOW_MS) };
    let disabled_for_ever = NewLogin { absolute_ends_ms: NOW_MS + HOUR_MS, ..limited("o1", 3, NOW_MS) };
    for new in [&old, &disabled_for_ever] {
        assert_eq!(written(&store, new).await.ended, 0);
    }
    let later_ms = NOW_MS + HOUR_MS;
    let logins: Vec<_> = (0..3).map(|nth| limited("o1", 3, later_ms + nth)).collect();
    for new in &logins {
        assert_eq!(written(&store, new).await.ended, 0);
    }
    assert_eq!(alive(&store, &logins, later_ms).await, [true; 3]);
    assert_eq!(store.sweep_sessions(later_ms, 10).await.unwrap(), 2, "the sweep's, not the login's");
}

pub async fn another_accounts_sessions_do_not_count(store: Arc<dyn Store>) {
    let elsewhere = NewLogin { realm: Realm::new("wx2", None), ..limited("o1", 1, NOW_MS) };
    let logins = [limited("o1", 1, NOW_MS), limited("o2", 1, NOW_MS), elsewhere];
    for new in &logins {
        assert_eq!(written(&store, new).await.ended, 0);
    }
    assert_eq!(alive(&store, &logins, NOW_MS).await, [true; 3]);
}

pub async fn a_lower_limit_holds_from_the_next_login_on(store: Arc<dyn Store>) {
    let logins: Vec<_> = (0..30).map(|nth| limited("o1", 200, NOW_MS + nth)).collect();
    for new in &logins {
        written(&store, new).await;
    }
    let now_ms = NOW_MS + 30;
    let done = written(&store, &limited("o1", 5, now_ms)).await;
    assert_eq!((done.ended, store.sessions(done.user.id, now_ms).await.unwrap().len()), (26, 5));
    let expected: Vec<_> = (0..30).map(|nth| nth >= 26).collect();
    assert_eq!(alive(&store, &logins, now_ms).await, expected);
}

pub async fn logins_at_once_stay_within_the_limit(store: Arc<dyn Store>) {
    let id = user(&store, "o1").await.id;
    at_once(&store, 3).await;
    assert_eq!(store.sessions(id, NOW_MS).await.unwrap().len(), 3);
}

pub async fn first_logins_at_once_stay_within_the_limit(store: Arc<dyn Store>) {
    at_once(&store, 3).await;
    let found = store.users(&crate::UserQuery { page: 1, limit: 10, ..Default::default() }).await.unwrap();
    assert_eq!(found.total, 1);
    let id = found.list.first().unwrap().user.id;
    assert_eq!(store.sessions(id, NOW_MS).await.unwrap().len(), 3);
}

/// Sixty concurrent logins, while another task counts the sessions.
async fn at_once(store: &Arc<dyn Store>, max: u32) {
    let mut tasks = JoinSet::new();
    for nth in 0..60 {
        let (store, new) = (store.clone(), limited("o1", max, NOW_MS + nth));
        tasks.spawn(async move {
            let done = written(&store, &new).await;
            let seen = store.sessions(done.user.id, NOW_MS).await.unwrap().len();
            assert!(seen <= max as usize, "{seen} sessions");
            done.ended
        });
    }
    // every login opened a session, and all but the remaining ones were ended
    let ended: u64 = tasks.join_all().await.into_iter().sum();
    assert!(ended >= 60 - u64::from(max), "{ended}");
}

/// More than twice a batch, as there may be of before the limit, each used a millisecond after the one before. The user.
async fn crowd(store: &Arc<dyn Store>) -> (i64, Vec<NewLogin>) {
    let id = user(store, "o1").await.id;
    store.revoke(id, &Revoke::All, NOW_MS).await.unwrap();
    let logins: Vec<_> = (0..1_100).map(|nth| limited("o1", u32::MAX, NOW_MS + nth)).collect();
    for some in logins.chunks(50) {
        let mut tasks = JoinSet::new();
        for new in some {
            let (store, new) = (store.clone(), new.clone());
            tasks.spawn(async move { written(&store, &new).await.ended });
        }
        assert!(tasks.join_all().await.iter().all(|ended| *ended == 0));
    }
    (id, logins)
}

pub async fn an_account_older_than_the_limit_is_trimmed_in_batches(store: Arc<dyn Store>) {
    let (id, logins) = crowd(&store).await;
    let (now_ms, batch) = (NOW_MS + 2_000, u64::from(SESSION_BATCH));
    let list = store.sessions(id, now_ms).await.unwrap();
    assert_eq!(list.len(), MAX_LISTED_SESSIONS as usize);
    let newest_first: Vec<_> = (900..1_100).rev().map(|nth| NOW_MS + nth).collect();
    assert_eq!(list.iter().map(|info| info.created_ms).collect::<Vec<_>>(), newest_first, "those that were used last");
    let new = limited("o1", 20, now_ms);
    assert_eq!(written(&store, &new).await.ended, batch);
    assert_eq!(store.trim_sessions(id, 20, now_ms).await.unwrap(), batch);
    assert_eq!(store.trim_sessions(id, 20, now_ms).await.unwrap(), 81);
    assert_eq!(store.trim_sessions(id, 20, now_ms).await.unwrap(), 0);
    assert_eq!(alive(&store, &[new], now_ms).await, [true]);
    let left: Vec<_> = (0..1_100).map(|nth| nth >= 1_081).collect();
    assert_eq!(alive(&store, &logins, now_ms).await, left);
}

pub async fn the_others_end_in_batches(store: Arc<dyn Store>) {
    let (id, logins) = crowd(&store).await;
    let other = user(&store, "o2").await.id;
    let own = session_at(&store, &logins[7].token_hash, NOW_MS).await.unwrap().id;
    for ended in [500, 500, 99, 0] {
        assert_eq!(store.revoke(id, &Revoke::AllBut(own), NOW_MS).await.unwrap(), ended);
    }
    let list = store.sessions(id, NOW_MS).await.unwrap();
    assert_eq!(list.iter().map(|info| info.row_id).collect::<Vec<_>>(), [own]);
    assert_eq!(store.revoke(id, &Revoke::All, NOW_MS).await.unwrap(), 1);
    assert_eq!(store.sessions(other, NOW_MS).await.unwrap().len(), 1);
}
