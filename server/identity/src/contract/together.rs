//! What arrives while the database is busy goes to it together; each call gets what it would get alone.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::task::JoinSet;

use super::{
    DAY_MS, HOUR_MS, NOW_MS, fresh_hash, login, login_as, login_without_avatar, profile, sealed, session_at, user,
};
use crate::{LoginWritten, NewLogin, Realm, Status, Store};

/// More than one batch has room for.
const MANY: usize = 150;

fn openid(number: usize) -> String {
    format!("o{number:03}")
}

/// Writes them all at once, in the order of the logins.
async fn write_at_once(store: &Arc<dyn Store>, logins: &[NewLogin]) -> Vec<LoginWritten> {
    let mut tasks = JoinSet::new();
    for (place, login) in logins.iter().cloned().enumerate() {
        let store = Arc::clone(store);
        tasks.spawn(async move { (place, store.write_login(&login).await.unwrap()) });
    }
    let mut written = tasks.join_all().await;
    written.sort_by_key(|(place, _)| *place);
    written.into_iter().map(|(_, written)| written).collect()
}

pub async fn every_read_finds_its_own_session(store: Arc<dyn Store>) {
    let mut logins = Vec::new();
    for number in 0..MANY {
        // one in five has ended for the later half of the calls
        let idle_ends_ms = NOW_MS + if number % 5 == 0 { HOUR_MS } else { DAY_MS };
        let new = NewLogin { idle_ends_ms, ..login(&openid(number)) };
        logins.push((store.sign_in(&new).await.unwrap().id, new.token_hash, idle_ends_ms));
    }
    for now_ms in [NOW_MS, NOW_MS + HOUR_MS] {
        let mut reads = JoinSet::new();
        for (user_id, hash, ends_ms) in logins.iter().chain(&logins).copied() {
            let store = Arc::clone(&store);
            reads.spawn(async move {
                let alive = (ends_ms > now_ms).then_some(user_id);
                assert_eq!(session_at(&store, &hash, now_ms).await.map(|session| session.account.id), alive);
                let counted = store.session_and_counts(&hash, now_ms).await.unwrap();
                assert_eq!(counted.map(|(session, _)| session.account.id), alive);
                assert_eq!(session_at(&store, &fresh_hash(), now_ms).await, None);
            });
        }
        reads.join_all().await;
    }
}

pub async fn a_session_that_was_ended_before_a_call_is_never_accepted(store: Arc<dyn Store>) {
    // others read the same token all the time, so that a call meets reads that began before it
    let token = Arc::new(Mutex::new(fresh_hash()));
    let is_over = Arc::new(AtomicBool::new(false));
    let mut readers = JoinSet::new();
    for _ in 0..32 {
        let (store, token, is_over) = (Arc::clone(&store), Arc::clone(&token), Arc::clone(&is_over));
        readers.spawn(async move {
            while !is_over.load(Ordering::Relaxed) {
                let hash = *token.lock().unwrap();
                store.session(&hash, NOW_MS).await.unwrap();
            }
        });
    }
    for number in 0..50 {
        let new = login(&openid(number));
        *token.lock().unwrap() = new.token_hash;
        let user_id = store.sign_in(&new).await.unwrap().id;
        let session = session_at(&store, &new.token_hash, NOW_MS).await.unwrap();
        if number % 2 == 0 {
            assert!(store.end_session(session.id).await.unwrap());
            assert_eq!(session_at(&store, &new.token_hash, NOW_MS).await, None);
            assert_eq!(store.session_and_counts(&new.token_hash, NOW_MS).await.unwrap(), None);
        } else {
            assert!(store.set_status(user_id, Status::Disabled, NOW_MS).await.unwrap());
            let seen = session_at(&store, &new.token_hash, NOW_MS).await.unwrap();
            assert_eq!(seen.account.status, Status::Disabled);
        }
    }
    is_over.store(true, Ordering::Relaxed);
    readers.join_all().await;
}

