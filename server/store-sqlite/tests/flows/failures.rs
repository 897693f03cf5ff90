//! The database fails in the middle: triggers play the fault.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use identity::{Error, Store};
use sqlx::SqlitePool;
use tokio::time::timeout;

use crate::test_env::{APPID, KEY_1, MINUTE_MS, NOW_MS, TestEnv, data, encrypted_phone, profile};

const NO_SESSION: &str = "CREATE TRIGGER fault BEFORE INSERT ON session BEGIN SELECT RAISE(ABORT, 'fault'); END";
const NO_TOUCH: &str = "CREATE TRIGGER fault BEFORE UPDATE ON session BEGIN SELECT RAISE(ABORT, 'fault'); END";

async fn direct(env: &TestEnv) -> SqlitePool {
    SqlitePool::connect(&format!("sqlite://{}", env.file().display())).await.unwrap()
}

#[tokio::test]
async fn a_login_that_fails_at_its_last_write_leaves_nothing() {
    let env = TestEnv::new().await;
    let direct = direct(&env).await;
    sqlx::query(NO_SESSION).execute(&direct).await.unwrap();
    env.code("c", "o1", KEY_1).await;
    assert!(matches!(env.login("c", profile()).await, Err(Error::Store(_))));
    let rows: i64 = sqlx::query_scalar("SELECT (SELECT count(*) FROM user) + (SELECT count(*) FROM session_key)")
        .fetch_one(&direct)
        .await
        .unwrap();
    assert_eq!(rows, 0);
    sqlx::query("DROP TRIGGER fault").execute(&direct).await.unwrap();
    assert!(env.login("c", profile()).await.is_ok(), "the connection is good again");
}

#[tokio::test]
async fn a_session_that_cannot_be_touched_still_works() {
    let env = TestEnv::new().await;
    let signed_in = env.sign_in("o1", KEY_1).await;
    sqlx::query(NO_TOUCH).execute(&direct(&env).await).await.unwrap();
    env.wait(MINUTE_MS);
    let session = env.identity.authenticate(signed_in.token.reveal()).await.unwrap();
    assert_eq!((session.last_seen_ms, session.expires_ms), (NOW_MS, signed_in.expires_ms));
}

/// Another process writes for longer than a request may take; the call reads.
#[tokio::test]
async fn a_call_does_not_wait_long_for_its_sessions_last_seen() {
    let env = TestEnv::new().await;
    let signed_in = env.sign_in("o1", KEY_1).await;
    let lock = direct(&env).await.begin_with("BEGIN IMMEDIATE").await.unwrap();
    env.wait(MINUTE_MS);
    let authenticated = timeout(Duration::from_secs(4), env.identity.authenticate(signed_in.token.reveal()));
    assert_eq!(authenticated.await.expect("in time").unwrap().last_seen_ms, NOW_MS);
    lock.rollback().await.unwrap();
    let later = env.identity.authenticate(signed_in.token.reveal()).await.unwrap();
    assert_eq!(later.last_seen_ms, NOW_MS + MINUTE_MS, "the next call writes it down");
}

#[tokio::test]
async fn a_failure_of_the_database_tells_no_value() {
    let env = TestEnv::new().await;
    let signed_in = env.sign_in("o1", KEY_1).await;
    let session = env.identity.authenticate(signed_in.token.reveal()).await.unwrap();
    env.store.close().await;
    let proof = data(encrypted_phone(KEY_1, "12066600001", APPID, NOW_MS));
    let error = env.identity.bind_phone(&session, proof).await.unwrap_err();
    assert_eq!(error.to_string(), "the database failed");
    assert!(!format!("{error:?}").contains("12066600001"));
    assert!(env.store.ping().await.is_err());
}
