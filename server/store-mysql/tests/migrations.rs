//! A database of an earlier version is brought up to date with its rows intact: one fixture a migration but the last.

mod support;

use std::sync::Arc;

use support::Database;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn version_1_keeps_its_rows() {
    let Some(database) = Database::new().await else { return };
    let mut connection = database.connection().await;
    let mut migrations = sqlx::migrate!("./migrations");
    // nobody else is here, and MariaDB does not give sqlx's own lock
    migrations.set_locking(false);
    migrations.run_to(1, &mut connection).await.unwrap();
    sqlx::raw_sql(include_str!("fixtures/0001.sql")).execute(&mut connection).await.unwrap();
    identity::contract::upgrade::version_1_keeps_its_rows(Arc::new(database.store().await)).await;
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
