//! One page of the votes, in the meetings' order.

use identity::{ListQuery, Listed, Vote};
use sqlx::{MySqlPool, Row};

/// See `meetings`; only cast votes are counted, not the publisher.
const PAGE: &str = "SELECT p.*, (SELECT count(*) FROM vote_member WHERE vote_id = p.id AND role = 1 AND visitor = 0) AS cast_votes \
    FROM (SELECT s.* FROM (SELECT m.*, CASE WHEN ? < m.start_ms THEN 0 WHEN ? < m.end_ms THEN 1 ELSE 2 END AS state FROM vote m) s \
          WHERE ? IS NULL OR s.state = ? \
          ORDER BY CASE s.state WHEN 1 THEN 0 WHEN 0 THEN 1 ELSE 2 END, CASE s.state WHEN 0 THEN s.start_ms ELSE -s.start_ms END, s.id \
          LIMIT ? OFFSET ?) p \
    ORDER BY CASE p.state WHEN 1 THEN 0 WHEN 0 THEN 1 ELSE 2 END, CASE p.state WHEN 0 THEN p.start_ms ELSE -p.start_ms END, p.id";

const TOTAL: &str = "SELECT count(*) AS total FROM vote \
    WHERE ? IS NULL OR CASE WHEN ? < start_ms THEN 0 WHEN ? < end_ms THEN 1 ELSE 2 END = ?";

pub(crate) async fn page(pool: &MySqlPool, query: ListQuery, now_ms: i64) -> Result<Listed<Vote>, sqlx::Error> {
    let state = query.state.map(|state| state as i64);
    let offset = query.page.saturating_sub(1).saturating_mul(query.limit);
    let total = sqlx::query(TOTAL).bind(state).bind(now_ms).bind(now_ms).bind(state);
    let total = total.fetch_one(pool).await?.try_get("total")?;
    let rows = sqlx::query(PAGE).bind(now_ms).bind(now_ms).bind(state).bind(state).bind(query.limit).bind(offset);
    let rows = rows.fetch_all(pool).await?;
    let list = rows.iter().map(|row| {
        Ok(Vote {
            id: row.try_get("id")?,
            title: row.try_get("title")?,
            start_ms: row.try_get("start_ms")?,
            end_ms: row.try_get("end_ms")?,
            cast: row.try_get("cast_votes")?,
        })
    });
    Ok(Listed { list: list.collect::<Result<_, sqlx::Error>>()?, total })
}
