//! One page of the meetings.

use identity::{ListQuery, Listed, Meeting};
use sqlx::{Row, SqlitePool};

/// The inner select finds the page before anybody is counted. `state` is as `identity::State::at` derives it; what runs
/// comes first, then what is to come (soonest first), then the past.
const PAGE: &str = "SELECT p.*, (SELECT count(*) FROM meeting_member WHERE meeting_id = p.id AND visitor = 0) AS participants \
    FROM (SELECT *, CASE WHEN ?1 < start_ms THEN 0 WHEN ?1 < end_ms THEN 1 ELSE 2 END AS state FROM meeting \
          WHERE ?2 IS NULL OR state = ?2 \
          ORDER BY CASE state WHEN 1 THEN 0 WHEN 0 THEN 1 ELSE 2 END, iif(state = 0, start_ms, -start_ms), id \
          LIMIT ?3 OFFSET ?4) p \
    ORDER BY CASE p.state WHEN 1 THEN 0 WHEN 0 THEN 1 ELSE 2 END, iif(p.state = 0, p.start_ms, -p.start_ms), p.id";

const TOTAL: &str = "SELECT count(*) AS total FROM meeting \
    WHERE ?2 IS NULL OR CASE WHEN ?1 < start_ms THEN 0 WHEN ?1 < end_ms THEN 1 ELSE 2 END = ?2";

pub(crate) async fn page(readers: &SqlitePool, query: ListQuery, now_ms: i64) -> Result<Listed<Meeting>, sqlx::Error> {
    let state = query.state.map(|state| state as i64);
    let offset = query.page.saturating_sub(1).saturating_mul(query.limit);
    // One read transaction: the total belongs to the page.
    let mut tx = readers.begin().await?;
    let total = sqlx::query(TOTAL).bind(now_ms).bind(state).fetch_one(&mut *tx).await?.try_get("total")?;
    let rows = sqlx::query(PAGE).bind(now_ms).bind(state).bind(query.limit).bind(offset).fetch_all(&mut *tx).await?;
    tx.commit().await?;
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
