//! The session_keys of a user, sealed. A phone may have encrypted with the key before the last one, so a few are kept.

use identity::SealedKey;
use sqlx::postgres::PgRow;
use sqlx::{PgPool, Row};

use crate::columns::fixed;

/// WeChat's own limit on the life of a key, in ms: three days.
pub(crate) const MAX_AGE_MS: i64 = 3 * 24 * 3_600_000;

/// Newest by id, not by time: a clock that was set back does not make the last key an old one. Two logins at once may both
/// have written one key down; it counts once.
const NEWEST: &str = "SELECT key_id, sealed, fingerprint FROM session_key k WHERE user_id = $1 \
    AND (created_ms >= $2 OR id = (SELECT max(id) FROM session_key WHERE user_id = $1)) \
    AND NOT EXISTS (SELECT 1 FROM session_key WHERE user_id = $1 AND fingerprint = k.fingerprint AND id > k.id) \
    ORDER BY id DESC LIMIT 3";

pub(crate) async fn of(pool: &PgPool, user_id: i64, now_ms: i64) -> Result<Vec<SealedKey>, sqlx::Error> {
    let oldest_ms = now_ms.saturating_sub(MAX_AGE_MS);
    let rows = sqlx::query(NEWEST).bind(user_id).bind(oldest_ms).fetch_all(pool).await?;
    rows.iter().map(sealed).collect()
}

/// Reads `key_id`, `sealed` and `fingerprint`.
pub(crate) fn sealed(row: &PgRow) -> Result<SealedKey, sqlx::Error> {
    Ok(SealedKey {
        key_id: row.try_get("key_id")?,
        sealed: row.try_get("sealed")?,
        fingerprint: fixed(row, "fingerprint")?,
    })
}
