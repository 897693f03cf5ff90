//! Deletes what has ended, a few rows at a time: each batch is one short transaction, and
//! what another node is sweeping is left to it.

use identity::SweptKeys;
use sqlx::{PgPool, Row};

use crate::session_keys::MAX_AGE_MS;

const SESSIONS: &str = "DELETE FROM session WHERE id IN \
    (SELECT id FROM session WHERE idle_ends_ms <= $1 ORDER BY idle_ends_ms LIMIT $2 FOR UPDATE SKIP LOCKED)";

/// The last of the keys to look at: the index on `created_ms` finds it without the rows before.
const WINDOW: &str = "SELECT created_ms FROM session_key WHERE created_ms >= $1 AND created_ms < $2 \
    ORDER BY created_ms LIMIT 1 OFFSET $3";

/// The phone may still encrypt with the user's newest key, but without a session there is no request that needs it; the next
/// login brings its own key.
const KEYS: &str = "DELETE FROM session_key WHERE id IN \
    (SELECT k.id FROM session_key k WHERE k.created_ms BETWEEN $1 AND $2 \
     AND (k.id <> (SELECT max(id) FROM session_key WHERE user_id = k.user_id) \
          OR NOT EXISTS (SELECT 1 FROM session WHERE user_id = k.user_id)) FOR UPDATE OF k SKIP LOCKED)";

pub(crate) async fn sessions(pool: &PgPool, now_ms: i64, limit: u32) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query(SESSIONS).bind(now_ms).bind(i64::from(limit)).execute(pool).await?.rows_affected())
}

pub(crate) async fn keys(pool: &PgPool, now_ms: i64, from_ms: i64, limit: u32) -> Result<SweptKeys, sqlx::Error> {
    let oldest_ms = now_ms.saturating_sub(MAX_AGE_MS);
    let window = sqlx::query(WINDOW).bind(from_ms).bind(oldest_ms).bind(i64::from(limit.saturating_sub(1)));
    let to_ms: Option<i64> = window.fetch_optional(pool).await?.map(|row| row.try_get("created_ms")).transpose()?;
    let last_ms = to_ms.unwrap_or(oldest_ms.saturating_sub(1));
    let done = sqlx::query(KEYS).bind(from_ms).bind(last_ms).execute(pool).await?;
    Ok(SweptKeys::up_to(to_ms, done.rows_affected()))
}
