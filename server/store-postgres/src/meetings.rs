//! One page of the meetings.

use identity::{ListQuery, Listed, Meeting};
use sqlx::{PgPool, Row};

/// The inner select finds the page before anybody is counted. `state` is as `identity::State::at` derives it; what runs
/// comes first, then what is to come (soonest first), then the past.
const PAGE: &str = "SELECT p.*, (SELECT count(*) FROM meeting_member WHERE meeting_id = p.id AND visitor = 0) AS participants \
    FROM (SELECT s.* FROM (SELECT m.*, CASE WHEN $1 < m.start_ms THEN 0 WHEN $1 < m.end_ms THEN 1 ELSE 2 END AS state FROM meeting m) s \
          WHERE $2 IS NULL OR s.state = $2 \
          ORDER BY CASE s.state WHEN 1 THEN 0 WHEN 0 THEN 1 ELSE 2 END, CASE s.state WHEN 0 THEN s.start_ms ELSE -s.start_ms END, s.id \
          LIMIT $3 OFFSET $4) p \
    ORDER BY CASE p.state WHEN 1 THEN 0 WHEN 0 THEN 1 ELSE 2 END, CASE p.state WHEN 0 THEN p.start_ms ELSE -p.start_ms END, p.id";

const TOTAL: &str = "SELECT count(*) AS total FROM meeting \
    WHERE $2 IS NULL OR CASE WHEN $1 < start_ms THEN 0 WHEN $1 < end_ms THEN 1 ELSE 2 END = $2";

pub(crate) async fn page(pool: &PgPool, query: ListQuery, now_ms: i64) -> Result<Listed<Meeting>, sqlx::Error> {
    let state = query.state.map(|state| state as i64);
    let offset = query.page.saturating_sub(1).saturating_mul(query.limit);
    let total = sqlx::query(TOTAL).bind(now_ms).bind(state).fetch_one(pool).await?.try_get("total")?;
    let rows = sqlx::query(PAGE).bind(now_ms).bind(state).bind(query.limit).bind(offset).fetch_all(pool).await?;
    let list = rows.iter().map(|row| {
        Ok(Meeting {
            id: row.try_get("id")?,
            title: row.try_get("title")?,
            image: row.try_get("image")?,
            start_ms: row.try_get("start_ms")?,
            end_ms: row.try_get("end_ms")?,
            address: row.try_get("address")?,
            participants: row.try_get("participants")?,
        })
    });
    Ok(Listed { list: list.collect::<Result<_, sqlx::Error>>()?, total })
}
