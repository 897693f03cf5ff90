//! The schema is brought up to date, by one node at a time.

use std::time::Duration;

use sqlx::migrate::MigrateError;
use sqlx::{MySqlConnection, MySqlPool, Row};
use tokio::time::Instant;

use crate::error::{is_conflict, is_lost};
use crate::open::is_galera;

/// sqlx's own lock waits with a time-out of -1, which MariaDB takes for an error and gives no lock: ours is asked for in
/// a way that both know, and its answer is looked at. The name is hashed, as it may have 64 characters.
const LOCK: &str = "SELECT coalesce(GET_LOCK(sha1(concat('oa-mini migrations ', database())), 60), 0) AS locked";
const UNLOCK: &str = "DO RELEASE_LOCK(sha1(concat('oa-mini migrations ', database())))";

const HAS_TABLE: &str = "SELECT count(*) AS tables_found FROM information_schema.tables \
    WHERE table_schema = database() AND table_name = '_sqlx_migrations'";
/// What a start that was killed left half-way: every statement of a migration can be run again.
const FORGET_UNFINISHED: &str = "DELETE FROM _sqlx_migrations WHERE success = FALSE";
/// Where nobody can be sure that it was killed.
const FORGET_OLD_UNFINISHED: &str =
    "DELETE FROM _sqlx_migrations WHERE success = FALSE AND installed_on < now() - INTERVAL 10 MINUTE";

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
    /// Anything else that the database says.
    #[error("the MySQL database cannot be migrated")]
    Database(#[from] sqlx::Error),
}

pub(crate) async fn run(pool: &MySqlPool) -> Result<(), MigrationError> {
    let mut connection = pool.acquire().await?;
    if is_galera(&mut connection).await? {
        drop(connection);
        return run_on_galera(pool).await;
    }
    // The lock belongs to the connection: were we to die, it would end with it.
    let locked: i64 = sqlx::query(LOCK).fetch_one(&mut *connection).await?.try_get("locked")?;
    if locked != 1 {
        return Err(MigrationError::Locked);
    }
    let done = migrate(&mut connection, FORGET_UNFINISHED).await;
    sqlx::query(UNLOCK).execute(&mut *connection).await?;
    done
}

/// A named lock there is each node's own. What all of them agree on is the row in `_sqlx_migrations` that a migration begins
/// with: only one of those who insert it at the same time gets through, and the others wait until it is marked as done.
async fn run_on_galera(pool: &MySqlPool) -> Result<(), MigrationError> {
    let started = Instant::now();
    loop {
        let mut connection = pool.acquire().await?;
        match migrate(&mut connection, FORGET_OLD_UNFINISHED).await {
            Err(error) if is_anothers(&error) && started.elapsed() < WAIT => tokio::time::sleep(PAUSE).await,
            Err(error) if is_anothers(&error) => {
                tracing::error!(cause = &error as &dyn std::error::Error, "another node does not finish the migration");
                return Err(MigrationError::Locked);
            }
            done => return done,
        }
    }
}

fn is_anothers(error: &MigrationError) -> bool {
    let worth_it = |error| is_conflict(error) || is_lost(error);
    match error {
        MigrationError::Migrate(MigrateError::Dirty(_)) => true,
        MigrationError::Migrate(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _))
        | MigrationError::Database(error) => worth_it(error),
        _ => false,
    }
}

async fn migrate(connection: &mut MySqlConnection, forget: &'static str) -> Result<(), MigrationError> {
    let tables: i64 = sqlx::query(HAS_TABLE).fetch_one(&mut *connection).await?.try_get("tables_found")?;
    if tables > 0 {
        sqlx::query(forget).execute(&mut *connection).await?;
    }
    let mut migrations = sqlx::migrate!("./migrations");
    migrations.set_locking(false);
    // `run` is this with an `Acquire` in between, which would make our future one that no task can carry.
    Ok(migrations.run_direct(None, connection, false).await?)
}
