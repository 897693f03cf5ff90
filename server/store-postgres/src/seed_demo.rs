//! The demo's content. A row that is there stays as it is, so that a restart changes nothing.

use identity::{DemoSeed, Meeting, SwiperImage, Vote};
use sqlx::{PgConnection, PgPool};

const SWIPER: &str = "INSERT INTO swiper_image (id, image, title, sort) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

const MEETING: &str = "INSERT INTO meeting (id, title, image, address, start_ms, end_ms) VALUES ($1, $2, $3, $4, $5, $6) \
    ON CONFLICT DO NOTHING";

const VOTE: &str = "INSERT INTO vote (id, title, start_ms, end_ms) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

/// People 1 to $2, the first as host.
const GUESTS: &str = "INSERT INTO meeting_member (meeting_id, person, role, created_ms) \
    SELECT $1, '与会者' || n, CASE n WHEN 1 THEN 0 ELSE 1 END, $3 FROM generate_series(1, $2) AS n ON CONFLICT DO NOTHING";

/// People 1 to $2, each with one vote.
const VOTERS: &str = "INSERT INTO vote_member (vote_id, person, role, created_ms) \
    SELECT $1, '投票人' || n, 1, $3 FROM generate_series(1, $2) AS n ON CONFLICT DO NOTHING";

pub(crate) async fn seed(pool: &PgPool, seed: &DemoSeed, now_ms: i64) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?;
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

async fn swiper(tx: &mut PgConnection, image: &SwiperImage, sort: i64) -> Result<(), sqlx::Error> {
    sqlx::query(SWIPER).bind(image.id).bind(&image.image).bind(&image.title).bind(sort).execute(tx).await?;
    Ok(())
}

async fn meeting(tx: &mut PgConnection, meeting: &Meeting, now_ms: i64) -> Result<(), sqlx::Error> {
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

async fn vote(tx: &mut PgConnection, vote: &Vote, now_ms: i64) -> Result<(), sqlx::Error> {
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
