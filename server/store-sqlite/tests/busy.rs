//! Another process has the write lock: reads go on, writes wait.

use std::time::Duration;

use identity::Store;
use identity::contract::{NOW_MS, login};
use sqlx::SqlitePool;
use store_sqlite::SqliteStore;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_go_on_and_writes_wait_while_another_process_writes() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/oa.db", folder.path().display());
    let store = SqliteStore::open(&url).await.unwrap();
    let new = login("o1");
    store.sign_in(&new).await.unwrap();
    let other = SqlitePool::connect(&url).await.unwrap();
    let lock = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let writing = tokio::spawn({
        let store = store.clone();
        async move { store.sign_in(&login("o2")).await }
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(store.session(&new.token_hash, NOW_MS).await.unwrap().is_some());
    assert!(!writing.is_finished());
    lock.commit().await.unwrap();
    writing.await.unwrap().unwrap();
}

/// Longer than `busy_timeout`: the first try fails, the second succeeds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_is_tried_again_when_the_lock_is_held_long() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/oa.db", folder.path().display());
    let store = SqliteStore::open(&url).await.unwrap();
    let other = SqlitePool::connect(&url).await.unwrap();
    let lock = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let writing = tokio::spawn({
        let store = store.clone();
        async move { store.sign_in(&login("o1")).await }
    });
    tokio::time::sleep(Duration::from_millis(5_500)).await;
    lock.commit().await.unwrap();
    writing.await.unwrap().unwrap();
}

/// The workers that find sessions keep their connections while calls come.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guarded_calls_leave_connections_for_other_reads() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&format!("sqlite://{}/oa.db", folder.path().display())).await.unwrap();
    let new = login("o1");
    store.sign_in(&new).await.unwrap();
    let mut guarded = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let (store, hash) = (store.clone(), new.token_hash);
        guarded.spawn(async move {
            loop {
                assert!(store.session(&hash, NOW_MS).await.unwrap().is_some());
                assert!(store.session_and_counts(&hash, NOW_MS).await.unwrap().is_some());
            }
        });
    }
    for _ in 0..20 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        // sooner than a call gives up its wait for a connection
        let others = tokio::time::timeout(Duration::from_secs(2), store.swiper_images());
        assert_eq!(others.await.unwrap().unwrap(), []);
    }
    assert!(guarded.try_join_next().is_none());
}
