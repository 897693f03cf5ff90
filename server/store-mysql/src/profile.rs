//! A user changes the own profile.

use identity::{ProfileChange, User};
use sqlx::MySqlPool;

use crate::user_row::{self, user_columns};

const CHANGE: &str = "UPDATE user SET nick_name = coalesce(?, nick_name), avatar = coalesce(?, avatar), \
    gender = coalesce(?, gender), updated_ms = ? WHERE id = ?";

const FIND: &str = concat!("SELECT ", user_columns!(), " FROM user u WHERE u.id = ?");

pub(crate) async fn update(
    pool: &MySqlPool,
    user_id: i64,
    change: &ProfileChange,
    now_ms: i64,
) -> Result<Option<User>, sqlx::Error> {
    let mut tx = pool.begin().await?;
    sqlx::query(CHANGE)
        .bind(change.nick_name.as_deref())
        .bind(change.avatar.as_deref())
        .bind(change.gender)
        .bind(now_ms)
        .bind(user_id)
        .execute(&mut *tx)
        .await?;
    let row = sqlx::query(FIND).bind(user_id).fetch_optional(&mut *tx).await?;
    tx.commit().await?;
    row.as_ref().map(user_row::user).transpose()
}