pub async fn logins_at_once_are_each_as_if_alone(store: Arc<dyn Store>) {
    let (mut logins, mut expected) = (Vec::new(), Vec::new());
    for number in 0..MANY {
        let openid = openid(number);
        let known = match number % 6 {
            // new in the batch
            0 => None,
            1 => Some(store.sign_in(&login_without_avatar(&openid, "微信用户")).await.unwrap()),
            _ => Some(user(&store, &openid).await),
        };
        if let (2, Some(known)) = (number % 6, &known) {
            assert!(store.set_status(known.id, Status::Disabled, NOW_MS).await.unwrap());
        }
        let realm = if number % 6 == 3 { Realm::new("wx1", Some("other")) } else { login("").realm };
        logins.push(NewLogin { realm, now_ms: NOW_MS + HOUR_MS, ..login_as(&openid, "甲") });
        expected.push(known);
    }
    let written = write_at_once(&store, &logins).await;
    for (number, ((login, known), LoginWritten { user, ended })) in logins.iter().zip(expected).zip(written).enumerate()
    {
        assert_eq!((&user.realm, user.openid.as_str(), ended), (&login.realm, login.openid.as_str(), 0), "{number}");
        let session = session_at(&store, &login.token_hash, login.now_ms).await;
        let is_new = user.created_ms == login.now_ms;
        match number % 6 {
            0 | 3 => assert!(is_new && user.nick_name == "甲" && session.is_some(), "{number}"),
            1 => {
                let known = known.unwrap();
                let avatar = (user.avatar.as_str(), profile().avatar);
                assert_eq!(
                    (user.id, user.nick_name.as_str(), avatar.0),
                    (known.id, "甲", avatar.1.as_str()),
                    "{number}"
                );
                assert!(session.is_some(), "{number}");
            }
            2 => assert!(user.status == Status::Disabled && session.is_none(), "{number}"),
            _ => assert_eq!((Some(user), session.is_some()), (known, true), "{number}"),
        }
    }
}

pub async fn logins_at_once_keep_the_newest_three_keys_of_each(store: Arc<dyn Store>) {
    let keys = |number: usize, newest: u8| {
        let user = u8::try_from(number).unwrap();
        (0..=newest).rev().take(3).map(|byte| sealed("a", &[user, byte])).collect::<Vec<_>>()
    };
    let mut ids = Vec::new();
    for round in 0..5_u8 {
        let logins: Vec<_> = (0..60_usize)
            .map(|number| {
                // the even ones come with one key for ever
                let byte = if number % 2 == 0 { 0 } else { round };
                let session_key = sealed("a", &[u8::try_from(number).unwrap(), byte]);
                NewLogin { session_key, now_ms: NOW_MS + i64::from(round), ..login(&openid(number)) }
            })
            .collect();
        ids = write_at_once(&store, &logins).await.into_iter().map(|written| written.user.id).collect();
    }
    for (number, user_id) in ids.into_iter().enumerate() {
        let newest = if number % 2 == 0 { 0 } else { 4 };
        assert_eq!(store.session_keys(user_id, NOW_MS + HOUR_MS).await.unwrap(), keys(number, newest), "{number}");
    }
}

pub async fn logins_at_once_end_the_oldest_sessions_of_each(store: Arc<dyn Store>) {
    let limited = |number: usize, max_sessions: u32, hour: i64| {
        let now_ms = NOW_MS + hour * HOUR_MS;
        NewLogin { max_sessions, now_ms, ..login(&openid(number)) }
    };
    let mut first = Vec::new();
    for hour in 0..4 {
        let logins: Vec<_> = (0..40).map(|number| limited(number, 10, hour)).collect();
        write_at_once(&store, &logins).await;
        if hour == 0 {
            first = logins;
        }
    }
    // one too many, then with a lower limit several
    for (max_sessions, hour, ended) in [(4, 4, 1), (2, 5, 3)] {
        let logins: Vec<_> = (0..40).map(|number| limited(number, max_sessions, hour)).collect();
        for (login, written) in logins.iter().zip(write_at_once(&store, &logins).await) {
            assert_eq!(written.ended, ended, "{}", login.openid);
            let sessions = store.sessions(written.user.id, login.now_ms).await.unwrap();
            assert_eq!(sessions.len(), max_sessions as usize, "{}", login.openid);
            assert_eq!(sessions[0].created_ms, login.now_ms, "{}", login.openid);
        }
    }
    for login in first {
        assert_eq!(session_at(&store, &login.token_hash, NOW_MS + 5 * HOUR_MS).await, None);
    }
}

