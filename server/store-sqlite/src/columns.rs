//! Columns of a type that the driver does not know.

use sqlx::sqlite::SqliteRow;
use sqlx::{Error, Row};

/// A blob of exactly `N` bytes.
pub(crate) fn fixed<const N: usize>(row: &SqliteRow, column: &'static str) -> Result<[u8; N], Error> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes.try_into().map_err(|source| Error::ColumnDecode { index: column.to_owned(), source: Box::new(source) })
}
