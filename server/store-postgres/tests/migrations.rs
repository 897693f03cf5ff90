//! A database of an earlier version is brought up to date with its rows intact: one fixture a migration but the last.

mod support;

use std::sync::Arc;

use rstest::rstest;
use sqlx::{AssertSqlSafe, Executor, PgConnection, Row};
use support::Database;

#[rstest]
#[case(1, include_str!("fixtures/0001.sql"))]
#[case(2, include_str!("fixtures/0002.sql"))]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_version_keeps_its_rows(#[case] version: i64, #[case] rows: &'static str) {
    let Some(database) = Database::new().await else { return };
    let mut connection = database.connection().await;
    let migrations = sqlx::migrate!("./migrations");
    migrations.run_to(version, &mut connection).await.unwrap();
    sqlx::raw_sql(rows).execute(&mut connection).await.unwrap();
    identity::contract::upgrade::version_1_keeps_its_rows(Arc::new(database.store().await)).await;
    for table in ["meeting_member", "vote_member"].into_iter().filter(|_| version > 1) {
        let found = format!("SELECT count(*) AS found FROM {table} WHERE user_id = 1");
        let row = connection.fetch_one(AssertSqlSafe(found)).await.unwrap();
        assert_eq!(row.get::<i64, _>("found"), 1, "{table}");
    }
}

/// A database remembers the checksum of each file that it has run and refuses another one (`VersionMismatch`): were a byte of
/// a released file changed, in a comment even, no database of before could be opened. A change is a new file, and a new
/// line here.
#[test]
fn released_migrations_are_as_they_were() {
    let released = ["1: 7256048ef692", "2: 74585c8efc95", "3: a489c4c5ffee"];
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
const HELD: [&str; 3] = ["users", "session", "session_key"];

/// How many rows of each.
#[expect(clippy::unwrap_used, reason = "tests")]
async fn rows(connection: &mut PgConnection) -> Vec<i64> {
    let mut rows = Vec::new();
    for table in HELD {
        let sql = AssertSqlSafe(format!("SELECT count(*) FROM \"{table}\""));
        rows.push(sqlx::query_scalar(sql).fetch_one(&mut *connection).await.unwrap());
    }
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_version_keeps_its_rows_and_its_fixture_has_some() {
    let migrations = sqlx::migrate!("./migrations");
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
