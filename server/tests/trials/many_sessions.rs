//! An account with more sessions than the limit, from before it existed: its list, its logins and its revocations do
//! not slow down others. The binary as a separate process.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::join_all;
use serde_json::json;
use sqlx::{Connection, Row, SqliteConnection};
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use crate::binary::Binary;
use crate::process::memory;
use crate::wechat;

/// What the list of 200 sessions may weigh, in bytes.
const LIST: usize = 64 * 1024;
/// What the process may hold, in bytes.
const MEMORY: usize = 80 * 1024 * 1024;
/// Longer than any of it takes.
const LONG: Duration = Duration::from_secs(60);

struct Fixture {
    folder: TempDir,
    url: String,
    binary: Binary,
    client: reqwest::Client,
}

impl Fixture {
    async fn start(limited: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/oa-mini.db", folder.path().display());
        let start = if limited { Binary::limited } else { Binary::optimised };
        let binary = start(folder.path(), &url, &wechat::start().await);
        Self { folder, url, binary, client: reqwest::Client::new() }
    }

    async fn database(&self) -> SqliteConnection {
        SqliteConnection::connect(&self.url).await.unwrap()
    }

    /// A user with `rows` sessions, used a while ago, and one more of now: its token, and whose it is.
    async fn account_with_sessions(&self, openid: &str, rows: i64) -> (String, i64) {
        let token = self.binary.phone.token(openid).await;
        let mut database = self.database().await;
        let id: i64 = sqlx::query("SELECT id FROM user WHERE openid = ?1")
            .bind(openid)
            .fetch_one(&mut database)
            .await
            .unwrap()
            .get(0);
        let now_ms = (server::system::clock())();
        let insert = "INSERT INTO session (user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms, idle_ends_ms, \
            absolute_ends_ms) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?3) \
            SELECT ?1, randomblob(16), randomblob(32), 'iPhone', '192.0.2.1', ?2 - 10 * i, ?2 - 10 * i, ?2 + 600000000, \
            ?2 + 600000000 FROM n";
        sqlx::query(insert).bind(id).bind(now_ms).bind(rows).execute(&mut database).await.unwrap();
        (token, id)
    }

    async fn count(&self, user: i64) -> i64 {
        let count = sqlx::query("SELECT count(*) FROM session WHERE user_id = ?1").bind(user);
        count.fetch_one(&mut self.database().await).await.unwrap().get(0)
    }

    /// How long a response takes, and its bytes.
    async fn get(&self, path: &str, token: &str) -> (Duration, Vec<u8>) {
        let begun = Instant::now();
        let request = self.client.get(format!("http://{}{path}", self.binary.address)).header("x-oa-token", token);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        let bytes = response.bytes().await.unwrap().to_vec();
        (begun.elapsed(), bytes)
    }

