//! The personal centre's four numbers, in one statement with the session, so that the call costs one way to the database.

use batch::{InList, Kept, SessionQuery};
use identity::{Counts, Session, TokenHash};
use sqlx::mysql::MySqlRow;
use sqlx::{MySql, Row};

use crate::session::{self, ByToken, session_columns};

/// The lower half of [`both`].
const LOW: i64 = 0xffff_ffff;

/// Two numbers of a table in one: those of role 0 below, those of role 1 from bit 32 on. A subselect costs more than all the
/// rest of the statement, and there is no other way to have both of one.
macro_rules! both {
    ($table:literal) => {
        concat!(
            "(SELECT CAST(coalesce(sum(CASE role WHEN 0 THEN 1 ELSE 4294967296 END), 0) AS SIGNED) FROM ",
            $table,
            " WHERE user_id = u.id)"
        )
    };
}

const FIND: &str = concat!(
    "SELECT ",
    session_columns!(),
    ", ",
    both!("meeting_member"),
    " AS meetings, ",
    both!("vote_member"),
    " AS votes FROM session s JOIN user u ON u.id = s.user_id WHERE s.token_hash"
);

/// Sessions with the counts of their users' rows.
pub(crate) struct ByTokenWithCounts(InList);

impl ByTokenWithCounts {
    pub(crate) fn new() -> Self {
        Self(InList::new(FIND))
    }
}

impl SessionQuery for ByTokenWithCounts {
    type Database = MySql;
    type Extra = Counts;

    async fn rows(&self, kept: &mut Kept<MySql>, hashes: &[TokenHash]) -> Result<Vec<MySqlRow>, sqlx::Error> {
        session::rows(&self.0, kept, hashes).await
    }

    fn hash(row: &MySqlRow) -> Result<TokenHash, sqlx::Error> {
        ByToken::hash(row)
    }

    fn read(row: &MySqlRow) -> Result<(Session, Counts), sqlx::Error> {
        let (meetings, votes): (i64, i64) = (row.try_get("meetings")?, row.try_get("votes")?);
        let counts = Counts {
            meetings_hosted: meetings & LOW,
            meetings_joined: meetings >> 32,
            votes_published: votes & LOW,
            votes_cast: votes >> 32,
        };
        Ok((session::session(row)?, counts))
    }
}
