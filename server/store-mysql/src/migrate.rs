//! The schema is brought up to date, by one node at a time.

use sqlx::migrate::MigrateError;
use sqlx::{MySqlConnection, MySqlPool, Row};

/// sqlx's own lock waits with a time-out of -1, which MariaDB takes for an error and gives no lock: ours is asked for in
/// a way that both know, and its answer is looked at. The name is hashed, as it may have 64 characters.
const LOCK: &str = "SELECT coalesce(GET_LOCK(sha1(concat('oa-mini migrations ', database())), 60), 0) AS locked";
const UNLOCK: &str = "DO RELEASE_LOCK(sha1(concat('oa-mini migrations ', database())))";

const HAS_TABLE: &str = "SELECT count(*) AS tables_found FROM information_schema.tables \
    WHERE table_schema = database() AND table_name = '_sqlx_migrations'";
/// What a start that was killed left half-way: every statement of a migration can be run again.
const FORGET_UNFINISHED: &str = "DELETE FROM _sqlx_migrations WHERE success = FALSE";

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
    // The lock belongs to the connection: were we to die, it would end with it.
    let mut connection = pool.acquire().await?;
    let locked: i64 = sqlx::query(LOCK).fetch_one(&mut *connection).await?.try_get("locked")?;
    if locked != 1 {
        return Err(MigrationError::Locked);
    }
    let done = migrate(&mut connection).await;
    sqlx::query(UNLOCK).execute(&mut *connection).await?;
    done
}

async fn migrate(connection: &mut MySqlConnection) -> Result<(), MigrationError> {
    let tables: i64 = sqlx::query(HAS_TABLE).fetch_one(&mut *connection).await?.try_get("tables_found")?;
    if tables > 0 {
        sqlx::query(FORGET_UNFINISHED).execute(&mut *connection).await?;
    }
    let mut migrations = sqlx::migrate!("./migrations");
    migrations.set_locking(false);
    // `run` is this with an `Acquire` in between, which would make our future one that no task can carry.
    Ok(migrations.run_direct(None, connection, false).await?)
}
