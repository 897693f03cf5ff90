//! The list of a user's sessions, and ending them from another device.

use std::cmp::Reverse;

use identity::{MAX_LISTED_SESSIONS, Revoke, SESSION_BATCH, SessionId, SessionInfo};
use sqlx::postgres::PgRow;
use sqlx::{PgPool, Row};

use crate::columns::fixed;

/// In the order of the index `session_recent`, so that it reads no more rows than it gives.
const LIST: &str = "SELECT id, public_id, device, ip, created_ms, last_seen_ms, idle_ends_ms FROM session \
    WHERE user_id = $1 AND idle_ends_ms > $2 ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC LIMIT $3";

const OWNER: &str = "SELECT user_id FROM session WHERE public_id = $1";

/// Only what is still good, so that the number is what the user saw in the list; the sweep takes the rest.
const REVOKE_ONE: &str = "DELETE FROM session WHERE user_id = $1 AND idle_ends_ms > $2 AND public_id = $3";

/// No row has the id 0. The lock skips what another call ends at the same time, so that a batch which is not full is the last.
const REVOKE_MANY: &str = "DELETE FROM session WHERE id IN \
    (SELECT id FROM session WHERE user_id = $1 AND idle_ends_ms > $2 AND id <> $3 \
     ORDER BY last_seen_ms, idle_ends_ms, id LIMIT $4 FOR UPDATE)";

/// All but those that were used last.
const TRIM: &str = "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE user_id = $1 AND idle_ends_ms > $2 \
    ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC LIMIT $4 OFFSET $3)";

pub(crate) async fn list(pool: &PgPool, user_id: i64, now_ms: i64) -> Result<Vec<SessionInfo>, sqlx::Error> {
    let limit = i64::from(MAX_LISTED_SESSIONS);
    let rows = sqlx::query(LIST).bind(user_id).bind(now_ms).bind(limit).fetch_all(pool).await?;
    let mut list = rows.iter().map(info).collect::<Result<Vec<_>, _>>()?;
    list.sort_unstable_by_key(|info| Reverse((info.created_ms, info.row_id)));
    Ok(list)
}

pub(crate) async fn owner(pool: &PgPool, id: &SessionId) -> Result<Option<i64>, sqlx::Error> {
    let row = sqlx::query(OWNER).bind(id.as_bytes().as_slice()).fetch_optional(pool).await?;
    row.map(|row| row.try_get("user_id")).transpose()
}

pub(crate) async fn revoke(pool: &PgPool, user_id: i64, which: &Revoke, now_ms: i64) -> Result<u64, sqlx::Error> {
    let many = |but: i64| sqlx::query(REVOKE_MANY).bind(user_id).bind(now_ms).bind(but).bind(i64::from(SESSION_BATCH));
    let revoke = match which {
        Revoke::One(id) => sqlx::query(REVOKE_ONE).bind(user_id).bind(now_ms).bind(id.as_bytes().as_slice()),
        Revoke::AllBut(row_id) => many(*row_id),
        Revoke::All => many(0),
    };
    Ok(revoke.execute(pool).await?.rows_affected())
}

pub(crate) async fn trim(pool: &PgPool, user_id: i64, now_ms: i64, keep: u32) -> Result<u64, sqlx::Error> {
    let trim = sqlx::query(TRIM).bind(user_id).bind(now_ms).bind(i64::from(keep)).bind(i64::from(SESSION_BATCH));
    Ok(trim.execute(pool).await?.rows_affected())
}

fn info(row: &PgRow) -> Result<SessionInfo, sqlx::Error> {
    Ok(SessionInfo {
        row_id: row.try_get("id")?,
        id: SessionId::from(fixed::<16>(row, "public_id")?),
        device: row.try_get("device")?,
        ip: row.try_get("ip")?,
        created_ms: row.try_get("created_ms")?,
        last_seen_ms: row.try_get("last_seen_ms")?,
        expires_ms: row.try_get("idle_ends_ms")?,
    })
}
