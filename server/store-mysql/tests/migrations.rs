//! A database of an earlier version is brought up to date with its rows intact: one fixture a migration but the last.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::error::Error as _;
use std::sync::Arc;

use rstest::rstest;
use sqlx::{AssertSqlSafe, Executor, MySqlConnection, Row};
use store_mysql::{MySqlStore, OpenError};
use support::Database;

#[rstest]
#[case(1, include_str!("fixtures/0001.sql"))]
#[case(2, include_str!("fixtures/0002.sql"))]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_version_keeps_its_rows(#[case] version: i64, #[case] rows: &'static str) {
    let Some(database) = Database::new().await else { return };
    written_by_version(&database, version, rows).await;
    identity::contract::upgrade::version_1_keeps_its_rows(Arc::new(database.store().await)).await;
    let mut connection = database.connection().await;
    for table in ["meeting_member", "vote_member"].into_iter().filter(|_| version > 1) {
        let found = format!("SELECT count(*) AS found FROM {table} WHERE user_id = 1");
        let row = connection.fetch_one(AssertSqlSafe(found)).await.unwrap();
        assert_eq!(row.get::<i64, _>("found"), 1, "{table}");
    }
}

async fn written_by_version(database: &Database, version: i64, rows: &'static str) {
    let mut connection = database.connection().await;
    let mut migrations = sqlx::migrate!("./migrations");
    // nobody else is here, and MariaDB does not give sqlx's own lock
    migrations.set_locking(false);
    migrations.run_to(version, &mut connection).await.unwrap();
    sqlx::raw_sql(rows).execute(&mut connection).await.unwrap();
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
    let said = format!("{error}: {}", error.source().unwrap());
    assert!(said.contains("a newer version") && said.contains("9999") && !said.contains("remove"), "{said}");
    let row = connection.fetch_one("SELECT success FROM _sqlx_migrations WHERE version = 9999").await.unwrap();
    assert!(!row.get::<bool, _>("success"));
}

/// A database remembers the checksum of each file that it has run and refuses another one (`VersionMismatch`): were a byte of
/// a released file changed, in a comment even, no database of before could be opened. A change is a new file, and a new
/// line here.
#[test]
fn released_migrations_are_as_they_were() {
    let released = ["1: e73fd7a5f342", "2: 68cd4d34ed78", "3: 86166beb1017"];
    let start = |checksum: &[u8]| checksum.iter().take(6).map(|byte| format!("{byte:02x}")).collect::<String>();
    let migrations = sqlx::migrate!("./migrations");
    let files: Vec<_> = migrations.iter().map(|file| format!("{}: {}", file.version, start(&file.checksum))).collect();
    assert_eq!(files, released);
}

#[test]
fn every_version_but_the_last_has_a_fixture() {
    let migrations = sqlx::migrate!("./migrations");
    let newest = migrations.iter().map(|migration| migration.version).max().unwrap();
    for version in 1..newest {
        let fixture = format!("{}/tests/fixtures/{version:04}.sql", env!("CARGO_MANIFEST_DIR"));
        assert!(std::path::Path::new(&fixture).is_file(), "{fixture} is missing");
    }
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
    let mut migrations = sqlx::migrate!("./migrations");
    migrations.set_locking(false);
    let newest = migrations.iter().map(|migration| migration.version).max().unwrap();
    for version in 1..newest {
        let Some(database) = Database::new().await else { return };
        let mut connection = database.connection().await;
        migrations.run_to(version, &mut connection).await.unwrap();
        let fixture = format!("{}/tests/fixtures/{version:04}.sql", env!("CARGO_MANIFEST_DIR"));
        let fixture = AssertSqlSafe(std::fs::read_to_string(fixture).unwrap());
        sqlx::raw_sql(fixture).execute(&mut connection).await.unwrap();
        let before = rows(&mut connection).await;
        assert!(before.iter().all(|rows| *rows > 1), "the fixture of version {version}: {before:?} rows of {HELD:?}");
        database.store().await.close().await;
        assert_eq!(rows(&mut connection).await, before, "from version {version}");
    }
}
