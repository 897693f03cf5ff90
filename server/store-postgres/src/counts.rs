//! The personal centre's four numbers, in one statement with the session, so that the call costs one way to the database.

use identity::{Counts, Session, TokenHash};
use sqlx::{PgPool, Row};

use crate::session::{self, session_columns};

/// Each of the two joins is one walk of an index for both of its numbers.
const FIND: &str = concat!(
    "SELECT ",
    session_columns!(),
    ", meetings_hosted, meetings_joined, votes_published, votes_cast",
    " FROM session s JOIN users u ON u.id = s.user_id",
    " CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE role = 0) AS meetings_hosted,",
    " count(*) FILTER (WHERE role = 1) AS meetings_joined FROM meeting_member WHERE user_id = u.id) m",
    " CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE role = 0) AS votes_published,",
    " count(*) FILTER (WHERE role = 1) AS votes_cast FROM vote_member WHERE user_id = u.id) v",
    " WHERE s.token_hash = $1 AND s.idle_ends_ms > $2"
);

pub(crate) async fn with_session(
    pool: &PgPool,
    hash: &TokenHash,
    now_ms: i64,
) -> Result<Option<(Session, Counts)>, sqlx::Error> {
    let row = sqlx::query(FIND).bind(hash.as_bytes().as_slice()).bind(now_ms).fetch_optional(pool).await?;
    let Some(row) = row else { return Ok(None) };
    let counts = Counts {
        meetings_hosted: row.try_get("meetings_hosted")?,
        meetings_joined: row.try_get("meetings_joined")?,
        votes_published: row.try_get("votes_published")?,
        votes_cast: row.try_get("votes_cast")?,
    };
    Ok(Some((session::session(&row)?, counts)))
}
