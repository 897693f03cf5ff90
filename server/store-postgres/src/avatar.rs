//! The uploaded pictures, one an account.

use identity::Avatar;
use sqlx::{PgPool, Row};

const SET_ADDRESS: &str = "UPDATE users SET avatar = $2, updated_ms = $3 WHERE id = $1";

const PUT: &str = "INSERT INTO avatar (user_id, sha256, mime, bytes, created_ms) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (user_id) DO UPDATE SET sha256 = $2, mime = $3, bytes = $4, created_ms = $5";

const FIND: &str = "SELECT mime, bytes FROM avatar WHERE sha256 = $1 LIMIT 1";

pub(crate) async fn put(
    pool: &PgPool,
    user_id: i64,
    avatar: &Avatar,
    address: &str,
    now_ms: i64,
) -> Result<bool, sqlx::Error> {
    let mut tx = pool.begin().await?;
    let done = sqlx::query(SET_ADDRESS).bind(user_id).bind(address).bind(now_ms).execute(&mut *tx).await?;
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

pub(crate) async fn find(pool: &PgPool, sha256: &[u8; 32]) -> Result<Option<Avatar>, sqlx::Error> {
    let row = sqlx::query(FIND).bind(sha256.as_slice()).fetch_optional(pool).await?;
    row.map(|row| Ok(Avatar { sha256: *sha256, mime: row.try_get("mime")?, bytes: row.try_get("bytes")? })).transpose()
}
