//! Whether the schema of this program exists, for commands that must not create a database.

use sqlx::{Connection, Row};

use crate::OpenError;
use crate::migrate::HAS_TABLE;
use crate::open::{connect, options};

/// Whether the database of `mysql://USER:PASSWORD@HOST/DATABASE` holds the tables of this program, of whichever version.
/// Nothing is made and nothing migrated.
///
/// # Errors
/// [`OpenError`].
pub async fn holds_schema(url: &str) -> Result<bool, OpenError> {
    let options = options(url)?;
    let found = async {
        let mut connection = connect(&options).await?;
        let found: i64 = sqlx::query(HAS_TABLE).fetch_one(&mut connection).await?.try_get("tables_found")?;
        connection.close().await?;
        Ok(found > 0)
    };
    found.await.map_err(OpenError::Connect)
}
