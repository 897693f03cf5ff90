//! The list of a user's sessions, and ending them from another device.

use std::cmp::Reverse;

use async_trait::async_trait;
use identity::{MAX_LISTED_SESSIONS, Revoke, SESSION_BATCH, SessionId, SessionInfo};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection, SqlitePool};

use crate::columns::fixed;
use crate::group_commit::Write;

/// In the order of the index `session_recent`, so that it reads no more rows than it gives.
const LIST: &str = "SELECT id, public_id, device, ip, created_ms, last_seen_ms, idle_ends_ms FROM session \
    WHERE user_id = ?1 AND idle_ends_ms > ?2 ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC LIMIT ?3";

const OWNER: &str = "SELECT user_id FROM session WHERE public_id = ?1";

/// Only what is still good, so that the number is what the user saw in the list; the sweep takes the rest.
const REVOKE_ONE: &str = "DELETE FROM session WHERE public_id = ?3 AND user_id = ?1 AND idle_ends_ms > ?2";

/// No row has the id 0.
const REVOKE_MANY: &str = "DELETE FROM session WHERE id IN \
    (SELECT id FROM session WHERE user_id = ?1 AND idle_ends_ms > ?2 AND id <> ?3 LIMIT ?4)";

/// All but the ?3 that were used last, from the index `session_recent` alone.
macro_rules! trim {
    () => {
        concat!(
            "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE user_id = ?1 AND idle_ends_ms > ?2 ",
            "ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC LIMIT ?4 OFFSET ?3)"
        )
    };
}
pub(crate) use trim;

pub(crate) async fn list(readers: &SqlitePool, user_id: i64, now_ms: i64) -> Result<Vec<SessionInfo>, sqlx::Error> {
    let rows = sqlx::query(LIST).bind(user_id).bind(now_ms).bind(MAX_LISTED_SESSIONS).fetch_all(readers).await?;
    let mut list = rows.iter().map(info).collect::<Result<Vec<_>, _>>()?;
    list.sort_unstable_by_key(|info| Reverse((info.created_ms, info.row_id)));
    Ok(list)
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
        let many =
            |but: i64| sqlx::query(REVOKE_MANY).bind(self.user_id).bind(self.now_ms).bind(but).bind(SESSION_BATCH);
        let revoke = match &self.which {
            Revoke::One(id) => {
                sqlx::query(REVOKE_ONE).bind(self.user_id).bind(self.now_ms).bind(id.as_bytes().as_slice())
            }
            Revoke::AllBut(row_id) => many(*row_id),
            Revoke::All => many(0),
        };
        Ok(revoke.execute(tx).await?.rows_affected())
    }
}

pub(crate) struct Trim {
    pub(crate) user_id: i64,
    pub(crate) keep: u32,
    pub(crate) now_ms: i64,
}

#[async_trait]
impl Write for Trim {
    type Done = u64;

    async fn write(&self, tx: &mut SqliteConnection) -> Result<u64, sqlx::Error> {
        let trim = sqlx::query(trim!()).bind(self.user_id).bind(self.now_ms).bind(self.keep).bind(SESSION_BATCH);
        Ok(trim.execute(tx).await?.rows_affected())
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
