//! The demo's content. A row that is there stays as it is, so that a restart changes nothing. (`id = id` rather than
//! `INSERT IGNORE`, which would ignore other errors too.)

use identity::{DemoSeed, Meeting, SwiperImage, Vote};
use sqlx::{MySqlConnection, MySqlPool};

const SWIPER: &str =
    "INSERT INTO swiper_image (id, image, title, sort) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE id = id";

const MEETING: &str = "INSERT INTO meeting (id, title, image, address, start_ms, end_ms) VALUES (?, ?, ?, ?, ?, ?) \
    ON DUPLICATE KEY UPDATE id = id";

const VOTE: &str = "INSERT INTO vote (id, title, start_ms, end_ms) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE id = id";

const GUEST: &str = "INSERT INTO meeting_member (meeting_id, person, role, created_ms) VALUES (?, ?, ?, ?) \
    ON DUPLICATE KEY UPDATE id = id";

const VOTER: &str = "INSERT INTO vote_member (vote_id, person, role, created_ms) VALUES (?, ?, 1, ?) \
    ON DUPLICATE KEY UPDATE id = id";

pub(crate) async fn seed(pool: &MySqlPool, seed: &DemoSeed, now_ms: i64) -> Result<(), sqlx::Error> {
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

async fn swiper(tx: &mut MySqlConnection, image: &SwiperImage, sort: i64) -> Result<(), sqlx::Error> {
    sqlx::query(SWIPER).bind(image.id).bind(&image.image).bind(&image.title).bind(sort).execute(tx).await?;
    Ok(())
}

async fn meeting(tx: &mut MySqlConnection, meeting: &Meeting, now_ms: i64) -> Result<(), sqlx::Error> {
    sqlx::query(MEETING)
        .bind(meeting.id)
        .bind(&meeting.title)
        .bind(&meeting.image)
        .bind(&meeting.address)
        .bind(now_ms.saturating_add(meeting.start_ms))
        .bind(now_ms.saturating_add(meeting.end_ms))
        .execute(&mut *tx)
        .await?;
    for number in 1..=meeting.participants {
        // The first hosts.
        let guest = sqlx::query(GUEST).bind(meeting.id).bind(format!("与会者{number}")).bind(i64::from(number > 1));
        guest.bind(now_ms).execute(&mut *tx).await?;
    }
    Ok(())
}

async fn vote(tx: &mut MySqlConnection, vote: &Vote, now_ms: i64) -> Result<(), sqlx::Error> {
    sqlx::query(VOTE)
        .bind(vote.id)
        .bind(&vote.title)
        .bind(now_ms.saturating_add(vote.start_ms))
        .bind(now_ms.saturating_add(vote.end_ms))
        .execute(&mut *tx)
        .await?;
    for number in 1..=vote.cast {
        sqlx::query(VOTER).bind(vote.id).bind(format!("投票人{number}")).bind(now_ms).execute(&mut *tx).await?;
    }
    Ok(())
}
