//! What has ended is deleted, a few rows at a time: each batch is one short transaction.

use sqlx::MySqlPool;

use crate::session_keys::MAX_AGE_MS;

const SESSIONS: &str = "DELETE FROM session WHERE idle_ends_ms <= ? ORDER BY idle_ends_ms LIMIT ?";

/// A user's newest key may still be what the phone encrypts with, but without a session nobody can ask; the next login
/// brings a key of its own.
const KEYS: &str = "DELETE FROM session_key WHERE id IN (SELECT id FROM (SELECT k.id FROM session_key k WHERE k.created_ms < ? \
    AND (k.id <> (SELECT max(n.id) FROM session_key n WHERE n.user_id = k.user_id) \
         OR NOT EXISTS (SELECT 1 FROM session s WHERE s.user_id = k.user_id)) LIMIT ?) old)";

pub(crate) async fn sessions(pool: &MySqlPool, now_ms: i64, limit: u32) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query(SESSIONS).bind(now_ms).bind(i64::from(limit)).execute(pool).await?.rows_affected())
}

pub(crate) async fn keys(pool: &MySqlPool, now_ms: i64, limit: u32) -> Result<u64, sqlx::Error> {
    let oldest_ms = now_ms.saturating_sub(MAX_AGE_MS);
    Ok(sqlx::query(KEYS).bind(oldest_ms).bind(i64::from(limit)).execute(pool).await?.rows_affected())
}
