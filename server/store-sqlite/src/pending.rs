//! The migrations that a start would apply, for `check --pending`.

use sqlx::migrate::Migrator;
use sqlx::{ConnectOptions, Connection, Row};

use crate::open::{OpenError, open_error, options};
use crate::schema::HAS_TABLE;

pub(crate) const MIGRATIONS: Migrator = sqlx::migrate!("./migrations");
const DONE: &str = "SELECT version FROM _sqlx_migrations WHERE success";

/// Version and name of what a start would apply to the file of `sqlite://PATH`; all of them where there is none. Nothing is
/// made and nothing migrated.
///
/// # Errors
/// [`OpenError`].
pub async fn pending(url: &str) -> Result<Vec<(i64, String)>, OpenError> {
    let options = options(url)?;
    let path = options.get_filename().to_path_buf();
    let done = async {
        if !path.exists() {
            return Ok(Vec::new());
        }
        let mut connection = options.connect().await?;
        let found: i64 = sqlx::query_scalar(HAS_TABLE).fetch_one(&mut connection).await?;
        let rows = if found > 0 { sqlx::query(DONE).fetch_all(&mut connection).await? } else { Vec::new() };
        connection.close().await?;
        rows.iter().map(|row| row.try_get("version")).collect::<Result<Vec<i64>, sqlx::Error>>()
    };
    let done = done.await.map_err(|error| open_error(&path, error))?;
    let pending = MIGRATIONS.iter().filter(|migration| !done.contains(&migration.version));
    Ok(pending.map(|migration| (migration.version, migration.description.to_string())).collect())
}

/// Version and name of the newest migration: the schema that this program brings.
pub fn newest_schema() -> Option<(i64, String)> {
    MIGRATIONS.iter().last().map(|migration| (migration.version, migration.description.to_string()))
}
