//! The operator disables, restores or closes an account; the demo opens a closed one again.

use identity::Status;
use sqlx::SqlitePool;

/// 2 is closed, and stays so.
const SET: &str = "UPDATE user SET status = ?2, updated_ms = ?3 WHERE id = ?1 AND (status <> 2 OR ?2 = 2)";
/// Whatever it was.
const REACTIVATE: &str = "UPDATE user SET status = 0, updated_ms = ?2 WHERE id = ?1";

pub(crate) async fn set(writer: &SqlitePool, user_id: i64, status: Status, now_ms: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(SET).bind(user_id).bind(status as i64).bind(now_ms).execute(writer).await?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn reactivate(writer: &SqlitePool, user_id: i64, now_ms: i64) -> Result<bool, sqlx::Error> {
    Ok(sqlx::query(REACTIVATE).bind(user_id).bind(now_ms).execute(writer).await?.rows_affected() == 1)
}
