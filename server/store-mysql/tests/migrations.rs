//! A database of an earlier version is brought up to date with its rows intact, from every version that ever was.
//!
//! A new migration needs no line here: the versions are those of the migrations folder, and a version without a fixture of its
//! own has the rows of the newest fixture before it. A migration that adds a table gets a fixture, so that rows of it are
//! there for the migrations to come.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::error::Error as _;
use std::fs;
use std::sync::Arc;

use sqlx::{AssertSqlSafe, Executor, MySqlConnection, Row};
use store_mysql::{MySqlStore, OpenError};
use support::Database;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_version_keeps_its_rows() {
    for version in earlier_versions() {
        let Some(database) = Database::new().await else { return };
        let mut connection = database.connection().await;
        write_as_version(&mut connection, version).await;
        identity::contract::upgrade::version_1_keeps_its_rows(Arc::new(database.store().await)).await;
        for table in ["meeting_member", "vote_member"].into_iter().filter(|_| version > 1) {
            let found = format!("SELECT count(*) AS found FROM {table} WHERE user_id = 1");
            let row = connection.fetch_one(AssertSqlSafe(found)).await.unwrap();
            assert_eq!(row.get::<i64, _>("found"), 1, "{table} from version {version}");
        }
    }
}

/// Leaves a database as `version` of the schema did, with rows.
async fn write_as_version(connection: &mut MySqlConnection, version: i64) {
    let (of, rows) = fixture(version);
    let mut migrations = sqlx::migrate!("./migrations");
    // there is no other process, and MariaDB does not grant sqlx's own lock
    migrations.set_locking(false);
    migrations.run_to(of, &mut *connection).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(rows)).execute(&mut *connection).await.unwrap();
    migrations.run_to(version, connection).await.unwrap();
}

/// The newest fixture that is not above `version`: its own version, and its rows.
fn fixture(version: i64) -> (i64, String) {
    let read = |of: i64| fs::read_to_string(format!("{}/tests/fixtures/{of:04}.sql", env!("CARGO_MANIFEST_DIR"))).ok();
    (1..=version).rev().find_map(|of| Some((of, read(of)?))).unwrap()
}

/// Every version but the newest.
fn earlier_versions() -> std::ops::Range<i64> {
    1..sqlx::migrate!("./migrations").iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// An older version on what a newer one left half-way: without the row it would run on half a schema.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newer_migration_that_was_killed_half_way_is_refused_and_stays() {
    let Some(database) = Database::new().await else { return };
    database.store().await.close().await;
    let mut connection = database.connection().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
        VALUES (9999, 'newer', FALSE, x'01', -1)";
    connection.execute(newer).await.unwrap();
    let error = MySqlStore::open(&database.url()).await.unwrap_err();
    assert!(matches!(error, OpenError::Migrate(_)), "{error:?}");
    let message = format!("{error}: {}", error.source().unwrap());
    assert!(
        message.contains("a newer version") && message.contains("9999") && !message.contains("remove"),
        "{message}"
    );
    let row = connection.fetch_one("SELECT success FROM _sqlx_migrations WHERE version = 9999").await.unwrap();
    assert!(!row.get::<bool, _>("success"));
}

/// A database remembers the checksum of each file that it has run and refuses another one (`VersionMismatch`): if a byte of a
/// released file changes, even in a comment, no existing database opens. The snapshot therefore only ever grows, by a line a
/// file (`INSTA_UPDATE=always`); a line of it that changes is the mistake that this test finds.
#[test]
fn released_migrations_are_as_they_were() {
    let start = |checksum: &[u8]| checksum.iter().take(6).map(|byte| format!("{byte:02x}")).collect::<String>();
    let migrations = sqlx::migrate!("./migrations");
    let files: Vec<_> = migrations.iter().map(|file| format!("{}: {}", file.version, start(&file.checksum))).collect();
    insta::assert_snapshot!(files.join("\n"));
}

/// The tables that hold what users did, of every version: a fixture without them would let any migration pass.
const HELD: [&str; 3] = ["user", "session", "session_key"];

/// How many rows of each.
#[expect(clippy::unwrap_used, reason = "tests")]
async fn rows(connection: &mut MySqlConnection) -> Vec<i64> {
    let mut rows = Vec::new();
    for table in HELD {
        let sql = AssertSqlSafe(format!("SELECT count(*) FROM `{table}`"));
        rows.push(sqlx::query_scalar(sql).fetch_one(&mut *connection).await.unwrap());
    }
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_version_keeps_its_rows_and_its_fixture_has_some() {
    for version in earlier_versions() {
        let Some(database) = Database::new().await else { return };
        let mut connection = database.connection().await;
        write_as_version(&mut connection, version).await;
        let before = rows(&mut connection).await;
        assert!(before.iter().all(|rows| *rows > 1), "the fixture of version {version}: {before:?} rows of {HELD:?}");
        database.store().await.close().await;
        assert_eq!(rows(&mut connection).await, before, "from version {version}");
    }
}
