//! Whether the schema of this program exists, for commands that must not create a database.

use sqlx::{ConnectOptions, Connection};

use crate::error::primary_code;
use crate::open::{NOT_A_DATABASE, OpenError, options};

pub(crate) const HAS_TABLE: &str =
    "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'";

/// Whether the file of `sqlite://PATH` holds the tables of this program, of whichever version: `None` where there is no
/// file. Nothing is made and nothing migrated.
///
/// # Errors
/// [`OpenError`].
pub async fn holds_schema(url: &str) -> Result<Option<bool>, OpenError> {
    let options = options(url)?;
    let path = options.get_filename().to_path_buf();
    match path.try_exists() {
        Ok(true) => {}
        Ok(false) => return Ok(None),
        Err(error) => return Err(OpenError::File(path, error)),
    }
    let found = async {
        let mut connection = options.connect().await?;
        let found: i64 = sqlx::query_scalar(HAS_TABLE).fetch_one(&mut connection).await?;
        connection.close().await?;
        Ok(found > 0)
    };
    found.await.map(Some).map_err(|error: sqlx::Error| {
        if primary_code(&error).is_some_and(|code| NOT_A_DATABASE.contains(&code)) {
            OpenError::NotADatabase(path)
        } else {
            OpenError::Open(path, error)
        }
    })
}
