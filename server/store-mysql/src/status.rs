//! The operator disables, restores or closes an account; the demo opens a closed one again.

use identity::Status;
use sqlx::MySqlPool;

/// 2 is closed, and stays so.
const SET: &str = "UPDATE user SET status = ?, updated_ms = ? WHERE id = ? AND (status <> 2 OR ? = 2)";
/// Whatever it was.
const REACTIVATE: &str = "UPDATE user SET status = 0, updated_ms = ? WHERE id = ?";

pub(crate) async fn set(pool: &MySqlPool, user_id: i64, status: Status, now_ms: i64) -> Result<bool, sqlx::Error> {
    let status = status as i64;
    let done = sqlx::query(SET).bind(status).bind(now_ms).bind(user_id).bind(status).execute(pool).await?;
    // The driver asks for the rows that were found, not for those that differ now.
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn reactivate(pool: &MySqlPool, user_id: i64, now_ms: i64) -> Result<bool, sqlx::Error> {
    Ok(sqlx::query(REACTIVATE).bind(now_ms).bind(user_id).execute(pool).await?.rows_affected() == 1)
}
