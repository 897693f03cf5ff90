//! Sessions: found by the hash of their token, slid, ended.

use batch::{Kept, SessionQuery};
use identity::{Account, Realm, Session, Status, TokenHash};
use sqlx::postgres::PgRow;
use sqlx::{PgPool, Postgres, Row};

use crate::columns::fixed;
use crate::timeouts::with_timeout;

/// The columns that [`session`] reads, of `session s` and `users u`, after the one that tells whose row it is.
macro_rules! session_columns {
    () => {
        "s.token_hash, s.id, s.last_seen_ms, s.idle_ends_ms, s.absolute_ends_ms, u.id AS user_id, u.realm, u.openid, u.status"
    };
}
pub(crate) use session_columns;

/// One look-up in each of two unique indexes for a hash. It runs on nearly every guarded call.
const FIND: &str = concat!(
    "SELECT ",
    session_columns!(),
    " FROM session s JOIN users u ON u.id = s.user_id WHERE s.token_hash = ANY($1)"
);

/// Never backwards: of two concurrent calls the later time stays, in whichever order they arrive. Never beyond the
/// absolute end, so that one column determines when a session ends.
const TOUCH: &str = "UPDATE session SET last_seen_ms = $2, idle_ends_ms = least($3, absolute_ends_ms) \
    WHERE id = $1 AND last_seen_ms < $2";

/// Sessions alone.
pub(crate) struct ByToken;

impl SessionQuery for ByToken {
    type Database = Postgres;
    type Extra = ();

    async fn rows(&self, kept: &mut Kept<Postgres>, hashes: &[TokenHash]) -> Result<Vec<PgRow>, sqlx::Error> {
        rows(FIND, kept, hashes).await
    }

    fn hash(row: &PgRow) -> Result<TokenHash, sqlx::Error> {
        Ok(TokenHash::from(fixed(row, "token_hash")?))
    }

    fn read(row: &PgRow) -> Result<(Session, ()), sqlx::Error> {
        Ok((session(row)?, ()))
    }
}

/// Those of a statement with the hashes as `$1`.
pub(crate) async fn rows(
    sql: &'static str,
    kept: &mut Kept<Postgres>,
    hashes: &[TokenHash],
) -> Result<Vec<PgRow>, sqlx::Error> {
    let hashes: Vec<&[u8]> = hashes.iter().map(|hash| hash.as_bytes().as_slice()).collect();
    with_timeout(async { sqlx::query(sql).bind(hashes).fetch_all(kept.get().await?).await }).await
}

pub(crate) async fn touch(pool: &PgPool, id: i64, now_ms: i64, idle_ends_ms: i64) -> Result<(), sqlx::Error> {
    sqlx::query(TOUCH).bind(id).bind(now_ms).bind(idle_ends_ms).execute(pool).await?;
    Ok(())
}

pub(crate) async fn end(pool: &PgPool, id: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("DELETE FROM session WHERE id = $1").bind(id).execute(pool).await?;
    Ok(done.rows_affected() == 1)
}

/// Reads what [`session_columns`] selects.
pub(crate) fn session(row: &PgRow) -> Result<Session, sqlx::Error> {
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
