//! The session_keys of a user, sealed. A phone may have encrypted with the key before the last one, so a few are kept.

use identity::SealedKey;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection, SqlitePool};

use crate::columns::fixed;

/// WeChat's own limit on how long a key lives, in ms: three days.
pub(crate) const MAX_AGE_MS: i64 = 3 * 24 * 3_600_000;

/// Newest by id, not by time: a clock that was set back does not make the last key an old one.
const NEWEST: &str = "SELECT key_id, sealed, fingerprint FROM session_key WHERE user_id = ?1 \
    AND (created_ms >= ?2 OR id = (SELECT max(id) FROM session_key WHERE user_id = ?1)) ORDER BY id DESC LIMIT 3";

/// People log in often and WeChat's key changes rarely: mostly the newest row is this key's, and is written anew.
const RENEW: &str = "UPDATE session_key SET key_id = ?3, sealed = ?4, created_ms = ?5 \
    WHERE fingerprint = ?2 AND id = (SELECT max(id) FROM session_key WHERE user_id = ?1)";

/// A known key takes a new row's place and pushes no other out.
const DROP_SAME: &str = "DELETE FROM session_key WHERE user_id = ?1 AND fingerprint = ?2";

const INSERT: &str =
    "INSERT INTO session_key (user_id, key_id, sealed, fingerprint, created_ms) VALUES (?1, ?2, ?3, ?4, ?5)";

const DROP_OLD: &str = "DELETE FROM session_key WHERE user_id = ?1 AND id <> ?2 \
    AND (created_ms < ?3 OR id NOT IN (SELECT id FROM session_key WHERE user_id = ?1 ORDER BY id DESC LIMIT 3))";

pub(crate) async fn of(readers: &SqlitePool, user_id: i64, now_ms: i64) -> Result<Vec<SealedKey>, sqlx::Error> {
    let oldest_ms = now_ms.saturating_sub(MAX_AGE_MS);
    let rows = sqlx::query(NEWEST).bind(user_id).bind(oldest_ms).fetch_all(readers).await?;
    rows.iter().map(sealed).collect()
}

/// Reads `key_id`, `sealed` and `fingerprint`.
pub(crate) fn sealed(row: &SqliteRow) -> Result<SealedKey, sqlx::Error> {
    Ok(SealedKey {
        key_id: row.try_get("key_id")?,
        sealed: row.try_get("sealed")?,
        fingerprint: fixed(row, "fingerprint")?,
    })
}

/// Keeps the newest and drops what is too old or too many, in the login's transaction.
pub(crate) async fn keep(
    tx: &mut SqliteConnection,
    user_id: i64,
    key: &SealedKey,
    now_ms: i64,
) -> Result<(), sqlx::Error> {
    let renewed = sqlx::query(RENEW)
        .bind(user_id)
        .bind(key.fingerprint.as_slice())
        .bind(&key.key_id)
        .bind(key.sealed.as_slice())
        .bind(now_ms)
        .execute(&mut *tx)
        .await?;
    if renewed.rows_affected() == 1 {
        return Ok(());
    }
    sqlx::query(DROP_SAME).bind(user_id).bind(key.fingerprint.as_slice()).execute(&mut *tx).await?;
    let newest = add(&mut *tx, user_id, key, now_ms).await?;
    let oldest_ms = now_ms.saturating_sub(MAX_AGE_MS);
    sqlx::query(DROP_OLD).bind(user_id).bind(newest).bind(oldest_ms).execute(tx).await?;
    Ok(())
}

/// The first key of a new user, or the newest. Its row.
pub(crate) async fn add(
    tx: &mut SqliteConnection,
    user_id: i64,
    key: &SealedKey,
    now_ms: i64,
) -> Result<i64, sqlx::Error> {
    let insert = sqlx::query(INSERT)
        .bind(user_id)
        .bind(&key.key_id)
        .bind(key.sealed.as_slice())
        .bind(key.fingerprint.as_slice())
        .bind(now_ms);
    Ok(insert.execute(tx).await?.last_insert_rowid())
}
