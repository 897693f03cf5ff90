//! The list of a user's sessions, and ending them from another device.

use std::cmp::Reverse;

use identity::{MAX_LISTED_SESSIONS, Revoke, SESSION_BATCH, SessionId, SessionInfo};
use sqlx::mysql::MySqlRow;
use sqlx::{MySqlConnection, MySqlPool, Row};

use crate::columns::fixed;

/// In the order of the index, so that it reads no more rows than it gives.
const LIST: &str = "SELECT id, public_id, device, ip, created_ms, last_seen_ms, idle_ends_ms FROM session \
    FORCE INDEX (session_recent) WHERE user_id = ? AND idle_ends_ms > ? \
    ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC LIMIT ?";

const OWNER: &str = "SELECT user_id FROM session WHERE public_id = ?";

/// Only what is still good, so that the number is what the user saw in the list; the sweep takes the rest.
const REVOKE_ONE: &str = "DELETE FROM session WHERE user_id = ? AND idle_ends_ms > ? AND public_id = ?";

/// No row has the id 0.
const REVOKE_MANY: &str = "DELETE FROM session WHERE user_id = ? AND idle_ends_ms > ? AND id <> ? LIMIT ?";

/// All but those that were used last. A join, because MariaDB reads the whole table for a DELETE with an IN.
const TRIM: &str = "DELETE s FROM session s JOIN (SELECT id FROM session FORCE INDEX (session_recent) \
    WHERE user_id = ? AND idle_ends_ms > ? AND token_hash <> ? \
    ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC LIMIT ? OFFSET ?) surplus ON surplus.id = s.id";

pub(crate) async fn list(pool: &MySqlPool, user_id: i64, now_ms: i64) -> Result<Vec<SessionInfo>, sqlx::Error> {
    let rows = sqlx::query(LIST).bind(user_id).bind(now_ms).bind(MAX_LISTED_SESSIONS).fetch_all(pool).await?;
    let mut list = rows.iter().map(info).collect::<Result<Vec<_>, _>>()?;
    list.sort_unstable_by_key(|info| Reverse((info.created_ms, info.row_id)));
    Ok(list)
}

pub(crate) async fn owner(pool: &MySqlPool, id: &SessionId) -> Result<Option<i64>, sqlx::Error> {
    let row = sqlx::query(OWNER).bind(id.as_bytes().as_slice()).fetch_optional(pool).await?;
    row.map(|row| row.try_get("user_id")).transpose()
}

pub(crate) async fn revoke(pool: &MySqlPool, user_id: i64, which: &Revoke, now_ms: i64) -> Result<u64, sqlx::Error> {
    let many = |but: i64| sqlx::query(REVOKE_MANY).bind(user_id).bind(now_ms).bind(but).bind(SESSION_BATCH);
    let revoke = match which {
        Revoke::One(id) => sqlx::query(REVOKE_ONE).bind(user_id).bind(now_ms).bind(id.as_bytes().as_slice()),
        Revoke::AllBut(row_id) => many(*row_id),
        Revoke::All => many(0),
    };
    Ok(revoke.execute(pool).await?.rows_affected())
}

/// Ends the sessions beyond the `keep` that were used last; the one of `but` does not count.
pub(crate) async fn trim(
    connection: &mut MySqlConnection,
    user_id: i64,
    now_ms: i64,
    keep: u32,
    but: &[u8],
) -> Result<u64, sqlx::Error> {
    let trim = sqlx::query(TRIM).bind(user_id).bind(now_ms).bind(but).bind(SESSION_BATCH).bind(keep);
    Ok(trim.execute(connection).await?.rows_affected())
}

/// The same with no login.
pub(crate) async fn trim_alone(pool: &MySqlPool, user_id: i64, now_ms: i64, keep: u32) -> Result<u64, sqlx::Error> {
    trim(&mut *pool.acquire().await?, user_id, now_ms, keep, &[]).await
}

fn info(row: &MySqlRow) -> Result<SessionInfo, sqlx::Error> {
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

#[cfg(test)]
mod tests {
    use identity::Store;
    use identity::contract::{NOW_MS, login};
    use sqlx::{Executor, Row};

    use crate::tests_support::Database;

    /// It is part of a login of whoever has as many sessions as there may be, so it must not read other people's.
    #[tokio::test]
    async fn trimming_reads_the_sessions_of_the_account_alone() {
        let Some(database) = Database::new().await else { return };
        let store = database.store().await;
        let mut user_id = 0;
        for number in 0..300 {
            user_id = store.sign_in(&login(&format!("o{}", number % 30))).await.unwrap().id;
        }
        let mut connection = store.pool.acquire().await.unwrap();
        connection.execute("FLUSH STATUS").await.unwrap();
        assert_eq!(super::trim(&mut connection, user_id, NOW_MS, 4, &[]).await.unwrap(), 6);
        let status = connection.fetch_one("SHOW SESSION STATUS LIKE 'Handler_read_rnd_next'").await.unwrap();
        let read: u32 = status.get::<String, _>("Value").parse().unwrap();
        assert!(read < 30, "{read} rows read without an index");
    }
}
