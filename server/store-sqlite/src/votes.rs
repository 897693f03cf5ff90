//! One page of the votes, in the meetings' order.

use identity::{ListQuery, Listed, Vote};
use sqlx::{Row, SqlitePool};

/// See `meetings`; only cast votes are counted, not the publisher.
const PAGE: &str = "SELECT p.*, (SELECT count(*) FROM vote_member WHERE vote_id = p.id AND role = 1 AND visitor = 0) AS cast_votes \
    FROM (SELECT *, CASE WHEN ?1 < start_ms THEN 0 WHEN ?1 < end_ms THEN 1 ELSE 2 END AS state FROM vote \
          WHERE ?2 IS NULL OR state = ?2 \
          ORDER BY CASE state WHEN 1 THEN 0 WHEN 0 THEN 1 ELSE 2 END, iif(state = 0, start_ms, -start_ms), id \
          LIMIT ?3 OFFSET ?4) p \
    ORDER BY CASE p.state WHEN 1 THEN 0 WHEN 0 THEN 1 ELSE 2 END, iif(p.state = 0, p.start_ms, -p.start_ms), p.id";

const TOTAL: &str = "SELECT count(*) AS total FROM vote \
    WHERE ?2 IS NULL OR CASE WHEN ?1 < start_ms THEN 0 WHEN ?1 < end_ms THEN 1 ELSE 2 END = ?2";

pub(crate) async fn page(readers: &SqlitePool, query: ListQuery, now_ms: i64) -> Result<Listed<Vote>, sqlx::Error> {
    let state = query.state.map(|state| state as i64);
    let offset = query.page.saturating_sub(1).saturating_mul(query.limit);
    let mut tx = readers.begin().await?;
    let total = sqlx::query(TOTAL).bind(now_ms).bind(state).fetch_one(&mut *tx).await?.try_get("total")?;
    let rows = sqlx::query(PAGE).bind(now_ms).bind(state).bind(query.limit).bind(offset).fetch_all(&mut *tx).await?;
    tx.commit().await?;
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
