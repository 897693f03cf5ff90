//! Which master keys are in use, and sealing rows anew under another.

use identity::{KeyUse, Realm, SealedKey, SealedRow};
use sqlx::postgres::PgRow;
use sqlx::{PgPool, Row};

use crate::session_keys::sealed;

const IDS: &str = "SELECT key_id, count(*) AS uses FROM session_key GROUP BY key_id ORDER BY key_id";

const OTHERS: &str = "SELECT k.id, k.user_id, k.key_id, k.sealed, k.fingerprint, u.realm, u.openid \
    FROM session_key k JOIN users u ON u.id = k.user_id WHERE k.key_id <> $1 AND k.id > $2 ORDER BY k.id LIMIT $3";

/// Compare and swap: a login may have replaced the row.
const RESEAL: &str = "UPDATE session_key SET key_id = $3, sealed = $4, fingerprint = $5 WHERE id = $1 AND sealed = $2";

/// A login may have brought the same session_key under the new master key meanwhile.
const DROP_OLDER: &str = "DELETE FROM session_key WHERE user_id = (SELECT user_id FROM session_key WHERE id = $1) \
    AND fingerprint = $2 AND id < (SELECT max(id) FROM session_key \
        WHERE user_id = (SELECT user_id FROM session_key WHERE id = $1) AND fingerprint = $2)";

pub(crate) async fn ids(pool: &PgPool) -> Result<Vec<KeyUse>, sqlx::Error> {
    let rows = sqlx::query(IDS).fetch_all(pool).await?;
    rows.iter().map(|row| Ok(KeyUse { key_id: row.try_get("key_id")?, rows: row.try_get("uses")? })).collect()
}

pub(crate) async fn others(
    pool: &PgPool,
    current: &str,
    after_id: i64,
    limit: u32,
) -> Result<Vec<SealedRow>, sqlx::Error> {
    let rows = sqlx::query(OTHERS).bind(current).bind(after_id).bind(i64::from(limit)).fetch_all(pool).await?;
    rows.iter().map(sealed_row).collect()
}

pub(crate) async fn reseal(pool: &PgPool, row_id: i64, old: &[u8], new: &SealedKey) -> Result<bool, sqlx::Error> {
    let mut tx = pool.begin().await?;
    let done = sqlx::query(RESEAL)
        .bind(row_id)
        .bind(old)
        .bind(&new.key_id)
        .bind(new.sealed.as_slice())
        .bind(new.fingerprint.as_slice())
        .execute(&mut *tx)
        .await?;
    sqlx::query(DROP_OLDER).bind(row_id).bind(new.fingerprint.as_slice()).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(done.rows_affected() == 1)
}

fn sealed_row(row: &PgRow) -> Result<SealedRow, sqlx::Error> {
    Ok(SealedRow {
        id: row.try_get("id")?,
        user_id: row.try_get("user_id")?,
        realm: Realm::from(row.try_get::<String, _>("realm")?),
        openid: row.try_get("openid")?,
        key: sealed(row)?,
    })
}
