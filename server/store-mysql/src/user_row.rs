//! The account: its columns, how a row of them is read, and how the user changes the own profile. A field that is added to
//! the account is written here and in a migration, and nowhere else in this crate.

use identity::{Phone, ProfileChange, Realm, Status, User};
use sqlx::mysql::MySqlRow;
use sqlx::{MySqlPool, Row};

use crate::columns::{optional_text, text};

/// The columns of an account, which [`user`] reads. This is the one list of them: every statement that gives a whole account
/// selects or returns it, from one table, so that no column needs the table's name.
macro_rules! user_columns {
    () => {
        "id AS user_id, realm, openid, nick_name, avatar, gender, country, province, city, language, \
         country_code, phone, level, status, created_ms AS user_created_ms"
    };
}
pub(crate) use user_columns;

/// Reads a row of [`user_columns`].
pub(crate) fn user(row: &MySqlRow) -> Result<User, sqlx::Error> {
    let country_code = optional_text(row, "country_code")?;
    let phone = optional_text(row, "phone")?;
    Ok(User {
        id: row.try_get("user_id")?,
        realm: Realm::from(text(row, "realm")?),
        openid: text(row, "openid")?,
        nick_name: row.try_get("nick_name")?,
        avatar: row.try_get("avatar")?,
        gender: row.try_get("gender")?,
        country: row.try_get("country")?,
        province: row.try_get("province")?,
        city: row.try_get("city")?,
        language: row.try_get("language")?,
        phone: country_code.zip(phone).map(|(country_code, pure_number)| Phone { country_code, pure_number }),
        level: row.try_get("level")?,
        status: Status::from_column(row.try_get("status")?),
        created_ms: row.try_get("user_created_ms")?,
    })
}

const CHANGE: &str = "UPDATE user SET nick_name = coalesce(?, nick_name), avatar = coalesce(?, avatar), \
    gender = coalesce(?, gender), updated_ms = ? WHERE id = ?";

const FIND: &str = concat!("SELECT ", user_columns!(), " FROM user WHERE id = ?");

/// Changes the own profile of a user; `None` leaves a field as it is.
pub(crate) async fn update_profile(
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
    row.as_ref().map(user).transpose()
}
