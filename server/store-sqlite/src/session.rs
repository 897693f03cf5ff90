//! Sessions: found by the hash of their token, slid, ended.

use async_trait::async_trait;
use batch::{InList, Kept, SessionQuery};
use identity::{Account, Realm, Session, Status, TokenHash};
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row, Sqlite, SqliteConnection};

use crate::columns::fixed;

use crate::group_commit::Write;

/// The columns that [`session`] reads, of `session s` and `user u`, after the one that tells whose row it is.
macro_rules! session_columns {
    () => {
        "s.token_hash, s.id, s.last_seen_ms, s.idle_ends_ms, s.absolute_ends_ms, u.id AS user_id, u.realm, u.openid, u.status"
    };
}
pub(crate) use session_columns;

/// One look-up in each of two unique indexes for a hash. It runs on nearly every guarded call.
const FIND: &str =
    concat!("SELECT ", session_columns!(), " FROM session s JOIN user u ON u.id = s.user_id WHERE s.token_hash");

/// Never backwards: of two concurrent calls the later time stays, in whichever order they arrive. Never beyond the
/// absolute end, so that one column determines when a session ends.
const TOUCH: &str = "UPDATE session SET last_seen_ms = ?2, idle_ends_ms = min(?3, absolute_ends_ms) \
    WHERE id = ?1 AND last_seen_ms < ?2";

/// Sessions alone.
pub(crate) struct ByToken(InList);

impl ByToken {
    pub(crate) fn new() -> Self {
        Self(InList::new(FIND))
    }
}

impl SessionQuery for ByToken {
    type Database = Sqlite;
    type Extra = ();

    async fn rows(&self, kept: &mut Kept<Sqlite>, hashes: &[TokenHash]) -> Result<Vec<SqliteRow>, sqlx::Error> {
        rows(&self.0, kept, hashes).await
    }

    fn hash(row: &SqliteRow) -> Result<TokenHash, sqlx::Error> {
        Ok(TokenHash::from(fixed(row, "token_hash")?))
    }

    fn read(row: &SqliteRow) -> Result<(Session, ()), sqlx::Error> {
        Ok((session(row)?, ()))
    }
}

pub(crate) async fn rows(
    statements: &InList,
    kept: &mut Kept<Sqlite>,
    hashes: &[TokenHash],
) -> Result<Vec<SqliteRow>, sqlx::Error> {
    let query = sqlx::query(AssertSqlSafe(statements.with_room_for(hashes.len())));
    let query = InList::fill(hashes).fold(query, |query, hash| query.bind(hash.as_bytes().as_slice()));
    query.fetch_all(kept.get().await?).await
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
    use batch::InList;
    use rstest::rstest;
    use sqlx::{AssertSqlSafe, Row};

    use crate::SqliteStore;

    async fn plan(select: &str, values: usize) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&format!("sqlite://{}/oa.db", folder.path().display())).await.unwrap();
        let statement = InList::new(select).with_room_for(values);
        let explain = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}")));
        let explain = (0..values).fold(explain, |explain, _| explain.bind(vec![0_u8; 32]));
        let rows = explain.fetch_all(&store.readers).await.unwrap();
        rows.iter().map(|row| row.get("detail")).collect()
    }

    /// Every guarded call pays for these statements, so no table may be scanned for them.
    #[rstest]
    #[tokio::test]
    async fn finding_sessions_is_index_lookups(#[values(1, 2, 64)] values: usize) {
        let found = plan(super::FIND, values).await;
        assert!(found[0].contains("SEARCH s USING INDEX session_token (token_hash=?)"), "{found:?}");
        assert!(found[1].contains("SEARCH u USING INTEGER PRIMARY KEY"), "{found:?}");
        let found = [found, plan(crate::counts::FIND, values).await].concat();
        assert!(!found.iter().any(|step| step.contains("SCAN")), "{found:?}");
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
