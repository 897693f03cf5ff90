//! `kill -9` under load: what was acknowledged is there, nothing is half there, and the server starts again by itself.

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

/// What the phone of an account was told before the kill.
struct Told {
    user_id: i64,
    number: String,
    /// Whether the bind was acknowledged.
    bound: bool,
    /// Of logins that were acknowledged, but for one whose logout was asked for.
    good: Vec<String>,
    /// Of logouts that were acknowledged.
    ended: Vec<String>,
    /// The last call had no response: its outcome is unknown.
    unanswered: bool,
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_three_kills(#[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind) {
    kill(kind, 3).await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "make full"]
async fn what_was_acknowledged_survives_many_kills(#[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind) {
    kill(kind, 20).await;
}

async fn kill(kind: Kind, rounds: u32) {
    let Some(database) = TestDatabase::new(kind).await else { return };
    let wechat = wechat::start().await;
    let start = || Binary::start(database.folder.path(), &database.url(), &wechat);
    let mut binary = start();
    let mut all: Vec<Told> = Vec::new();
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
        let told: Vec<_> = phones.join_all().await.into_iter().flatten().collect();
        binary = start();
        is_kept(&told, &binary.phone).await;
        all.extend(told);
    }
    // what survived one kill survives the next
    is_kept(&all, &binary.phone).await;
    // not before: SQLite has nothing to recover while anybody else has the file open
    let store = database.store().await;
    for told in &all {
        let number = Number { country_code: "86".into(), pure_number: told.number.clone() };
        match store.user(told.user_id).await.unwrap().unwrap().user.phone {
            Some(phone) => assert_eq!(phone, number),
            None => assert!(!told.bound, "an acknowledged number is lost"),
        }
    }
    let users = nobody_is_half_there(&all, &*store).await;
    let logouts: usize = all.iter().map(|told| told.ended.len()).sum();
    println!("{kind:?}: {users} accounts and {logouts} acknowledged logouts after {rounds} kills");
}

/// Logs in, binds, logs in again and ends the first session, as one account after the other, until no response comes.
async fn load(phone: Phone, name: String, turns: Arc<AtomicUsize>) -> Vec<Told> {
    let mut all = Vec::new();
    for turn in 0.. {
        let openid = format!("{name}-{turn}");
        let Some((token, user_id)) = login(&phone, &openid).await else { break };
        let number = wechat::number();
        let mut told = Told { user_id, number, bound: false, good: vec![token], ended: Vec::new(), unanswered: false };
        told.unanswered = go_on(&mut told, &phone, &openid).await.is_none();
        let unanswered = told.unanswered;
        all.push(told);
        if unanswered {
            break;
        }
        turns.fetch_add(1, Ordering::SeqCst);
    }
    all
}

/// What follows an account's first login. `None`: no response came.
async fn go_on(told: &mut Told, phone: &Phone, openid: &str) -> Option<()> {
    let body = encrypted_phone(openid, &told.number, (server::system::clock())());
    let response = phone.try_post("auth/bindPhone", &told.good[0], body).await?;
    assert_eq!(response["errno"], 0, "{response}");
    told.bound = true;
    // of a user who is known by now
    let (token, user_id) = login(phone, openid).await?;
    assert_eq!(user_id, told.user_id);
    let first = std::mem::replace(&mut told.good, vec![token]).remove(0);
    let response = phone.try_post("auth/logout", &first, json!({})).await?;
    assert_eq!(response["errno"], 0, "{response}");
    told.ended.push(first);
    Some(())
}

/// The token and whose it is.
async fn login(phone: &Phone, openid: &str) -> Option<(String, i64)> {
    let response = phone.try_login(openid).await?;
    assert_eq!(response["errno"], 0, "{response}");
    let data = &response["data"];
    Some((data["token"].as_str().unwrap().to_owned(), data["userInfo"]["userId"].as_i64().unwrap()))
}

/// What was acknowledged is there, and what was ended is not.
async fn is_kept(all: &[Told], phone: &Phone) {
    for told in all {
        for token in &told.good {
            assert_eq!(phone.index(token).await, 0, "an acknowledged login is lost");
        }
        for token in &told.ended {
            assert_eq!(phone.index(token).await, 501, "an acknowledged logout is undone");
        }
    }
}

/// Everybody has a session here: an account without one, or without a key, would be half a login. Returns how many there
/// are.
async fn nobody_is_half_there(all: &[Told], store: &dyn Store) -> usize {
    let told: HashMap<_, _> = all.iter().map(|told| (told.user_id, told)).collect();
    let mut seen = 0;
    for page in 1.. {
        let users = store.users(&UserQuery { page, limit: 100, ..UserQuery::default() }).await.unwrap();
        if users.list.is_empty() {
            break;
        }
        for user in users.list {
            let sessions = store.sessions(user.user.id, 0).await.unwrap().len();
            // unknown: the first login had no response
            let (least, most) = told
                .get(&user.user.id)
                .map_or((1, 1), |told| (told.good.len(), told.good.len() + usize::from(told.unanswered)));
            assert!((least..=most).contains(&sessions), "{sessions} sessions, not {least} to {most}");
            assert_eq!(store.session_keys(user.user.id, 0).await.unwrap().len(), 1);
            seen += 1;
        }
    }
    seen
}
