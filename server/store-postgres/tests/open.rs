//! Opening: nodes that start at once, what is refused, and in which words.

mod support;

use identity::Store;
use identity::contract::login;
use sqlx::{Executor, Row};
use store_postgres::{OpenError, PgStore};
use support::Database;

/// What the operator reads: the error with its causes.
fn error_chain(error: &OpenError) -> String {
    let (mut line, mut source) = (error.to_string(), std::error::Error::source(error));
    while let Some(cause) = source {
        line = format!("{line}: {cause}");
        source = cause.source();
    }
    line
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_start_at_once_do_not_collide() {
    let Some(database) = Database::new().await else { return };
    let nodes: Vec<_> = (0..6)
        .map(|_| {
            let url = database.url();
            tokio::spawn(async move { PgStore::open(&url).await })
        })
        .collect();
    for (number, node) in nodes.into_iter().enumerate() {
        let store = node.await.unwrap().unwrap();
        store.sign_in(&login(&format!("o{number}"))).await.unwrap();
    }
    let mut connection = database.connection().await;
    let row = sqlx::query("SELECT count(*) AS applied FROM _sqlx_migrations").fetch_one(&mut connection).await.unwrap();
    assert_eq!(row.get::<i64, _>("applied"), sqlx::migrate!("./migrations").iter().count() as i64);
}

#[tokio::test]
async fn other_addresses_are_refused_without_a_word_of_the_password() {
    for url in ["", "oa.db", "postgres:", "mysql://u:hunter2@h/d", "postgres://u:hunter2@h:x/d"] {
        let error = PgStore::open(url).await.unwrap_err();
        assert!(matches!(error, OpenError::NotPostgres), "{url}: {error}");
        assert!(!format!("{error:?} {}", error_chain(&error)).contains("hunter2"));
    }
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_is_told_without_the_password() {
    // No server listens on port 1.
    let error = PgStore::open("postgres://u:hunter2@127.0.0.1:1/d").await.unwrap_err();
    assert!(matches!(error, OpenError::Connect(_)), "{error}");
    assert!(error_chain(&error).contains("refused"), "{}", error_chain(&error));
    assert!(!format!("{error:?} {}", error_chain(&error)).contains("hunter2"));
}

#[tokio::test]
async fn a_wrong_password_and_a_missing_database_are_told_without_the_password() {
    let Some(database) = Database::new().await else { return };
    for url in [database.url().replace("oa:oa@", "oa:hunter2@"), database.url().replace("/postgres?", "/none?")] {
        let error = PgStore::open(&url).await.unwrap_err();
        assert!(matches!(error, OpenError::Connect(_)), "{error}");
        assert!(!format!("{error:?} {}", error_chain(&error)).contains("hunter2"));
    }
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let Some(database) = Database::new().await else { return };
    database.store().await.close().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, '', TRUE, '', 0)";
    database.connection().await.execute(newer).await.unwrap();
    let error = PgStore::open(&database.url()).await.unwrap_err();
    assert!(matches!(error, OpenError::Migrate(_)), "{error}");
}
