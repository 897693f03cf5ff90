//! The personal centre's four numbers, in one statement with the session, so that the call costs one way to the database.

use batch::{Kept, SessionQuery};
use identity::{Counts, Session, TokenHash};
use sqlx::postgres::PgRow;
use sqlx::{Postgres, Row};

use crate::session::{self, ByToken, session_columns};

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
    " WHERE s.token_hash = ANY($1)"
);

/// Sessions with the counts of their users' rows.
pub(crate) struct ByTokenWithCounts;

impl SessionQuery for ByTokenWithCounts {
    type Database = Postgres;
    type Extra = Counts;

    async fn rows(&self, kept: &mut Kept<Postgres>, hashes: &[TokenHash]) -> Result<Vec<PgRow>, sqlx::Error> {
        session::rows(FIND, kept, hashes).await
    }

    fn hash(row: &PgRow) -> Result<TokenHash, sqlx::Error> {
        ByToken::hash(row)
    }

    fn read(row: &PgRow) -> Result<(Session, Counts), sqlx::Error> {
        let counts = Counts {
            meetings_hosted: row.try_get("meetings_hosted")?,
            meetings_joined: row.try_get("meetings_joined")?,
            votes_published: row.try_get("votes_published")?,
            votes_cast: row.try_get("votes_cast")?,
        };
        Ok((session::session(row)?, counts))
    }
}
