//! Columns of a type that the driver does not know.

use sqlx::mysql::MySqlRow;
use sqlx::{Error, Row};

/// A BINARY column of exactly `N` bytes.
pub(crate) fn fixed<const N: usize>(row: &MySqlRow, column: &'static str) -> Result<[u8; N], Error> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes.try_into().map_err(|source| Error::ColumnDecode { index: column.to_owned(), source: Box::new(source) })
}

/// A VARBINARY column that holds text.
pub(crate) fn text(row: &MySqlRow, column: &'static str) -> Result<String, Error> {
    utf8(row.try_get(column)?, column)
}

/// As [`text`], NULL being `None`.
pub(crate) fn optional_text(row: &MySqlRow, column: &'static str) -> Result<Option<String>, Error> {
    let bytes: Option<Vec<u8>> = row.try_get(column)?;
    bytes.map(|bytes| utf8(bytes, column)).transpose()
}

fn utf8(bytes: Vec<u8>, column: &'static str) -> Result<String, Error> {
    // Without the bytes: they may be a phone number.
    String::from_utf8(bytes)
        .map_err(|error| Error::ColumnDecode { index: column.to_owned(), source: Box::new(error.utf8_error()) })
}
