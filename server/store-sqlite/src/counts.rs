//! The personal centre's four numbers, in one statement with the session, so that the call costs one way to the database.

use batch::{InList, Kept, SessionQuery};
use identity::{Counts, Session, TokenHash};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, Sqlite};

use crate::session::{self, ByToken, session_columns};

/// Of each table what an index gives.
pub(crate) const FIND: &str = concat!(
    "SELECT ",
    session_columns!(),
    ", (SELECT count(*) FROM meeting_member WHERE user_id = u.id AND role = 0) AS meetings_hosted",
    ", (SELECT count(*) FROM meeting_member WHERE user_id = u.id AND role = 1) AS meetings_joined",
    ", (SELECT count(*) FROM vote_member WHERE user_id = u.id AND role = 0) AS votes_published",
    ", (SELECT count(*) FROM vote_member WHERE user_id = u.id AND role = 1) AS votes_cast",
    " FROM session s JOIN user u ON u.id = s.user_id WHERE s.token_hash"
);

/// Sessions with the counts of their users' rows.
pub(crate) struct ByTokenWithCounts(InList);

impl ByTokenWithCounts {
    pub(crate) fn new() -> Self {
        Self(InList::new(FIND))
    }
}

impl SessionQuery for ByTokenWithCounts {
    type Database = Sqlite;
    type Extra = Counts;

    async fn rows(&self, kept: &mut Kept<Sqlite>, hashes: &[TokenHash]) -> Result<Vec<SqliteRow>, sqlx::Error> {
        session::rows(&self.0, kept, hashes).await
    }

    fn hash(row: &SqliteRow) -> Result<TokenHash, sqlx::Error> {
        ByToken::hash(row)
    }

    fn read(row: &SqliteRow) -> Result<(Session, Counts), sqlx::Error> {
        let counts = Counts {
            meetings_hosted: row.try_get("meetings_hosted")?,
            meetings_joined: row.try_get("meetings_joined")?,
            votes_published: row.try_get("votes_published")?,
            votes_cast: row.try_get("votes_cast")?,
        };
        Ok((session::session(row)?, counts))
    }
}
