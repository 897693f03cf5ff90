//! `check --pending`: lists what a start would apply, and applies nothing.

use rstest::rstest;
use sqlx::migrate::Migrator;
use sqlx::{Connection as _, MySqlConnection, PgConnection, SqliteConnection};

use crate::fixture::Fixture;
use crate::support::database::{Kind, TestDatabase};

fn migrations(kind: Kind) -> Migrator {
    let mut migrations = match kind {
        Kind::Sqlite => sqlx::migrate!("store-sqlite/migrations"),
        Kind::MySql => sqlx::migrate!("store-mysql/migrations"),
        Kind::Postgres => sqlx::migrate!("store-postgres/migrations"),
    };
    migrations.set_locking(false);
    migrations
}

/// As a binary with only the first migrations left it.
async fn migrate_to(database: &TestDatabase, version: i64) {
    let (migrations, url) = (migrations(database.kind), database.url());
    match database.kind {
        Kind::Sqlite => {
            let mut connection = SqliteConnection::connect(&format!("{url}?mode=rwc")).await.unwrap();
            migrations.run_to(version, &mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
        Kind::MySql => {
            let mut connection = MySqlConnection::connect(&url).await.unwrap();
            migrations.run_to(version, &mut connection).await.unwrap();
        }
        Kind::Postgres => {
            let mut connection = PgConnection::connect(&url).await.unwrap();
            migrations.run_to(version, &mut connection).await.unwrap();
        }
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_would_apply(#[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind) {
    let all: Vec<(i64, String)> =
        migrations(kind).iter().map(|migration| (migration.version, migration.description.to_string())).collect();
    let (newest, name) = all.last().unwrap().clone();
    for version in 1..=newest {
        let Some(database) = TestDatabase::new(kind).await else { return };
        migrate_to(&database, version).await;
        let fixture = Fixture::beside(database);
        let expected: Vec<_> = all
            .iter()
            .filter(|(other, _)| *other > version)
            .map(|(version, name)| format!("pending: {version} {name}"))
            .collect();
        let expected = if expected.is_empty() { vec!["nothing pending".to_owned()] } else { expected };
        // twice: the first time changed nothing
        for _ in 0..2 {
            let stderr = fixture.run(&["check", "--pending"]).success();
            let mut lines: Vec<_> = stderr.lines().filter(|line| !line.starts_with("works on: ")).collect();
            assert_eq!(lines.pop(), Some(format!("the schema of this program: {newest} {name}").as_str()));
            assert_eq!(lines, expected);
        }
        drop(fixture.store().await);
        assert!(fixture.run(&["check", "--pending"]).success().contains("nothing pending"));
    }
}

#[test]
fn nothing_is_created() {
    let fixture = Fixture::empty();
    let stderr = fixture.run(&["check", "--pending"]).failure(1);
    assert!(stderr.contains("only the server makes a database"), "{stderr}");
    assert_eq!(std::fs::read_dir(fixture.path("")).unwrap().count(), 0);
}
