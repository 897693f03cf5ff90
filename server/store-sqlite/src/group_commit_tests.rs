use async_trait::async_trait;
use sqlx::{Error, Row, SqliteConnection, SqlitePool};

use super::Write;
use crate::SqliteStore;

/// Writes a picture, unless there is one with this number; returns how many rows other connections see at that moment.
struct Put(i64, SqlitePool);

#[async_trait]
impl Write for Put {
    type Done = i64;

    async fn write(&self, tx: &mut SqliteConnection) -> Result<i64, Error> {
        sqlx::query("INSERT INTO swiper_image (id, image, title) VALUES (?1, '', '')").bind(self.0).execute(tx).await?;
        seen(&self.1).await
    }
}

async fn seen(readers: &SqlitePool) -> Result<i64, Error> {
    sqlx::query("SELECT count(*) FROM swiper_image").fetch_one(readers).await?.try_get(0)
}

async fn store(folder: &tempfile::TempDir) -> SqliteStore {
    SqliteStore::open(&format!("sqlite://{}/oa.db", folder.path().display())).await.unwrap()
}

/// Queues the writes while another connection writes, so that they share a transaction.
async fn at_once(store: &SqliteStore, ids: &[i64]) -> Vec<Option<i64>> {
    let other = store.writer.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let waits = |id| {
        let (group, put) = (store.group_commit.clone(), Put(id, store.readers.clone()));
        tokio::spawn(async move { group.write(put).await.ok() })
    };
    let mut writes = Vec::new();
    for id in ids {
        writes.push(waits(*id));
        tokio::task::yield_now().await;
    }
    other.rollback().await.unwrap();
    let mut outcomes = Vec::new();
    for write in writes {
        outcomes.push(write.await.unwrap());
    }
    outcomes
}

#[tokio::test]
async fn writes_that_wait_share_a_commit() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    assert_eq!(at_once(&store, &[1, 2, 3, 4]).await.get(1..), Some([Some(1), Some(1), Some(1)].as_slice()));
    assert_eq!(seen(&store.readers).await.unwrap(), 4);
}

#[tokio::test]
async fn one_that_fails_takes_no_other_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let outcomes = at_once(&store, &[1, 2, 1, 3]).await;
    assert_eq!(outcomes.iter().map(Option::is_some).collect::<Vec<_>>(), [true, true, false, true]);
    assert_eq!(seen(&store.readers).await.unwrap(), 3);
}

#[tokio::test]
async fn a_write_whose_caller_gave_up_is_not_begun() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let other = store.writer.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let write = |id| {
        let (group, put) = (store.group_commit.clone(), Put(id, store.readers.clone()));
        tokio::spawn(async move { group.write(put).await })
    };
    let (first, given_up) = (write(1), write(2));
    tokio::task::yield_now().await;
    given_up.abort();
    tokio::task::yield_now().await;
    other.rollback().await.unwrap();
    first.await.unwrap().unwrap();
    write(3).await.unwrap().unwrap();
    assert_eq!(seen(&store.readers).await.unwrap(), 2);
}

struct Panic;

#[async_trait]
impl Write for Panic {
    type Done = ();

    async fn write(&self, _: &mut SqliteConnection) -> Result<(), Error> {
        panic!("on purpose")
    }
}

#[tokio::test]
async fn one_that_panics_stops_no_later_one() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    assert!(store.group_commit.write(Panic).await.is_err());
    store.group_commit.write(Put(1, store.readers.clone())).await.unwrap();
    assert_eq!(seen(&store.readers).await.unwrap(), 1);
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    store.close().await;
    assert!(store.group_commit.write(Put(1, store.readers.clone())).await.is_err());
}
