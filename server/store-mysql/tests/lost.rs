//! A connection is lost, or a server says that it is not ready, in the middle of a unit of work, as while the next node of a
//! cluster takes over. What is the same done twice is tried again, and the caller does not see it.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::time::Duration;

use identity::contract::{NOW_MS, login};
use identity::{Revoke, Store};
use sqlx::{AssertSqlSafe, Connection, Executor, Row};
use support::Database;

/// Holds a row while `work` waits for it, ends the connection of `work`, and lets the row go.
async fn killed<T: Send + 'static>(database: &Database, work: impl Future<Output = T> + Send + 'static) -> T {
    let (mut other, mut killer) = (database.connection().await, database.connection().await);
    let mut lock = other.begin().await.unwrap();
    lock.execute("SELECT id FROM user FOR UPDATE").await.unwrap();
    lock.execute("SELECT id FROM session FOR UPDATE").await.unwrap();
    let working = tokio::spawn(work);
    // of a unit of work, the statement that waits: the others are over in no time
    let waiting = "SELECT id FROM information_schema.processlist WHERE db = database() AND id <> connection_id() \
        AND command = 'Execute'";
    let id = loop {
        if let Some(row) = sqlx::query(waiting).fetch_optional(&mut killer).await.unwrap() {
            break row.get::<i64, _>("id");
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    killer.execute(AssertSqlSafe(format!("KILL CONNECTION {id}"))).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    lock.commit().await.unwrap();
    working.await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_whose_connection_is_lost_is_tried_again() {
    let Some(database) = Database::new().await else { return };
    let store = database.store().await;
    let id = store.sign_in(&login("o1")).await.unwrap().id;
    let again = login("o1");
    let user = killed(&database, {
        let (store, again) = (store.clone(), again.clone());
        async move { store.sign_in(&again).await }
    });
    assert_eq!(user.await.unwrap().id, id);
    assert!(store.session(&again.token_hash, NOW_MS).await.unwrap().is_some());
}

/// How many it ended is unknown, and a second try would return 0.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_count_is_not_guessed() {
    let Some(database) = Database::new().await else { return };
    let store = database.store().await;
    let id = store.sign_in(&login("o1")).await.unwrap().id;
    let revoked = killed(&database, {
        let store = store.clone();
        async move { store.revoke(id, &Revoke::All, NOW_MS).await }
    });
    revoked.await.unwrap_err();
}

/// The COMMIT was done, but its answer did not arrive.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_that_was_written_already_is_one_session() {
    let Some(database) = Database::new().await else { return };
    let store = database.store().await;
    let new = login("o1");
    let first = store.sign_in(&new).await.unwrap();
    assert_eq!(store.sign_in(&new).await.unwrap(), first);
    assert_eq!(store.sessions(first.id, NOW_MS).await.unwrap().len(), 1);
    // what cannot happen opens nothing to anybody else
    let thief = identity::NewLogin { token_hash: new.token_hash, ..login("o2") };
    store.sign_in(&thief).await.unwrap_err();
    assert_eq!(store.session(&new.token_hash, NOW_MS).await.unwrap().unwrap().account.id, first.id);
}

/// The errors of a node of Galera: not one of the majority, stopping, and a transaction that came after another node's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_not_ready_is_asked_again() {
    let Some(database) = Database::new().await else { return };
    let store = database.store().await;
    let mut other = database.connection().await;
    for number in [1047, 1053, 1180, 1213, 1317, 1927] {
        let trigger = format!(
            "CREATE TRIGGER refuse BEFORE INSERT ON session FOR EACH ROW \
             SIGNAL SQLSTATE '08S01' SET MYSQL_ERRNO = {number}, MESSAGE_TEXT = 'not ready'"
        );
        sqlx::raw_sql(AssertSqlSafe(trigger)).execute(&mut other).await.unwrap();
        let signing_in = tokio::spawn({
            let store = store.clone();
            async move { store.sign_in(&login(&format!("o{number}"))).await }
        });
        tokio::time::sleep(Duration::from_millis(200)).await;
        other.execute("DROP TRIGGER refuse").await.unwrap();
        signing_in.await.unwrap().unwrap_or_else(|error| panic!("{number}: {error:?}"));
    }
}
