//! The driver's errors on their way to the flows, and those that are worth another try.

use std::future::Future;
use std::time::Duration;

use identity::StoreError;
use sqlx::mysql::MySqlDatabaseError;
use tokio::time::Instant;

/// Before the second try; doubled before each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(5);
/// No pause is longer, so that what meets often is tried often.
const LONGEST_PAUSE: Duration = Duration::from_millis(200);
/// No try begins later than this after the first, so that a call stays within a request's 15 s.
const GIVE_UP: Duration = Duration::from_secs(6);
/// ER_LOCK_DEADLOCK (also at COMMIT on a cluster), ER_LOCK_WAIT_TIMEOUT, ER_CHECKREAD (MariaDB's snapshot conflict).
const CONFLICTS: [u16; 3] = [1213, 1205, 1020];

/// ER_DUP_ENTRY, ER_TRUNCATED_WRONG_VALUE, ER_TRUNCATED_WRONG_VALUE_FOR_FIELD: their texts quote a value.
const QUOTING: [u16; 3] = [1062, 1292, 1366];

/// For the log: the driver's error as the source. Its texts name tables and columns; those that quote a value, which may
/// be a phone number, are left out.
pub(crate) fn database(error: sqlx::Error) -> StoreError {
    match number(&error) {
        Some(number) if QUOTING.contains(&number) => StoreError::Database(format!("MySQL error {number}").into()),
        _ => StoreError::Database(Box::new(error)),
    }
}

/// Runs a write, and again when it lost against another one: a deadlock, a lock that was not to be had, or a row that
/// another one inserted between our looking and our writing. `attempt` is one transaction: what failed has been rolled
/// back.
pub(crate) async fn retry<T, F>(attempt: impl Fn() -> F + Send + Sync) -> Result<T, StoreError>
where
    T: Send,
    F: Future<Output = Result<T, sqlx::Error>> + Send,
{
    let (started, mut pause) = (Instant::now(), FIRST_PAUSE);
    loop {
        match attempt().await {
            Ok(done) => return Ok(done),
            Err(error) if is_conflict(&error) && started.elapsed() < GIVE_UP => {
                tracing::debug!(code = number(&error), "the transaction lost a conflict, trying again");
                tokio::time::sleep(pause).await;
                pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
            }
            Err(error) => return Err(database(error)),
        }
    }
}

fn is_conflict(error: &sqlx::Error) -> bool {
    is_unique_violation(error) || number(error).is_some_and(|number| CONFLICTS.contains(&number))
}

fn number(error: &sqlx::Error) -> Option<u16> {
    Some(error.as_database_error()?.try_downcast_ref::<MySqlDatabaseError>()?.number())
}

/// Whether a unique key refused the row.
pub(crate) fn is_unique_violation(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}
