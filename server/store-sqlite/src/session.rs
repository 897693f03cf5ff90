//! Sessions: found by the hash of their token, slid, ended.

use async_trait::async_trait;
use identity::{Account, Realm, Session, Status, TokenHash};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection, SqlitePool};

use crate::group_commit::Write;

/// The columns that [`session`] reads, of `session s` and `user u`.
macro_rules! session_columns {
    () => {
        "s.id, s.last_seen_ms, s.idle_ends_ms, s.absolute_ends_ms, u.id AS user_id, u.realm, u.openid, u.status"
    };
}
pub(crate) use session_columns;

/// One look-up in each of two unique indexes. It runs on nearly every guarded call.
pub(crate) const FIND: &str = concat!(
    "SELECT ",
    session_columns!(),
    " FROM session s JOIN user u ON u.id = s.user_id",
    " WHERE s.token_hash = ?1 AND s.idle_ends_ms > ?2"
);

/// Never backwards: of two concurrent calls the later time stays, in whichever order they arrive. Never beyond the
/// absolute end, so that one column determines when a session ends.
const TOUCH: &str = "UPDATE session SET last_seen_ms = ?2, idle_ends_ms = min(?3, absolute_ends_ms) \
    WHERE id = ?1 AND last_seen_ms < ?2";

pub(crate) async fn find(readers: &SqlitePool, hash: &TokenHash, now_ms: i64) -> Result<Option<Session>, sqlx::Error> {
    let row = sqlx::query(FIND).bind(hash.as_bytes().as_slice()).bind(now_ms).fetch_optional(readers).await?;
    row.as_ref().map(session).transpose()
}

pub(crate) struct Touch {
    pub(crate) id: i64,
    pub(crate) now_ms: i64,
    pub(crate) idle_ends_ms: i64,
}

#[async_trait]
impl Write for Touch {
    type Done = ();

    async fn write(&self, tx: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        sqlx::query(TOUCH).bind(self.id).bind(self.now_ms).bind(self.idle_ends_ms).execute(tx).await.map(drop)
    }
}

/// The session with this id. Tells whether it was there.
pub(crate) struct End(pub(crate) i64);

#[async_trait]
impl Write for End {
    type Done = bool;

    async fn write(&self, tx: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
        let done = sqlx::query("DELETE FROM session WHERE id = ?1").bind(self.0).execute(tx).await?;
        Ok(done.rows_affected() == 1)
    }
}

/// Reads what [`session_columns`] selects.
pub(crate) fn session(row: &SqliteRow) -> Result<Session, sqlx::Error> {
    Ok(Session {
        id: row.try_get("id")?,
        account: Account {
            id: row.try_get("user_id")?,
            realm: Realm::from(row.try_get::<String, _>("realm")?),
            openid: row.try_get("openid")?,
            status: Status::from_column(row.try_get("status")?),
        },
        last_seen_ms: row.try_get("last_seen_ms")?,
        expires_ms: row.try_get("idle_ends_ms")?,
        absolute_ends_ms: row.try_get("absolute_ends_ms")?,
    })
}

#[cfg(test)]
mod tests {
    use sqlx::{AssertSqlSafe, Row};

    use crate::SqliteStore;

    /// Every guarded call pays for this query, so no table may be scanned for it.
    #[tokio::test]
    async fn finding_a_session_is_two_index_lookups() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&format!("sqlite://{}/oa.db", folder.path().display())).await.unwrap();
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", super::FIND));
        let rows = sqlx::query(explain).bind(vec![0_u8; 32]).bind(0_i64).fetch_all(&store.readers).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
        assert_eq!(plan.len(), 2, "{plan:?}");
        assert!(plan[0].contains("SEARCH s USING INDEX session_token (token_hash=?)"), "{plan:?}");
        assert!(plan[1].contains("SEARCH u USING INTEGER PRIMARY KEY"), "{plan:?}");
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", crate::counts::FIND));
        let rows = sqlx::query(explain).bind(vec![0_u8; 32]).bind(0_i64).fetch_all(&store.readers).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
        assert!(
            !plan.is_empty() && !plan.iter().any(|step| step.contains("SCAN s") || step.contains("SCAN m")),
            "{plan:?}"
        );
    }

    #[tokio::test]
    async fn the_writer_is_durable_and_readers_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&format!("sqlite://{}/oa.db", folder.path().display())).await.unwrap();
        for (pragma, expected) in
            [("PRAGMA synchronous", "2"), ("PRAGMA foreign_keys", "1"), ("PRAGMA busy_timeout", "5000")]
        {
            let value: i64 = sqlx::query(pragma).fetch_one(&store.writer).await.unwrap().get(0);
            assert_eq!(value.to_string(), expected, "{pragma}");
        }
        let mode: String = sqlx::query("PRAGMA journal_mode").fetch_one(&store.writer).await.unwrap().get(0);
        assert_eq!(mode, "wal");
        assert!(sqlx::query("DELETE FROM session").execute(&store.readers).await.is_err());
    }
}
