//! The database fails in the middle: triggers play the fault.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use identity::{Error, Store};
use sqlx::SqlitePool;
use tokio::time::timeout;

use crate::stage::{APPID, KEY_1, MINUTE_MS, NOW_MS, Stage, data, encrypted_phone, profile};

const NO_SESSION: &str = "CREATE TRIGGER fault BEFORE INSERT ON session BEGIN SELECT RAISE(ABORT, 'fault'); END";
const NO_TOUCH: &str = "CREATE TRIGGER fault BEFORE UPDATE ON session BEGIN SELECT RAISE(ABORT, 'fault'); END";

async fn direct(stage: &Stage) -> SqlitePool {
    SqlitePool::connect(&format!("sqlite://{}", stage.file().display())).await.unwrap()
}

#[tokio::test]
async fn a_login_that_fails_at_its_last_write_leaves_nothing() {
    let stage = Stage::new().await;
    let direct = direct(&stage).await;
    sqlx::query(NO_SESSION).execute(&direct).await.unwrap();
    stage.code("c", "o1", KEY_1).await;
    assert!(matches!(stage.login("c", profile()).await, Err(Error::Store(_))));
    let rows: i64 = sqlx::query_scalar("SELECT (SELECT count(*) FROM user) + (SELECT count(*) FROM session_key)")
        .fetch_one(&direct)
        .await
        .unwrap();
    assert_eq!(rows, 0);
    sqlx::query("DROP TRIGGER fault").execute(&direct).await.unwrap();
    assert!(stage.login("c", profile()).await.is_ok(), "the connection is good again");
}

#[tokio::test]
async fn a_session_that_cannot_be_touched_still_works() {
    let stage = Stage::new().await;
    let signed_in = stage.sign_in("o1", KEY_1).await;
    sqlx::query(NO_TOUCH).execute(&direct(&stage).await).await.unwrap();
    stage.wait(MINUTE_MS);
    let session = stage.identity.authenticate(signed_in.token.reveal()).await.unwrap();
    assert_eq!((session.last_seen_ms, session.expires_ms), (NOW_MS, signed_in.expires_ms));
}

/// Another process writes for longer than a request may take; the call reads.
#[tokio::test]
async fn a_call_does_not_wait_long_for_its_sessions_last_seen() {
    let stage = Stage::new().await;
    let signed_in = stage.sign_in("o1", KEY_1).await;
    let lock = direct(&stage).await.begin_with("BEGIN IMMEDIATE").await.unwrap();
    stage.wait(MINUTE_MS);
    let authenticated = timeout(Duration::from_secs(4), stage.identity.authenticate(signed_in.token.reveal()));
    assert_eq!(authenticated.await.expect("in time").unwrap().last_seen_ms, NOW_MS);
    lock.rollback().await.unwrap();
    let later = stage.identity.authenticate(signed_in.token.reveal()).await.unwrap();
    assert_eq!(later.last_seen_ms, NOW_MS + MINUTE_MS, "the next call writes it down");
}

#[tokio::test]
async fn a_failure_of_the_database_tells_no_value() {
    let stage = Stage::new().await;
    let signed_in = stage.sign_in("o1", KEY_1).await;
    let session = stage.identity.authenticate(signed_in.token.reveal()).await.unwrap();
    stage.store.close().await;
    let proof = data(encrypted_phone(KEY_1, "12066600001", APPID, NOW_MS));
    let error = stage.identity.bind_phone(&session, proof).await.unwrap_err();
    assert_eq!(error.to_string(), "the database failed");
    assert!(!format!("{error:?}").contains("12066600001"));
    assert!(stage.store.ping().await.is_err());
}
