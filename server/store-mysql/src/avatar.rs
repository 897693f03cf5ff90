//! The uploaded pictures, one an account.

use identity::Avatar;
use sqlx::{MySqlPool, Row};

const SET_ADDRESS: &str = "UPDATE user SET avatar = ?, updated_ms = ? WHERE id = ?";

const PUT: &str = "REPLACE INTO avatar (user_id, sha256, mime, bytes, created_ms) VALUES (?, ?, ?, ?, ?)";

const FIND: &str = "SELECT mime, bytes FROM avatar WHERE sha256 = ? LIMIT 1";

pub(crate) async fn put(
    pool: &MySqlPool,
    user_id: i64,
    avatar: &Avatar,
    address: &str,
    now_ms: i64,
) -> Result<bool, sqlx::Error> {
    let mut tx = pool.begin().await?;
    let done = sqlx::query(SET_ADDRESS).bind(address).bind(now_ms).bind(user_id).execute(&mut *tx).await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query(PUT)
        .bind(user_id)
        .bind(avatar.sha256.as_slice())
        .bind(&avatar.mime)
        .bind(avatar.bytes.as_slice())
        .bind(now_ms)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(true)
}

pub(crate) async fn find(pool: &MySqlPool, sha256: &[u8; 32]) -> Result<Option<Avatar>, sqlx::Error> {
    let row = sqlx::query(FIND).bind(sha256.as_slice()).fetch_optional(pool).await?;
    row.map(|row| Ok(Avatar { sha256: *sha256, mime: row.try_get("mime")?, bytes: row.try_get("bytes")? })).transpose()
}
