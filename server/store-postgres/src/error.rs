//! The driver's errors on their way to the flows, and those that are worth another try.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use batch::{WorkError, retry_while};
use identity::StoreError;
use sqlx::postgres::PgDatabaseError;

use crate::timeouts::with_timeout;

/// No try begins later than this after the first, so that a call stays within a request's 15 s.
const RETRY_DEADLINE: Duration = Duration::from_secs(6);
/// serialization_failure, deadlock_detected, lock_not_available; the first also at COMMIT. foreign_key_violation: who brought
/// a new user, or the user of a session, was deleted between the read and the write.
const CONFLICTS: [&str; 4] = ["40001", "40P01", "55P03", "23503"];

/// admin_shutdown, crash_shutdown: the server ended the connection.
const LOST: [&str; 2] = ["57P01", "57P02"];

/// For the log: code and message of the database error. Its detail would quote whole rows.
pub(crate) fn database(error: impl WorkError) -> StoreError {
    let refusal = error.borrow().as_database_error().and_then(|error| error.try_downcast_ref::<PgDatabaseError>());
    match refusal {
        Some(refusal) => StoreError::Database(format!("{} {}", refusal.code(), refusal.message()).into()),
        None => StoreError::Database(Box::new(error)),
    }
}

/// Runs a read.
pub(crate) async fn read<T>(work: impl Future<Output = Result<T, sqlx::Error>> + Send) -> Result<T, StoreError> {
    with_timeout(work).await.map_err(database)
}

/// Runs a write, and again when it lost against another one: a deadlock, a lock that was not to be had, or a row that
/// another one inserted between the read and the write. `attempt` is one transaction: what failed has been rolled
/// back.
pub(crate) async fn retry<T, E, F>(attempt: impl Fn() -> F + Send + Sync) -> Result<T, StoreError>
where
    T: Send,
    E: WorkError,
    F: Future<Output = Result<T, E>> + Send,
{
    let is_retryable = |error: &sqlx::Error| is_retried(error, is_conflict(error));
    retry_while(RETRY_DEADLINE, is_retryable, || with_timeout(attempt())).await.map_err(database)
}

/// Runs a read of several calls, and again when the connection was lost that was kept from the batch before.
pub(crate) async fn retry_idempotent<T, F>(attempt: impl Fn() -> F + Send + Sync) -> Result<T, StoreError>
where
    T: Send,
    F: Future<Output = Result<T, Arc<sqlx::Error>>> + Send,
{
    let is_retryable = |error: &sqlx::Error| is_retried(error, is_lost(error));
    retry_while(RETRY_DEADLINE, is_retryable, || with_timeout(attempt())).await.map_err(database)
}

/// Logs what is tried again.
fn is_retried(error: &sqlx::Error, is_retryable: bool) -> bool {
    if is_retryable {
        tracing::debug!(code = code(error), "transaction conflict or connection lost; work retried");
    }
    is_retryable
}

fn code(error: &sqlx::Error) -> Option<&str> {
    Some(error.as_database_error()?.try_downcast_ref::<PgDatabaseError>()?.code())
}

fn is_conflict(error: &sqlx::Error) -> bool {
    is_unique_violation(error) || code(error).is_some_and(|code| CONFLICTS.contains(&code))
}

fn is_lost(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Io(_)) || code(error).is_some_and(|code| LOST.contains(&code))
}

/// Whether the statement is the cause, not the connection or the pool: then another login of the batch may be at fault.
pub(crate) fn is_of_statement(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::WorkerCrashed) || (error.as_database_error().is_some() && !is_lost(error))
}

/// Whether a unique index refused the row.
pub(crate) fn is_unique_violation(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}
