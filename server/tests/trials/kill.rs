//! `kill -9` under load: acknowledged writes survive, no write is partial, and the server restarts without help.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use identity::{Phone as Number, Store, UserQuery};
use rstest::rstest;
use serde_json::json;
use tokio::task::JoinSet;

use crate::binary::Binary;
use crate::phone::Phone;
use crate::support::database::{Kind, TestDatabase};
use crate::wechat::{self, encrypted_phone};

/// Phones that log in, bind and log out at the same time.
const PHONES: usize = 12;

/// The responses that an account's phone got before the kill.
struct Acknowledged {
    user_id: i64,
    number: String,
    /// Whether the bind was acknowledged.
    bound: bool,
    /// Tokens of acknowledged logins, except one with a pending logout.
    good: Vec<String>,
    /// Of logouts that were acknowledged.
    ended: Vec<String>,
    /// The last call had no response: its outcome is unknown.
    has_lost_response: bool,
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acknowledged_writes_survive_three_kills(#[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind) {
    kill(kind, 3).await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "make full"]
async fn acknowledged_writes_survive_many_kills(#[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind) {
    kill(kind, 20).await;
}

async fn kill(kind: Kind, rounds: u32) {
    let Some(database) = TestDatabase::new(kind).await else { return };
    let wechat = wechat::start().await;
    let start = || Binary::start(database.folder.path(), &database.url(), &wechat);
    let mut binary = start();
    let mut all: Vec<Acknowledged> = Vec::new();
    for round in 0..rounds {
        let (mut phones, turns) = (JoinSet::new(), Arc::new(AtomicUsize::new(0)));
        for nth in 0..PHONES {
            phones.spawn(load(binary.phone.clone(), format!("r{round}-p{nth}"), turns.clone()));
        }
        while turns.load(Ordering::SeqCst) < PHONES {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // at another moment of a write each time
        tokio::time::sleep(Duration::from_millis(u64::from(round) * 37 % 300)).await;
        drop(binary);
        let acknowledged: Vec<_> = phones.join_all().await.into_iter().flatten().collect();
        binary = start();
        verify_acknowledged(&acknowledged, &binary.phone).await;
        all.extend(acknowledged);
    }
    // data that survived one kill survives the next
    verify_acknowledged(&all, &binary.phone).await;
    // not before: SQLite has nothing to recover while another process has the file open
    let store = database.store().await;
    for acknowledged in &all {
        let number = Number { country_code: "86".into(), pure_number: acknowledged.number.clone() };
        match store.user(acknowledged.user_id).await.unwrap().unwrap().user.phone {
            Some(phone) => assert_eq!(phone, number),
            None => assert!(!acknowledged.bound, "an acknowledged number is lost"),
        }
    }
    let users = no_account_is_partial(&all, &*store).await;
    let logouts: usize = all.iter().map(|acknowledged| acknowledged.ended.len()).sum();
    println!("{kind:?}: {users} accounts and {logouts} acknowledged logouts after {rounds} kills");
}

/// Logs in, binds, logs in again and ends the first session, as one account after the other, until no response comes.
async fn load(phone: Phone, name: String, turns: Arc<AtomicUsize>) -> Vec<Acknowledged> {
    let mut all = Vec::new();
    for turn in 0.. {
        let openid = format!("{name}-{turn}");
        let Some((token, user_id)) = login(&phone, &openid).await else { break };
        let number = wechat::number();
        let mut acknowledged = Acknowledged {
            user_id,
            number,
            bound: false,
            good: vec![token],
            ended: Vec::new(),
            has_lost_response: false,
        };
        acknowledged.has_lost_response = continue_session(&mut acknowledged, &phone, &openid).await.is_none();
        let has_lost_response = acknowledged.has_lost_response;
        all.push(acknowledged);
        if has_lost_response {
            break;
        }
        turns.fetch_add(1, Ordering::SeqCst);
    }
    all
}

/// The calls after an account's first login. `None`: no response.
async fn continue_session(acknowledged: &mut Acknowledged, phone: &Phone, openid: &str) -> Option<()> {
    let body = encrypted_phone(openid, &acknowledged.number, (server::system::clock())());
    let response = phone.try_post("auth/bindPhone", &acknowledged.good[0], body).await?;
    assert_eq!(response["errno"], 0, "{response}");
    acknowledged.bound = true;
    // of a user that exists by now
    let (token, user_id) = login(phone, openid).await?;
    assert_eq!(user_id, acknowledged.user_id);
    let first = std::mem::replace(&mut acknowledged.good, vec![token]).remove(0);
    let response = phone.try_post("auth/logout", &first, json!({})).await?;
    assert_eq!(response["errno"], 0, "{response}");
    acknowledged.ended.push(first);
    Some(())
}

/// The token and whose it is.
async fn login(phone: &Phone, openid: &str) -> Option<(String, i64)> {
    let response = phone.try_login(openid).await?;
    assert_eq!(response["errno"], 0, "{response}");
    let data = &response["data"];
    Some((data["token"].as_str().unwrap().to_owned(), data["userInfo"]["userId"].as_i64().unwrap()))
}

/// Acknowledged data exists, and ended sessions are ended.
async fn verify_acknowledged(all: &[Acknowledged], phone: &Phone) {
    for acknowledged in all {
        for token in &acknowledged.good {
            assert_eq!(phone.index(token).await, 0, "an acknowledged login is lost");
        }
        for token in &acknowledged.ended {
            assert_eq!(phone.index(token).await, 501, "an acknowledged logout is undone");
        }
    }
}

/// Everybody has a session here: an account without one, or without a key, would be half a login. Returns how many there
/// are.
async fn no_account_is_partial(all: &[Acknowledged], store: &dyn Store) -> usize {
    let acknowledged: HashMap<_, _> = all.iter().map(|acknowledged| (acknowledged.user_id, acknowledged)).collect();
    let mut seen = 0;
    for page in 1.. {
        let users = store.users(&UserQuery { page, limit: 100, ..UserQuery::default() }).await.unwrap();
        if users.list.is_empty() {
            break;
        }
        for user in users.list {
            let sessions = store.sessions(user.user.id, 0).await.unwrap().len();
            // unknown: the first login had no response
            let (min, max) = acknowledged.get(&user.user.id).map_or((1, 1), |acknowledged| {
                (acknowledged.good.len(), acknowledged.good.len() + usize::from(acknowledged.has_lost_response))
            });
            assert!((min..=max).contains(&sessions), "{sessions} sessions, not {min} to {max}");
            assert_eq!(store.session_keys(user.user.id, 0).await.unwrap().len(), 1);
            seen += 1;
        }
    }
    seen
}
