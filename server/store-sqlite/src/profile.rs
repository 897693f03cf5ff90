//! A user changes the own profile.

use identity::{ProfileChange, User};
use sqlx::SqlitePool;

use crate::user_row::{self, user_columns};

const CHANGE: &str = "UPDATE user SET nick_name = coalesce(?2, nick_name), avatar = coalesce(?3, avatar), \
    gender = coalesce(?4, gender), updated_ms = ?5 WHERE id = ?1";

const FIND: &str = concat!("SELECT ", user_columns!(), " FROM user u WHERE u.id = ?1");

pub(crate) async fn update(
    writer: &SqlitePool,
    user_id: i64,
    change: &ProfileChange,
    now_ms: i64,
) -> Result<Option<User>, sqlx::Error> {
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query(CHANGE)
        .bind(user_id)
        .bind(change.nick_name.as_deref())
        .bind(change.avatar.as_deref())
        .bind(change.gender)
        .bind(now_ms)
        .execute(&mut *tx)
        .await?;
    let row = sqlx::query(FIND).bind(user_id).fetch_optional(&mut *tx).await?;
    tx.commit().await?;
    row.as_ref().map(user_row::user).transpose()
}
