//! The driver's errors on their way to the flows, and those that are worth another try.

use std::future::Future;
use std::time::Duration;

use batch::{WorkError, retry_while};
use identity::StoreError;
use sqlx::mysql::MySqlDatabaseError;

use crate::timeouts::with_timeout;

/// No try begins later than this after the first: longer than a cluster of Galera's needs to go on without a node (6 s as it
/// comes), and with the pool's 5 s within a request's 15 s.
const RETRY_DEADLINE: Duration = Duration::from_secs(9);
/// ER_LOCK_DEADLOCK (on Galera also at COMMIT: another node's write came first), ER_LOCK_WAIT_TIMEOUT, ER_CHECKREAD
/// (MariaDB's snapshot conflict). All was rolled back.
const CONFLICTS: [u16; 3] = [1213, 1205, 1020];
/// The server stops, or a cluster's node is no longer, or not yet, one of the majority: ER_UNKNOWN_COM_ERROR (Galera's "has
/// not yet prepared node for application use"), ER_SERVER_SHUTDOWN, ER_ERROR_DURING_COMMIT, ER_QUERY_INTERRUPTED,
/// ER_CONNECTION_KILLED. As with a connection that broke, a COMMIT may have been done.
const LOST: [u16; 5] = [1047, 1053, 1180, 1317, 1927];

/// ER_DUP_ENTRY, ER_TRUNCATED_WRONG_VALUE, ER_TRUNCATED_WRONG_VALUE_FOR_FIELD: their texts quote a value.
const QUOTING: [u16; 3] = [1062, 1292, 1366];

/// For the log: the driver's error as the source. Its texts name tables and columns; those that quote a value, which may
/// be a phone number, are left out.
pub(crate) fn database(error: impl WorkError) -> StoreError {
    match number(error.borrow()) {
        Some(number) if QUOTING.contains(&number) => StoreError::Database(format!("MySQL error {number}").into()),
        _ => StoreError::Database(Box::new(error)),
    }
}

/// Runs work that is the same done twice as done once, a read too, and again when it lost against another transaction or
/// when its connection was lost, as while the next node of a cluster takes over: whether it was done is unknown then.
/// `attempt` is one transaction.
pub(crate) async fn retry_idempotent<T, E, F>(attempt: impl Fn() -> F + Send + Sync) -> Result<T, StoreError>
where
    T: Send,
    E: WorkError,
    F: Future<Output = Result<T, E>> + Send,
{
    retry_idempotent_without_timeout(|| with_timeout(attempt())).await
}

/// As [`retry_idempotent`], for the reads of an operator, which may take long on a large table.
pub(crate) async fn retry_idempotent_without_timeout<T, E, F>(
    attempt: impl Fn() -> F + Send + Sync,
) -> Result<T, StoreError>
where
    T: Send,
    E: WorkError,
    F: Future<Output = Result<T, E>> + Send,
{
    let is_retryable = |error: &sqlx::Error| is_retried(error, is_conflict(error) || is_lost(error));
    retry_while(RETRY_DEADLINE, is_retryable, attempt).await.map_err(database)
}

/// Runs a write with another result the second time, and again when it lost against another one: a deadlock, a lock
/// that was not to be had, or a row that another one inserted between the read and the write. `attempt` is one
/// transaction: what failed has been rolled back.
pub(crate) async fn retry<T, F>(attempt: impl Fn() -> F + Send + Sync) -> Result<T, StoreError>
where
    T: Send,
    F: Future<Output = Result<T, sqlx::Error>> + Send,
{
    let is_retryable = |error: &sqlx::Error| is_retried(error, is_conflict(error));
    retry_while(RETRY_DEADLINE, is_retryable, || with_timeout(attempt())).await.map_err(database)
}

/// Logs what is tried again.
fn is_retried(error: &sqlx::Error, is_retryable: bool) -> bool {
    if is_retryable {
        tracing::debug!(code = number(error), "transaction conflict or connection lost; work retried");
    }
    is_retryable
}

pub(crate) fn is_conflict(error: &sqlx::Error) -> bool {
    is_unique_violation(error) || number(error).is_some_and(|number| CONFLICTS.contains(&number))
}

/// Not where no connection was to be had in time: that has been waited for long enough.
fn is_lost(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Io(_)) || number(error).is_some_and(|number| LOST.contains(&number))
}

pub(crate) fn number(error: &sqlx::Error) -> Option<u16> {
    Some(error.as_database_error()?.try_downcast_ref::<MySqlDatabaseError>()?.number())
}

/// Whether the statement is the cause, not the connection or the pool: then another login of the batch may be at fault.
pub(crate) fn is_of_statement(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::WorkerCrashed) || (error.as_database_error().is_some() && !is_lost(error))
}

/// Whether a unique key refused the row.
pub(crate) fn is_unique_violation(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}
