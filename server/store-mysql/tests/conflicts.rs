//! What loses against another transaction is tried again, and the caller does not see it.

mod support;

use std::sync::Arc;
use std::time::Duration;

use identity::contract::{NOW_MS, login, together};
use identity::{NewLogin, Realm, Status, Store};
use sqlx::{Connection, Executor};
use support::Database;

const LOCK: &str = "SELECT id FROM user WHERE id = ? FOR UPDATE";
const LOCK_AT_ONCE: &str = "SELECT id FROM user WHERE id = ? FOR UPDATE NOWAIT";
/// More rows than the store ever changes at a time.
const WEIGHT: &str = "INSERT INTO weight (number) WITH RECURSIVE numbers (number) AS \
    (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 500) SELECT number FROM numbers";

/// Longer than the store waits for a lock: the first try fails.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_that_is_held_long_is_waited_for() {
    let Some(database) = Database::new().await else { return };
    let store = database.store().await;
    let new = login("o1");
    store.sign_in(&new).await.unwrap();
    let mut other = database.connection().await;
    let mut lock = other.begin().await.unwrap();
    lock.execute("SELECT id FROM user FOR UPDATE").await.unwrap();
    let writing = tokio::spawn({
        let store = store.clone();
        async move { store.sign_in(&login("o1")).await }
    });
    tokio::time::sleep(Duration::from_millis(3_500)).await;
    assert!(!writing.is_finished());
    assert!(store.session(&new.token_hash, NOW_MS).await.unwrap().is_some(), "reads go on");
    lock.commit().await.unwrap();
    writing.await.unwrap().unwrap();
}

/// Two transactions that take the same rows in opposite orders. The database ends the one that has changed fewer rows: here
/// the store's, which has deleted an account by then and waits for the second one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_is_tried_again() {
    let Some(database) = Database::new().await else { return };
    let store = database.store().await;
    let realm = Realm::new("wx1", Some("w"));
    let (mut other, mut third) = (database.connection().await, database.connection().await);
    // no more locks than the rows that are named
    other.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED").await.unwrap();
    other.execute("CREATE TABLE weight (number BIGINT PRIMARY KEY) ENGINE = InnoDB").await.unwrap();
    for round in 0..5 {
        let mut ids = Vec::new();
        for openid in ["a", "b"] {
            ids.push(store.sign_in(&NewLogin { realm: realm.clone(), ..login(openid) }).await.unwrap().id);
        }
        let mut locks = other.begin().await.unwrap();
        locks.execute(WEIGHT).await.unwrap();
        sqlx::query(LOCK).bind(ids[1]).execute(&mut *locks).await.unwrap();
        let mut is_free = async || sqlx::query(LOCK_AT_ONCE).bind(ids[0]).execute(&mut third).await.is_ok();
        assert!(is_free().await);
        let forgetting = tokio::spawn({
            let (store, realm) = (store.clone(), realm.clone());
            async move { store.delete_accounts(&realm, None).await }
        });
        // Until the store has the first account, and so waits for the second.
        while is_free().await && !forgetting.is_finished() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // Here the two wait for each other. Sooner than the store would give up its wait for a lock: it was ended.
        let ours = sqlx::query(LOCK).bind(ids[0]).execute(&mut *locks);
        let ours = tokio::time::timeout(Duration::from_secs(2), ours).await;
        ours.unwrap_or_else(|_| panic!("round {round}: no deadlock")).unwrap();
        assert!(!forgetting.is_finished(), "round {round}: it gave up");
        locks.rollback().await.unwrap();
        assert_eq!(forgetting.await.unwrap().unwrap(), 2, "round {round}");
    }
}

/// Two nodes: what one does is true on the other at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_behave_as_one() {
    let Some(database) = Database::new().await else { return };
    let (one, two) = (database.store().await, database.store().await);
    let new = login("o1");
    let id = one.sign_in(&new).await.unwrap().id;
    let session = two.session(&new.token_hash, NOW_MS).await.unwrap().unwrap();
    assert!(one.set_status(id, Status::Disabled, NOW_MS).await.unwrap());
    assert_eq!(two.session(&new.token_hash, NOW_MS).await.unwrap().unwrap().account.status, Status::Disabled);
    assert!(two.end_session(session.id).await.unwrap());
    assert!(one.session(&new.token_hash, NOW_MS).await.unwrap().is_none());
    let logins: Vec<_> = [&one, &two]
        .repeat(20)
        .into_iter()
        .cloned()
        .map(|store| tokio::spawn(async move { store.sign_in(&login("o2")).await.map(|user| user.id) }))
        .collect();
    let mut ids = Vec::new();
    for login in logins {
        ids.push(login.await.unwrap().unwrap());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_who_is_locked_keeps_no_other_from_logging_in() {
    let Some(database) = Database::new().await else { return };
    let store: Arc<dyn Store> = Arc::new(database.store().await);
    let openids = together::known_users(&store, 30).await;
    let mut other = database.connection().await;
    other.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED").await.unwrap();
    let mut lock = other.begin().await.unwrap();
    lock.execute("SELECT id FROM user WHERE realm = 'wx1' AND openid IN ('o0', 'o1', 'o2', 'o3') FOR UPDATE")
        .await
        .unwrap();
    let unlock = async { lock.rollback().await.unwrap() };
    together::nobody_waits_for_the_locked(&store, openids, &["o0", "o1", "o2", "o3"], unlock).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_that_the_database_refuses_harms_no_other() {
    let Some(database) = Database::new().await else { return };
    let store: Arc<dyn Store> = Arc::new(database.store().await);
    let openids = together::known_users(&store, 60).await;
    let mut other = database.connection().await;
    other.execute("ALTER TABLE session ADD CONSTRAINT refused CHECK (device <> 'refused')").await.unwrap();
    together::a_refused_login_harms_no_other(&store, openids).await;
}
