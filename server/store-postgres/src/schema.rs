//! Whether the schema of this program exists, for commands that must not create a database.

use sqlx::Connection;

use crate::OpenError;
use crate::open::{connect, options};

pub(crate) const HAS_TABLE: &str = "SELECT to_regclass('_sqlx_migrations') IS NOT NULL";

/// Whether the database of `postgres://USER:PASSWORD@HOST/DATABASE` holds the tables of this program, of whichever
/// version. Nothing is made and nothing migrated.
///
/// # Errors
/// [`OpenError`].
pub async fn holds_schema(url: &str) -> Result<bool, OpenError> {
    let options = options(url)?;
    let found = async {
        let mut connection = connect(&options).await?;
        let found = sqlx::query_scalar(HAS_TABLE).fetch_one(&mut connection).await?;
        connection.close().await?;
        Ok(found)
    };
    found.await.map_err(OpenError::Connect)
}