    async fn list(&self, token: &str) -> (usize, usize, bool) {
        let (_, bytes) = self.get("/oapro/wx/auth/sessions", token).await;
        let response: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let list = response["data"]["list"].as_array().unwrap();
        (bytes.len(), list.len(), list.iter().any(|one| one["current"] == true))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_of_many_sessions_is_bounded() {
    let fixture = Fixture::start(false).await;
    let (token, _) = fixture.account_with_sessions("many", 20_000).await;
    let other = fixture.binary.phone.token("other").await;
    let lists = (0..16).map(|_| async {
        for _ in 0..10 {
            let (bytes, length, has_own) = fixture.list(&token).await;
            assert!(bytes <= LIST && length == 200 && has_own, "{length} sessions in {bytes} bytes, own: {has_own}");
        }
    });
    let others = async {
        for _ in 0..20 {
            assert_eq!(fixture.binary.phone.index(&other).await, 0);
        }
    };
    tokio::join!(join_all(lists), others);
    let held = memory(fixture.binary.id());
    assert!(held <= MEMORY, "{} MiB", held / 1024 / 1024);
    fixture.binary.stop();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_ends_surplus_sessions_while_others_log_in() {
    let fixture = Fixture::start(false).await;
    let (old, user) = fixture.account_with_sessions("many", 20_000).await;
    let token = fixture.binary.phone.token("many").await;
    assert!(fixture.count(user).await > 10_000, "not in the login itself");
    let begun = Instant::now();
    for nth in 0.. {
        assert_eq!(fixture.binary.phone.login(&format!("other{nth}")).await["errno"], 0);
        if fixture.count(user).await <= 20 {
            break;
        }
        assert!(begun.elapsed() < LONG, "{} are left", fixture.count(user).await);
    }
    assert_eq!(fixture.count(user).await, 20);
    // those that were used last
    assert_eq!((fixture.binary.phone.index(&token).await, fixture.binary.phone.index(&old).await), (0, 0));
    fixture.binary.stop();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn revoking_many_sessions_returns_the_count_and_lets_others_write() {
    let fixture = Fixture::start(false).await;
    for (body, left) in [(json!({ "others": true }), 1), (json!({ "all": true }), 0)] {
        let (token, user) = fixture.account_with_sessions(&format!("many{left}"), 5_000).await;
        let revoke = fixture.binary.phone.post("auth/revoke", &token, body);
        let done = AtomicBool::new(false);
        let others = async {
            for nth in 0.. {
                assert_eq!(fixture.binary.phone.login(&format!("other{left}-{nth}")).await["errno"], 0);
                if done.load(Ordering::Relaxed) {
                    return nth;
                }
            }
            0
        };
        let revoke = async {
            let response = revoke.await;
            done.store(true, Ordering::Relaxed);
            response
        };
        let (response, logins) = tokio::join!(revoke, others);
        assert_eq!(response["data"]["revoked"], 5_001 - left, "{response}");
        assert!(logins > 1, "no login in between");
        assert_eq!(fixture.count(user).await, left);
        assert_eq!(fixture.binary.phone.index(&token).await, if left == 1 { 0 } else { 501 });
    }
    fixture.binary.stop();
}

/// After a kill in the middle of "all", the caller can repeat it: no response counted more than was ended.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_revocation_can_be_repeated() {
    let fixture = Fixture::start(false).await;
    let (token, user) = fixture.account_with_sessions("many", 20_000).await;
    let phone = fixture.binary.phone.clone();
    let revoke = {
        let token = token.clone();
        tokio::spawn(async move { phone.try_post("auth/revoke", &token, json!({ "all": true })).await })
    };
    let begun = Instant::now();
    while fixture.count(user).await > 19_000 {
        assert!(begun.elapsed() < LONG);
        sleep(Duration::from_millis(1)).await;
    }
    let Fixture { folder, url, binary, .. } = fixture;
    drop(binary);
    let result = revoke.await.unwrap();
    let binary = Binary::optimised(folder.path(), &url, &wechat::start().await);
    if result.is_none() {
        assert_eq!(binary.phone.index(&token).await, 0, "a caller without a response can repeat it");
        let response = binary.phone.post("auth/revoke", &token, json!({ "all": true })).await;
        assert!((1..20_001).contains(&response["data"]["revoked"].as_i64().unwrap()), "{response}");
    }
    let mut database = SqliteConnection::connect(&url).await.unwrap();
    let left: i64 = sqlx::query("SELECT count(*) FROM session").fetch_one(&mut database).await.unwrap().get(0);
    assert_eq!(left, 0);
    binary.stop();
}

/// Figures of a small machine: `OA_MINI_BINARY` names an optimised binary. The asserted times have a wide margin.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "make full"]
async fn two_hundred_thousand_sessions_and_64_connections() {
    for limited in [true, false] {
        let fixture = Arc::new(Fixture::start(limited).await);
        let (token, _) = fixture.account_with_sessions("many", 200_000).await;
        let other = fixture.binary.phone.token("other").await;
        let before = memory(fixture.binary.id());
        let quiet = (p99(&fixture, "/readyz", "").await, p99(&fixture, "/oapro/wx/user/index", &other).await);
        let (stop, calls, bytes, most) = (
            Arc::new(AtomicBool::new(false)),
            Arc::new(AtomicU64::new(0)),
            Arc::new(AtomicUsize::new(0)),
            Arc::new(AtomicUsize::new(0)),
        );
        let lists: Vec<_> = (0..64)
            .map(|_| {
                let (fixture, token) = (fixture.clone(), token.clone());
                let (stop, calls, bytes) = (stop.clone(), calls.clone(), bytes.clone());
                tokio::spawn(async move {
                    while !stop.load(Ordering::Relaxed) {
                        let (_, body) = fixture.get("/oapro/wx/auth/sessions", &token).await;
                        calls.fetch_add(1, Ordering::Relaxed);
                        bytes.fetch_max(body.len(), Ordering::Relaxed);
                    }
                })
            })
            .collect();
        let watch = {
            let (fixture, stop, most) = (fixture.clone(), stop.clone(), most.clone());
            tokio::spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    most.fetch_max(memory(fixture.binary.id()), Ordering::Relaxed);
                    sleep(Duration::from_millis(20)).await;
                }
            })
        };
        let begun = Instant::now();
        sleep(Duration::from_secs(2)).await;
        let loaded = (p99(&fixture, "/readyz", "").await, p99(&fixture, "/oapro/wx/user/index", &other).await);
        stop.store(true, Ordering::Relaxed);
        join_all(lists).await;
        watch.await.unwrap();
        let rate = calls.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64();
        let (bytes, most) = (bytes.load(Ordering::Relaxed), most.load(Ordering::Relaxed));
        println!(
            "limits {}: {rate:.0} calls/s of 64 connections, {bytes} bytes the largest response; {} MiB before, {} MiB the most; \
             p99 of /readyz {:?} quiet, {:?} loaded; of user/index {:?} quiet, {:?} loaded",
            if limited { "on" } else { "off" },
            before / 1024 / 1024,
            most / 1024 / 1024,
            quiet.0,
            loaded.0,
            quiet.1,
            loaded.1,
        );
        assert!(bytes <= LIST && most <= MEMORY, "{bytes} bytes, {most} held");
        assert!(loaded.0 < Duration::from_secs(1) && loaded.1 < Duration::from_secs(1), "{loaded:?}");
    }
}

/// Of a call every 20 ms for 8 s.
async fn p99(fixture: &Arc<Fixture>, path: &'static str, token: &str) -> Duration {
    let mut calls = Vec::new();
    for _ in 0..400 {
        let (fixture, token) = (fixture.clone(), token.to_owned());
        calls.push(tokio::spawn(async move { fixture.get(path, &token).await.0 }));
        sleep(Duration::from_millis(20)).await;
    }
    let mut times: Vec<_> = join_all(calls).await.into_iter().map(Result::unwrap).collect();
    times.sort_unstable();
    times[times.len() * 99 / 100]
}
