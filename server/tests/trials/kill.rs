//! `kill -9` under load: what was acknowledged is there, nothing is half there, and the server starts again by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use identity::{Phone as Number, Store, UserQuery};
use rstest::rstest;
use tokio::task::JoinSet;

use crate::binary::Binary;
use crate::phone::Phone;
use crate::support::database::{Kind, TestDatabase};
use crate::wechat::{self, encrypted_phone};

/// Phones that log in and bind at the same time.
const PHONES: usize = 12;

/// What a phone was told before the kill.
struct Told {
    token: String,
    user_id: i64,
    number: String,
    /// Whether the bind was acknowledged.
    bound: bool,
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
    let mut all: Vec<Told> = Vec::new();
    for round in 0..rounds {
        let binary = Binary::start(database.folder.path(), &database.url(), &wechat);
        let (mut phones, binds) = (JoinSet::new(), Arc::new(AtomicUsize::new(0)));
        for nth in 0..PHONES {
            phones.spawn(load(binary.phone.clone(), format!("r{round}-p{nth}"), binds.clone()));
        }
        while binds.load(Ordering::SeqCst) < PHONES {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // at another moment of a write each time
        tokio::time::sleep(Duration::from_millis(u64::from(round) * 37 % 300)).await;
        drop(binary);
        all.extend(phones.join_all().await.into_iter().flatten());
    }
    let binary = Binary::start(database.folder.path(), &database.url(), &wechat);
    let store = database.store().await;
    for told in &all {
        assert_eq!(binary.phone.index(&told.token).await, 0);
        let user = store.user(told.user_id).await.unwrap().unwrap().user;
        let number = Number { country_code: "86".into(), pure_number: told.number.clone() };
        match user.phone {
            Some(phone) => assert_eq!(phone, number),
            None => assert!(!told.bound, "an acknowledged number is lost"),
        }
    }
    let users = nobody_is_half_there(&*store).await;
    println!("{kind:?}: {} logins acknowledged, {users} accounts after {rounds} kills", all.len());
}

/// Logs in and binds, over and over, until no answer comes.
async fn load(phone: Phone, name: String, binds: Arc<AtomicUsize>) -> Vec<Told> {
    let mut all = Vec::new();
    for turn in 0.. {
        let openid = format!("{name}-{turn}");
        let number = wechat::number();
        let Some(answer) = phone.try_login(&openid).await else { break };
        assert_eq!(answer["errno"], 0, "{answer}");
        let token = answer["data"]["token"].as_str().unwrap().to_owned();
        let user_id = answer["data"]["userInfo"]["userId"].as_i64().unwrap();
        let now_ms = (server::system::clock())();
        let bound = phone.try_post("auth/bindPhone", &token, encrypted_phone(&openid, &number, now_ms)).await;
        let on = bound.is_some();
        let bound = bound.is_some_and(|answer| answer["errno"] == 0);
        assert!(bound || !on, "an answer, but no number");
        all.push(Told { token, user_id, number, bound });
        if !on {
            break;
        }
        binds.fetch_add(1, Ordering::SeqCst);
    }
    all
}

/// Nobody logged out here: an account without a session or a key would be half a login. Returns how many there are.
async fn nobody_is_half_there(store: &dyn Store) -> usize {
    let mut seen = 0;
    for page in 1.. {
        let users = store.users(&UserQuery { page, limit: 100, ..UserQuery::default() }).await.unwrap();
        if users.list.is_empty() {
            break;
        }
        for user in users.list {
            assert_eq!(store.sessions(user.user.id, 0).await.unwrap().len(), 1);
            assert_eq!(store.session_keys(user.user.id, 0).await.unwrap().len(), 1);
            seen += 1;
        }
    }
    seen
}