pub async fn logins_of_one_user_at_once_all_count(store: Arc<dyn Store>) {
    let known = user(&store, "o1").await;
    let logins: Vec<_> = (0..40).map(|_| login("o1")).collect();
    let written = write_at_once(&store, &logins).await;
    assert!(written.iter().all(|written| written.user == known));
    assert_eq!(store.sessions(known.id, NOW_MS).await.unwrap().len(), 41);
}

/// Users `o0`, `o1`, …, who have logged in once, for the properties below: their databases have to be prepared by hand.
pub async fn known_users(store: &Arc<dyn Store>, count: usize) -> Vec<String> {
    let openids: Vec<_> = (0..count).map(|number| format!("o{number}")).collect();
    for openid in &openids {
        user(store, openid).await;
    }
    openids
}

/// The workers that write logins together do not wait for a row. `locked`: those whose rows another transaction has, which
/// `unlock` ends.
pub async fn nobody_waits_for_the_locked(
    store: &Arc<dyn Store>,
    openids: Vec<String>,
    locked: &[&str],
    unlock: impl Future<Output = ()>,
) {
    let others = openids.len() - locked.len();
    let mut logins = JoinSet::new();
    for openid in openids {
        let store = Arc::clone(store);
        logins.spawn(async move {
            user(&store, &openid).await;
            openid
        });
    }
    // sooner than a lock is given up
    let unlocked = async {
        for _ in 0..others {
            let openid = logins.join_next().await.unwrap().unwrap();
            assert!(!locked.contains(&openid.as_str()), "{openid}");
        }
    };
    tokio::time::timeout(Duration::from_secs(2), unlocked).await.unwrap();
    unlock.await;
    assert_eq!(logins.join_all().await.len(), locked.len());
}

/// What the database refuses is a fault of one login, whoever went together with it. It refuses the device `refused`.
pub async fn a_refused_login_harms_no_other(store: &Arc<dyn Store>, openids: Vec<String>) {
    let mut logins = JoinSet::new();
    for (number, openid) in openids.into_iter().enumerate() {
        let (store, mut new) = (Arc::clone(store), login(&openid));
        if number % 20 == 7 {
            new.origin.device = "refused".to_owned();
        }
        logins.spawn(async move { (number % 20 == 7, store.write_login(&new).await) });
    }
    for (is_refused, written) in logins.join_all().await {
        assert_eq!(written.is_err(), is_refused, "{written:?}");
    }
}

/// Makes the known users of [`what_is_for_a_batch_is_written`]. The id of the one whose row has to be locked before it.
pub async fn users_of_a_batch(store: &Arc<dyn Store>) -> i64 {
    for openid in ["a", "b", "c"] {
        user(store, openid).await;
    }
    let disabled = user(store, "disabled").await;
    assert!(store.set_status(disabled.id, Status::Disabled, NOW_MS).await.unwrap());
    user(store, "locked").await.id
}

/// `write` is one batch of a store's.
pub async fn what_is_for_a_batch_is_written(
    store: &Arc<dyn Store>,
    mut write: impl AsyncFnMut(&[NewLogin]) -> Vec<Option<LoginWritten>>,
) {
    let mut logins = ["a", "b", "disabled", "locked", "new", "c"].map(login).to_vec();
    logins.push(NewLogin { realm: Realm::new("wx1", Some("w")), ..login("a") });
    let written: Vec<_> = write(&logins).await.into_iter().map(|written| Some(written?.user.openid)).collect();
    let [a, b, c] = ["a", "b", "c"].map(|openid| Some(openid.to_owned()));
    assert_eq!(written, [a, b, None, None, None, c, None]);

    // of two of one user, one
    let twice = [login("a"), login("a"), login("b")];
    let written = write(&twice).await;
    assert_eq!(written.iter().filter(|written| written.is_some()).count(), 2);
    for (login, written) in twice.iter().zip(&written) {
        let session = session_at(store, &login.token_hash, NOW_MS).await;
        assert_eq!(session.map(|session| session.account.id), written.as_ref().map(|written| written.user.id));
    }
}
