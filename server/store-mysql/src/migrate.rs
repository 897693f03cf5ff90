//! The schema is brought up to date, by one node at a time.

use std::time::Duration;

use identity::StoreError;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{MySqlConnection, MySqlPool, Row};
use tokio::time::Instant;

use crate::error::{is_conflict, repeat};
use crate::open::is_galera;

/// sqlx's own lock waits with a time-out of -1, which MariaDB takes for an error and gives no lock: ours is asked for in
/// a way that both know, and its answer is looked at. The name is hashed, as it may have 64 characters.
const LOCK: &str = "SELECT coalesce(GET_LOCK(sha1(concat('oa-mini migrations ', database())), 60), 0) AS locked";
const UNLOCK: &str = "DO RELEASE_LOCK(sha1(concat('oa-mini migrations ', database())))";

pub(crate) const HAS_TABLE: &str = "SELECT count(*) AS tables_found FROM information_schema.tables \
    WHERE table_schema = database() AND table_name = '_sqlx_migrations'";
/// What a start that was killed left half-way: every statement of a migration can be run again. Of those that we know: what
/// a newer version of this program left, only that one can finish.
const FORGET_UNFINISHED: &str = "DELETE FROM _sqlx_migrations WHERE success = FALSE AND version <= ?";
const MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// How many are done. A newer schema has more than we know.
const DONE: &str = "SELECT count(*) AS done FROM _sqlx_migrations WHERE success = TRUE";

/// A named lock of a Galera node is its own. A row is not: of several who insert it at the same time, on whichever nodes, the
/// cluster lets one through. It is there before the first statement that changes the schema, as those commit by themselves.
const LOCK_TABLE: &str = "CREATE TABLE IF NOT EXISTS _oa_migrating (id BIGINT NOT NULL PRIMARY KEY, \
    since TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP) ENGINE = InnoDB";
const TAKE: &str = "INSERT INTO _oa_migrating (id) VALUES (1)";
const RELEASE: &str = "DELETE FROM _oa_migrating WHERE id = 1";
/// Who took it was killed, and its connection's end says nothing to a row.
const RELEASE_OLD: &str = "DELETE FROM _oa_migrating WHERE since < now() - INTERVAL 10 MINUTE";

/// How long another node is waited for.
const WAIT: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(200);

/// Why the schema is not up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// Another node migrates for more than a minute.
    #[error("another node is migrating the database and does not come to an end")]
    Locked,
    /// A newer version of this program may have written the schema.
    #[error("the MySQL database cannot be migrated; was it written by a newer version?")]
    Migrate(#[from] MigrateError),
    /// The lock of a cluster cannot be asked for.
    #[error("the MySQL cluster gives no lock for the migration")]
    Lock(#[source] StoreError),
    /// Anything else that the database says.
    #[error("the MySQL database cannot be migrated")]
    Database(#[from] sqlx::Error),
}

pub(crate) async fn run(pool: &MySqlPool) -> Result<(), MigrationError> {
    let mut connection = pool.acquire().await?;
    if is_galera(&mut connection).await? {
        return run_on_galera(pool, &mut connection).await;
    }
    // The lock belongs to the connection: were we to die, it would end with it.
    let locked: i64 = sqlx::query(LOCK).fetch_one(&mut *connection).await?.try_get("locked")?;
    if locked != 1 {
        return Err(MigrationError::Locked);
    }
    let done = migrate(&mut connection).await;
    sqlx::query(UNLOCK).execute(&mut *connection).await?;
    done
}

async fn run_on_galera(pool: &MySqlPool, connection: &mut MySqlConnection) -> Result<(), MigrationError> {
    let known = i64::try_from(MIGRATIONS.iter().count()).unwrap_or(i64::MAX);
    if has_table(connection).await?
        && sqlx::query(DONE).fetch_one(&mut *connection).await?.try_get::<i64, _>("done")? >= known
    {
        // Nothing to do but to compare: a lock that was left behind does not keep anybody from starting.
        return apply(connection).await;
    }
    repeat(|| run_once(pool, LOCK_TABLE)).await.map_err(MigrationError::Lock)?;
    let started = Instant::now();
    loop {
        repeat(|| run_once(pool, RELEASE_OLD)).await.map_err(MigrationError::Lock)?;
        match run_once(pool, TAKE).await {
            Err(error) if !is_conflict(&error) => return Err(error.into()),
            Err(_) if started.elapsed() > WAIT => return Err(MigrationError::Locked),
            Err(_) => tokio::time::sleep(PAUSE).await,
            Ok(()) => break,
        }
    }
    let done = migrate(connection).await;
    repeat(|| run_once(pool, RELEASE)).await.map_err(MigrationError::Lock)?;
    done
}

async fn run_once(pool: &MySqlPool, sql: &'static str) -> Result<(), sqlx::Error> {
    sqlx::query(sql).execute(pool).await.map(drop)
}

async fn has_table(connection: &mut MySqlConnection) -> Result<bool, sqlx::Error> {
    Ok(sqlx::query(HAS_TABLE).fetch_one(connection).await?.try_get::<i64, _>("tables_found")? > 0)
}

async fn migrate(connection: &mut MySqlConnection) -> Result<(), MigrationError> {
    if has_table(connection).await? {
        let newest = MIGRATIONS.iter().map(|migration| migration.version).max();
        sqlx::query(FORGET_UNFINISHED).bind(newest).execute(&mut *connection).await?;
    }
    apply(connection).await
}

async fn apply(connection: &mut MySqlConnection) -> Result<(), MigrationError> {
    let mut migrations = MIGRATIONS;
    migrations.set_locking(false);
    // `run` is this with an `Acquire` in between, which would make our future one that no task can carry.
    match migrations.run_direct(None, connection, false).await {
        // Not one of ours, those are forgotten by now; and sqlx's own words would have its row deleted.
        Err(MigrateError::Dirty(newer)) => Err(MigrateError::VersionMissing(newer).into()),
        outcome => Ok(outcome?),
    }
}
