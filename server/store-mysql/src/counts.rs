//! The personal centre's four numbers, in one statement, so that they belong to one moment.

use identity::Counts;
use sqlx::{MySqlPool, Row};

const COUNT: &str = "SELECT \
    (SELECT count(*) FROM meeting_member WHERE user_id = ? AND role = 0) AS meetings_hosted, \
    (SELECT count(*) FROM meeting_member WHERE user_id = ? AND role = 1) AS meetings_joined, \
    (SELECT count(*) FROM vote_member WHERE user_id = ? AND role = 0) AS votes_published, \
    (SELECT count(*) FROM vote_member WHERE user_id = ? AND role = 1) AS votes_cast";

pub(crate) async fn of(pool: &MySqlPool, user_id: i64) -> Result<Counts, sqlx::Error> {
    let row = sqlx::query(COUNT).bind(user_id).bind(user_id).bind(user_id).bind(user_id).fetch_one(pool).await?;
    Ok(Counts {
        meetings_hosted: row.try_get("meetings_hosted")?,
        meetings_joined: row.try_get("meetings_joined")?,
        votes_published: row.try_get("votes_published")?,
        votes_cast: row.try_get("votes_cast")?,
    })
}
