//! Opening: nodes that start at once, what is refused, and in which words.

mod support;

use identity::Store;
use identity::contract::login;
use sqlx::{Executor, Row};
use store_mysql::{MySqlStore, OpenError};
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
            tokio::spawn(async move { MySqlStore::open(&url).await })
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
    for url in [
        "",
        "oa.db",
        "mysql:",
        "mysql://u:hunter2@h",
        "mysql://u:hunter2@h/",
        "postgres://u:hunter2@h/d",
        "mysql://u:hunter2@h:x/d",
    ] {
        let error = MySqlStore::open(url).await.unwrap_err();
        assert!(matches!(error, OpenError::NotMySql), "{url}: {error}");
        assert!(!format!("{error:?} {}", error_chain(&error)).contains("hunter2"));
    }
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_is_told_without_the_password() {
    // No server listens on port 1.
    let error = MySqlStore::open("mysql://u:hunter2@127.0.0.1:1/d").await.unwrap_err();
    assert!(matches!(error, OpenError::Connect(_)), "{error}");
    assert!(error_chain(&error).contains("refused"), "{}", error_chain(&error));
    assert!(!format!("{error:?} {}", error_chain(&error)).contains("hunter2"));
}

#[tokio::test]
async fn a_wrong_password_and_a_missing_database_are_told_without_the_password() {
    let Some(database) = Database::new().await else { return };
    for url in [database.url().replace("oa:oa@", "oa:hunter2@"), database.url().replace("/oa_", "/none_")] {
        let error = MySqlStore::open(&url).await.unwrap_err();
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
    let error = MySqlStore::open(&database.url()).await.unwrap_err();
    assert!(matches!(error, OpenError::Migrate(_)), "{error}");
}

/// MySQL commits after every DDL statement, so a start that is killed leaves half a migration.
#[tokio::test]
async fn a_migration_that_was_killed_half_way_is_finished() {
    let Some(database) = Database::new().await else { return };
    database.store().await.close().await;
    let mut connection = database.connection().await;
    connection.execute("DROP TABLE vote_member").await.unwrap();
    connection.execute("UPDATE _sqlx_migrations SET success = FALSE WHERE version = 2").await.unwrap();
    let store = database.store().await;
    let hash = identity::contract::login("o1").token_hash;
    assert!(store.session_and_counts(&hash, 0).await.unwrap().is_none(), "it asks the table that was made again");
}
