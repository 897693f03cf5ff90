//! The schema is brought up to date, by one node at a time.

mod statements;
mod steps;

use std::time::Duration;

use identity::StoreError;
use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::{Connection, MySqlConnection, MySqlPool, Row};
use tokio::time::Instant;

use crate::OpenError;
use crate::error::{is_conflict, retry_idempotent};
use crate::open::{connect, is_galera, options};

/// sqlx's own lock waits with a time-out of -1, which MariaDB treats as an error and gives no lock: this one is requested in
/// a way that both know, and its result is checked. The name is hashed, as it may have 64 characters.
const LOCK: &str = "SELECT coalesce(GET_LOCK(sha1(concat('oa-mini migrations ', database())), 60), 0) AS locked";
const UNLOCK: &str = "DO RELEASE_LOCK(sha1(concat('oa-mini migrations ', database())))";

pub(crate) const HAS_TABLE: &str = "SELECT count(*) AS tables_found FROM information_schema.tables \
    WHERE table_schema = database() AND table_name = '_sqlx_migrations'";
const MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

const SEEN: &str = "SELECT version, success, checksum FROM _sqlx_migrations ORDER BY version";

/// How many are done. A newer schema has more migrations than this program.
const DONE: &str = "SELECT count(*) AS done FROM _sqlx_migrations WHERE success = TRUE";

/// A named lock of a Galera node is its own. A row is not: of several nodes that insert it at the same time the
/// cluster lets one through. It is there before the first statement that changes the schema, as those commit by themselves.
const LOCK_TABLE: &str = "CREATE TABLE IF NOT EXISTS _oa_migrating (id BIGINT NOT NULL PRIMARY KEY, \
    since TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP) ENGINE = InnoDB";
const TAKE: &str = "INSERT INTO _oa_migrating (id) VALUES (1)";
const RELEASE: &str = "DELETE FROM _oa_migrating WHERE id = 1";
/// For a process that was killed while it held the lock: a row does not end with a connection.
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
    /// The lock of a cluster cannot be requested.
    #[error("the MySQL cluster gives no lock for the migration")]
    Lock(#[source] StoreError),
    /// Any other error of the database.
    #[error("the MySQL database cannot be migrated")]
    Database(#[from] sqlx::Error),
}

pub(crate) async fn run(pool: &MySqlPool) -> Result<(), MigrationError> {
    let mut connection = pool.acquire().await?;
    if is_galera(&mut connection).await? {
        return run_on_galera(pool, &mut connection).await;
    }
    // The lock belongs to the connection: it ends with this process.
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
        return migrate(connection).await;
    }
    retry_idempotent(|| run_once(pool, LOCK_TABLE)).await.map_err(MigrationError::Lock)?;
    let started = Instant::now();
    loop {
        retry_idempotent(|| run_once(pool, RELEASE_OLD)).await.map_err(MigrationError::Lock)?;
        match run_once(pool, TAKE).await {
            Err(error) if !is_conflict(&error) => return Err(error.into()),
            Err(_) if started.elapsed() > WAIT => return Err(MigrationError::Locked),
            Err(_) => tokio::time::sleep(PAUSE).await,
            Ok(()) => break,
        }
    }
    let done = migrate(connection).await;
    retry_idempotent(|| run_once(pool, RELEASE)).await.map_err(MigrationError::Lock)?;
    done
}

async fn run_once(pool: &MySqlPool, sql: &'static str) -> Result<(), sqlx::Error> {
    sqlx::query(sql).execute(pool).await.map(drop)
}

async fn has_table(connection: &mut MySqlConnection) -> Result<bool, sqlx::Error> {
    Ok(sqlx::query(HAS_TABLE).fetch_one(connection).await?.try_get::<i64, _>("tables_found")? > 0)
}

/// Applies what is missing, and goes on with what a start that was killed left half-way.
async fn migrate(connection: &mut MySqlConnection) -> Result<(), MigrationError> {
    apply(connection, &MIGRATIONS).await
}

/// As a start does, with any migrations: a test has some that the schema has not needed yet.
///
/// # Errors
/// [`MigrationError`].
pub async fn apply(connection: &mut MySqlConnection, migrations: &Migrator) -> Result<(), MigrationError> {
    connection.ensure_migrations_table("_sqlx_migrations").await?;
    let seen = seen(connection).await?;
    for (version, _, checksum) in &seen {
        // also what a newer version of this program left half-way: only that one can finish it
        let known = migrations.iter().find(|migration| migration.version == *version);
        let known = known.ok_or(MigrateError::VersionMissing(*version))?;
        if *known.checksum != **checksum {
            return Err(MigrateError::VersionMismatch(*version).into());
        }
    }
    for migration in migrations.iter() {
        let success = seen.iter().find(|(version, ..)| *version == migration.version).map(|(_, success, _)| *success);
        if success != Some(true) {
            let applied = steps::apply(connection, migration, success.is_some()).await;
            applied.map_err(|error| MigrateError::ExecuteMigration(error, migration.version))?;
        }
    }
    Ok(())
}

/// Version, success and checksum of every migration that was begun.
async fn seen(connection: &mut MySqlConnection) -> Result<Vec<(i64, bool, Vec<u8>)>, sqlx::Error> {
    let rows = sqlx::query(SEEN).fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.try_get("version")?, row.try_get("success")?, row.try_get("checksum")?))).collect()
}

/// Version and name of what a start would apply to the database of `mysql://USER:PASSWORD@HOST/DATABASE`. Nothing is made and
/// nothing migrated.
///
/// # Errors
/// [`OpenError`].
pub async fn pending(url: &str) -> Result<Vec<(i64, String)>, OpenError> {
    let options = options(url)?;
    let looked = async {
        let mut connection = connect(&options).await?;
        let seen = if has_table(&mut connection).await? { seen(&mut connection).await? } else { Vec::new() };
        connection.close().await?;
        Ok(seen)
    };
    let seen = looked.await.map_err(OpenError::Connect)?;
    let done = |version| seen.iter().any(|(seen, success, _)| *seen == version && *success);
    let pending = MIGRATIONS.iter().filter(|migration| !done(migration.version));
    Ok(pending.map(|migration| (migration.version, migration.description.to_string())).collect())
}

/// Version and name of the newest migration: the schema that this program brings.
pub fn schema() -> Option<(i64, String)> {
    MIGRATIONS.iter().last().map(|migration| (migration.version, migration.description.to_string()))
}
