//! Sessions: found by the hash of their token, slid, ended.

use batch::{InList, Kept, SessionQuery};
use identity::{Account, Realm, Session, Status, TokenHash};
use sqlx::mysql::MySqlRow;
use sqlx::{AssertSqlSafe, MySql, MySqlPool, Row};

use crate::columns::{fixed, text};
use crate::timeouts::with_timeout;

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
const TOUCH: &str = "UPDATE session SET last_seen_ms = ?, idle_ends_ms = least(?, absolute_ends_ms) \
    WHERE id = ? AND last_seen_ms < ?";

/// Sessions alone.
pub(crate) struct ByToken(InList);

impl ByToken {
    pub(crate) fn new() -> Self {
        Self(InList::new(FIND))
    }
}

impl SessionQuery for ByToken {
    type Database = MySql;
    type Extra = ();

    async fn rows(&self, kept: &mut Kept<MySql>, hashes: &[TokenHash]) -> Result<Vec<MySqlRow>, sqlx::Error> {
        rows(&self.0, kept, hashes).await
    }

    fn hash(row: &MySqlRow) -> Result<TokenHash, sqlx::Error> {
        Ok(TokenHash::from(fixed(row, "token_hash")?))
    }

    fn read(row: &MySqlRow) -> Result<(Session, ()), sqlx::Error> {
        Ok((session(row)?, ()))
    }
}

pub(crate) async fn rows(
    statements: &InList,
    kept: &mut Kept<MySql>,
    hashes: &[TokenHash],
) -> Result<Vec<MySqlRow>, sqlx::Error> {
    let query = sqlx::query(AssertSqlSafe(statements.with_room_for(hashes.len())));
    let query = InList::fill(hashes).fold(query, |query, hash| query.bind(hash.as_bytes().as_slice()));
    with_timeout(async { query.fetch_all(kept.get().await?).await }).await
}

pub(crate) async fn touch(pool: &MySqlPool, id: i64, now_ms: i64, idle_ends_ms: i64) -> Result<(), sqlx::Error> {
    sqlx::query(TOUCH).bind(now_ms).bind(idle_ends_ms).bind(id).bind(now_ms).execute(pool).await?;
    Ok(())
}

pub(crate) async fn end(pool: &MySqlPool, id: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("DELETE FROM session WHERE id = ?").bind(id).execute(pool).await?;
    Ok(done.rows_affected() == 1)
}

/// Reads what [`session_columns`] selects.
pub(crate) fn session(row: &MySqlRow) -> Result<Session, sqlx::Error> {
    Ok(Session {
        id: row.try_get("id")?,
        account: Account {
            id: row.try_get("user_id")?,
            realm: Realm::from(text(row, "realm")?),
            openid: text(row, "openid")?,
            status: Status::from_column(row.try_get("status")?),
        },
        last_seen_ms: row.try_get("last_seen_ms")?,
        expires_ms: row.try_get("idle_ends_ms")?,
        absolute_ends_ms: row.try_get("absolute_ends_ms")?,
    })
}
