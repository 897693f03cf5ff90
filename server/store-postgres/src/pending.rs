//! The migrations that a start would apply, for `check --pending`.

use sqlx::migrate::Migrator;
use sqlx::{Connection, Row};

use crate::OpenError;
use crate::open::{connect, options};
use crate::schema::HAS_TABLE;

pub(crate) const MIGRATIONS: Migrator = sqlx::migrate!("./migrations");
const DONE: &str = "SELECT version FROM _sqlx_migrations WHERE success";

/// Version and name of what a start would apply to the database of `postgres://USER:PASSWORD@HOST/DATABASE`. Nothing is made
/// and nothing migrated.
///
/// # Errors
/// [`OpenError`].
pub async fn pending(url: &str) -> Result<Vec<(i64, String)>, OpenError> {
    let options = options(url)?;
    let done = async {
        let mut connection = connect(&options).await?;
        let found: bool = sqlx::query_scalar(HAS_TABLE).fetch_one(&mut connection).await?;
        let rows = if found { sqlx::query(DONE).fetch_all(&mut connection).await? } else { Vec::new() };
        connection.close().await?;
        rows.iter().map(|row| row.try_get("version")).collect::<Result<Vec<i64>, sqlx::Error>>()
    };
    let done = done.await.map_err(OpenError::Connect)?;
    let pending = MIGRATIONS.iter().filter(|migration| !done.contains(&migration.version));
    Ok(pending.map(|migration| (migration.version, migration.description.to_string())).collect())
}

/// Version and name of the newest migration: the schema that this program brings.
pub fn newest_schema() -> Option<(i64, String)> {
    MIGRATIONS.iter().last().map(|migration| (migration.version, migration.description.to_string()))
}
