//! The driver's errors on their way to the flows, and the one that is worth a second try.

use std::error::Error;
use std::future::Future;
use std::time::Duration;

use identity::StoreError;

/// How often a write is tried. BUSY comes after `busy_timeout` (5 s), so two tries stay within a request's 15 s.
const TRIES: u32 = 2;
/// Between two tries.
const PAUSE: Duration = Duration::from_millis(50);
/// SQLITE_BUSY and SQLITE_LOCKED, the low byte of the extended codes.
const BUSY: [i32; 2] = [5, 6];

/// For the log: the driver's error as the source. Its texts name tables and columns, never a value.
pub(crate) fn database(error: impl Into<Box<dyn Error + Send + Sync>>) -> StoreError {
    StoreError::Database(error.into())
}

/// As [`retry_while_busy`], for a write that is a transaction of its own: what failed has been rolled back.
pub(crate) async fn retry_busy<T, F>(attempt: impl Fn() -> F + Send + Sync) -> Result<T, StoreError>
where
    T: Send,
    F: Future<Output = Result<T, sqlx::Error>> + Send,
{
    retry_while_busy(attempt).await.map_err(database)
}

/// Runs what takes the lock, and again when another process held it all the time.
pub(crate) async fn retry_while_busy<T, F>(attempt: impl Fn() -> F + Send + Sync) -> Result<T, sqlx::Error>
where
    T: Send,
    F: Future<Output = Result<T, sqlx::Error>> + Send,
{
    let mut tries = 1;
    loop {
        match attempt().await {
            Ok(done) => return Ok(done),
            Err(error) if tries < TRIES && is_busy(&error) => {
                tracing::warn!(tries, "database busy; write retried");
                tries += 1;
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => return Err(error),
        }
    }
}

/// Whether another process had the lock.
pub(crate) fn is_busy(error: &sqlx::Error) -> bool {
    primary_code(error).is_some_and(|code| BUSY.contains(&code))
}

/// SQLite's result code without its extension.
pub(crate) fn primary_code(error: &sqlx::Error) -> Option<i32> {
    let code = error.as_database_error()?.code()?.parse::<i32>().ok()?;
    Some(code & 0xff)
}

/// Whether a unique index refused the row.
pub(crate) fn is_unique_violation(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}
