//! The operator disables, restores or closes an account; the demo opens a closed one again.

use identity::Status;
use sqlx::PgPool;

/// 2 is closed, and stays so.
const SET: &str = "UPDATE users SET status = $2, updated_ms = $3 WHERE id = $1 AND (status <> 2 OR $2 = 2)";
/// Whatever it was.
const REACTIVATE: &str = "UPDATE users SET status = 0, updated_ms = $2 WHERE id = $1";

pub(crate) async fn set(pool: &PgPool, user_id: i64, status: Status, now_ms: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(SET).bind(user_id).bind(status as i64).bind(now_ms).execute(pool).await?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn reactivate(pool: &PgPool, user_id: i64, now_ms: i64) -> Result<bool, sqlx::Error> {
    Ok(sqlx::query(REACTIVATE).bind(user_id).bind(now_ms).execute(pool).await?.rows_affected() == 1)
}
