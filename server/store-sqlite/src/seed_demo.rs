//! The demo's content. A row that is there stays as it is, so that a restart changes nothing.

use identity::{DemoSeed, Meeting, SwiperImage, Vote};
use sqlx::{SqliteConnection, SqlitePool};

const SWIPER: &str = "INSERT OR IGNORE INTO swiper_image (id, image, title, sort) VALUES (?1, ?2, ?3, ?4)";

const MEETING: &str =
    "INSERT OR IGNORE INTO meeting (id, title, image, address, start_ms, end_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

const VOTE: &str = "INSERT OR IGNORE INTO vote (id, title, start_ms, end_ms) VALUES (?1, ?2, ?3, ?4)";

/// People 1 to ?2, the first as host.
const GUESTS: &str = "INSERT OR IGNORE INTO meeting_member (meeting_id, person, role, created_ms) \
    WITH RECURSIVE people (n) AS (SELECT 1 WHERE ?2 >= 1 UNION ALL SELECT n + 1 FROM people WHERE n < ?2) \
    SELECT ?1, '与会者' || n, n > 1, ?3 FROM people";

/// People 1 to ?2, each with one vote.
const VOTERS: &str = "INSERT OR IGNORE INTO vote_member (vote_id, person, role, created_ms) \
    WITH RECURSIVE people (n) AS (SELECT 1 WHERE ?2 >= 1 UNION ALL SELECT n + 1 FROM people WHERE n < ?2) \
    SELECT ?1, '投票人' || n, 1, ?3 FROM people";

pub(crate) async fn seed(writer: &SqlitePool, seed: &DemoSeed, now_ms: i64) -> Result<(), sqlx::Error> {
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
    for (sort, image) in (0_i64..).zip(&seed.swiper) {
        swiper(&mut tx, image, sort).await?;
    }
    for item in &seed.meetings {
        meeting(&mut tx, item, now_ms).await?;
    }
    for item in &seed.votes {
        vote(&mut tx, item, now_ms).await?;
    }
    tx.commit().await
}

async fn swiper(tx: &mut SqliteConnection, image: &SwiperImage, sort: i64) -> Result<(), sqlx::Error> {
    sqlx::query(SWIPER).bind(image.id).bind(&image.image).bind(&image.title).bind(sort).execute(tx).await?;
    Ok(())
}

async fn meeting(tx: &mut SqliteConnection, meeting: &Meeting, now_ms: i64) -> Result<(), sqlx::Error> {
    sqlx::query(MEETING)
        .bind(meeting.id)
        .bind(&meeting.title)
        .bind(&meeting.image)
        .bind(&meeting.address)
        .bind(now_ms.saturating_add(meeting.start_ms))
        .bind(now_ms.saturating_add(meeting.end_ms))
        .execute(&mut *tx)
        .await?;
    sqlx::query(GUESTS).bind(meeting.id).bind(meeting.participants).bind(now_ms).execute(tx).await?;
    Ok(())
}

async fn vote(tx: &mut SqliteConnection, vote: &Vote, now_ms: i64) -> Result<(), sqlx::Error> {
    sqlx::query(VOTE)
        .bind(vote.id)
        .bind(&vote.title)
        .bind(now_ms.saturating_add(vote.start_ms))
        .bind(now_ms.saturating_add(vote.end_ms))
        .execute(&mut *tx)
        .await?;
    sqlx::query(VOTERS).bind(vote.id).bind(vote.cast).bind(now_ms).execute(tx).await?;
    Ok(())
}
