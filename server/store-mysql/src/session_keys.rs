//! The session_keys of a user, sealed. A phone may have encrypted with the key before the last one, so a few are kept.

use identity::SealedKey;
use sqlx::mysql::MySqlRow;
use sqlx::{MySqlConnection, MySqlPool, Row};

use crate::columns::{fixed, text};

/// WeChat's own limit on the life of a key, in ms: three days.
pub(crate) const MAX_AGE_MS: i64 = 3 * 24 * 3_600_000;

/// Newest by id, not by time: a clock that was set back does not make the last key an old one.
const NEWEST: &str = "SELECT key_id, sealed, fingerprint FROM session_key WHERE user_id = ? \
    AND (created_ms >= ? OR id = (SELECT max(id) FROM session_key WHERE user_id = ?)) ORDER BY id DESC LIMIT 3";

/// People log in often and WeChat's key changes rarely: mostly the newest row is this key's, and is written anew. (The inner
/// select stands alone because MySQL reads no table that it updates.)
const RENEW: &str = "UPDATE session_key SET key_id = ?, sealed = ?, created_ms = ? WHERE user_id = ? AND fingerprint = ? \
    AND id = (SELECT id FROM (SELECT max(id) AS id FROM session_key WHERE user_id = ?) newest)";

/// A known key takes a new row's place and pushes no other out.
const DROP_SAME: &str = "DELETE FROM session_key WHERE user_id = ? AND fingerprint = ?";

const INSERT: &str =
    "INSERT INTO session_key (user_id, key_id, sealed, fingerprint, created_ms) VALUES (?, ?, ?, ?, ?)";

/// The innermost select stands alone because MySQL takes no LIMIT in an IN, and no table that it deletes from.
const DROP_OLD: &str = "DELETE FROM session_key WHERE user_id = ? AND id <> ? AND (created_ms < ? OR id NOT IN \
    (SELECT id FROM (SELECT id FROM session_key WHERE user_id = ? ORDER BY id DESC LIMIT 3) newest))";

pub(crate) async fn of(pool: &MySqlPool, user_id: i64, now_ms: i64) -> Result<Vec<SealedKey>, sqlx::Error> {
    let oldest_ms = now_ms.saturating_sub(MAX_AGE_MS);
    let rows = sqlx::query(NEWEST).bind(user_id).bind(oldest_ms).bind(user_id).fetch_all(pool).await?;
    rows.iter().map(sealed).collect()
}

/// Reads `key_id`, `sealed` and `fingerprint`.
pub(crate) fn sealed(row: &MySqlRow) -> Result<SealedKey, sqlx::Error> {
    Ok(SealedKey {
        key_id: text(row, "key_id")?,
        sealed: row.try_get("sealed")?,
        fingerprint: fixed(row, "fingerprint")?,
    })
}

/// Adds the newest and drops what is too old or too many, in the login's transaction. A new user has none yet.
pub(crate) async fn keep(
    tx: &mut MySqlConnection,
    user_id: i64,
    key: &SealedKey,
    now_ms: i64,
    is_known: bool,
) -> Result<(), sqlx::Error> {
    if is_known {
        if renew(tx, user_id, key, now_ms).await? {
            return Ok(());
        }
        sqlx::query(DROP_SAME).bind(user_id).bind(key.fingerprint.as_slice()).execute(&mut *tx).await?;
    }
    let insert = sqlx::query(INSERT)
        .bind(user_id)
        .bind(&key.key_id)
        .bind(key.sealed.as_slice())
        .bind(key.fingerprint.as_slice())
        .bind(now_ms);
    let newest = insert.execute(&mut *tx).await?.last_insert_id();
    if is_known {
        let oldest_ms = now_ms.saturating_sub(MAX_AGE_MS);
        sqlx::query(DROP_OLD).bind(user_id).bind(newest).bind(oldest_ms).bind(user_id).execute(tx).await?;
    }
    Ok(())
}

async fn renew(tx: &mut MySqlConnection, user_id: i64, key: &SealedKey, now_ms: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(RENEW)
        .bind(&key.key_id)
        .bind(key.sealed.as_slice())
        .bind(now_ms)
        .bind(user_id)
        .bind(key.fingerprint.as_slice())
        .bind(user_id)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() == 1)
}
