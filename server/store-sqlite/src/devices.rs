//! The list of a user's sessions, and ending them from another device.

use async_trait::async_trait;
use identity::{Revoke, SessionId, SessionInfo};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection, SqlitePool};

use crate::columns::fixed;
use crate::group::Write;

const LIST: &str = "SELECT id, public_id, device, ip, created_ms, last_seen_ms, idle_ends_ms FROM session \
    WHERE user_id = ?1 AND idle_ends_ms > ?2 ORDER BY created_ms DESC, id DESC";

const OWNER: &str = "SELECT user_id FROM session WHERE public_id = ?1";

/// Only what is still good, so that the number is what the user saw in the list; the sweep takes the rest.
const REVOKE: &str = "DELETE FROM session WHERE user_id = ?1 AND idle_ends_ms > ?2 \
    AND (?3 IS NULL OR public_id = ?3) AND (?4 IS NULL OR id <> ?4)";

pub(crate) async fn list(readers: &SqlitePool, user_id: i64, now_ms: i64) -> Result<Vec<SessionInfo>, sqlx::Error> {
    let rows = sqlx::query(LIST).bind(user_id).bind(now_ms).fetch_all(readers).await?;
    rows.iter().map(info).collect()
}

pub(crate) async fn owner(readers: &SqlitePool, id: &SessionId) -> Result<Option<i64>, sqlx::Error> {
    let row = sqlx::query(OWNER).bind(id.as_bytes().as_slice()).fetch_optional(readers).await?;
    row.map(|row| row.try_get("user_id")).transpose()
}

pub(crate) struct EndDevices {
    pub(crate) user_id: i64,
    pub(crate) which: Revoke,
    pub(crate) now_ms: i64,
}

#[async_trait]
impl Write for EndDevices {
    type Done = u64;

    async fn write(&self, tx: &mut SqliteConnection) -> Result<u64, sqlx::Error> {
        let (only, but) = match &self.which {
            Revoke::One(id) => (Some(id.as_bytes().as_slice()), None),
            Revoke::AllBut(row_id) => (None, Some(*row_id)),
            Revoke::All => (None, None),
        };
        let done = sqlx::query(REVOKE).bind(self.user_id).bind(self.now_ms).bind(only).bind(but).execute(tx).await?;
        Ok(done.rows_affected())
    }
}

fn info(row: &SqliteRow) -> Result<SessionInfo, sqlx::Error> {
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
