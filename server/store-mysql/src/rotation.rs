//! Which master keys are in use, and sealing rows anew under another.

use identity::{KeyUse, Realm, SealedKey, SealedRow};
use sqlx::mysql::MySqlRow;
use sqlx::{MySqlPool, Row};

use crate::columns::text;
use crate::session_keys::sealed;

const IDS: &str = "SELECT key_id, count(*) AS uses FROM session_key GROUP BY key_id ORDER BY key_id";

const OTHERS: &str = "SELECT k.id, k.user_id, k.key_id, k.sealed, k.fingerprint, u.realm, u.openid \
    FROM session_key k JOIN user u ON u.id = k.user_id WHERE k.key_id <> ? AND k.id > ? ORDER BY k.id LIMIT ?";

/// Compare and swap: a login may have replaced the row.
const RESEAL: &str = "UPDATE session_key SET key_id = ?, sealed = ?, fingerprint = ? WHERE id = ? AND sealed = ?";

/// A login may have brought the same session_key under the new master key meanwhile.
const NEWEST: &str = "SELECT n.user_id, max(n.id) AS newest FROM session_key k \
    JOIN session_key n ON n.user_id = k.user_id AND n.fingerprint = k.fingerprint WHERE k.id = ? GROUP BY n.user_id";

const DROP_OLDER: &str = "DELETE FROM session_key WHERE user_id = ? AND fingerprint = ? AND id < ?";

pub(crate) async fn ids(pool: &MySqlPool) -> Result<Vec<KeyUse>, sqlx::Error> {
    let rows = sqlx::query(IDS).fetch_all(pool).await?;
    rows.iter().map(|row| Ok(KeyUse { key_id: text(row, "key_id")?, rows: row.try_get("uses")? })).collect()
}

pub(crate) async fn others(
    pool: &MySqlPool,
    current: &str,
    after_id: i64,
    limit: u32,
) -> Result<Vec<SealedRow>, sqlx::Error> {
    let rows = sqlx::query(OTHERS).bind(current).bind(after_id).bind(i64::from(limit)).fetch_all(pool).await?;
    rows.iter().map(sealed_row).collect()
}

pub(crate) async fn reseal(pool: &MySqlPool, row_id: i64, old: &[u8], new: &SealedKey) -> Result<bool, sqlx::Error> {
    let mut tx = pool.begin().await?;
    let done = sqlx::query(RESEAL)
        .bind(&new.key_id)
        .bind(new.sealed.as_slice())
        .bind(new.fingerprint.as_slice())
        .bind(row_id)
        .bind(old)
        .execute(&mut *tx)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let newest = sqlx::query(NEWEST).bind(row_id).fetch_one(&mut *tx).await?;
    let (user_id, newest_id): (i64, i64) = (newest.try_get("user_id")?, newest.try_get("newest")?);
    sqlx::query(DROP_OLDER).bind(user_id).bind(new.fingerprint.as_slice()).bind(newest_id).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(true)
}

fn sealed_row(row: &MySqlRow) -> Result<SealedRow, sqlx::Error> {
    Ok(SealedRow {
        id: row.try_get("id")?,
        user_id: row.try_get("user_id")?,
        realm: Realm::from(text(row, "realm")?),
        openid: text(row, "openid")?,
        key: sealed(row)?,
    })
}
