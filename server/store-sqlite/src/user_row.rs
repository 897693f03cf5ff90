//! A row of `user` as the flows know it.

use identity::{Phone, Realm, Status, User};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// The columns that [`user`] reads, of the table or alias `u`.
macro_rules! user_columns {
    () => {
        "u.id AS user_id, u.realm, u.openid, u.nick_name, u.avatar, u.gender, u.country, u.province, u.city, u.language, \
         u.country_code, u.phone, u.level, u.status, u.created_ms AS user_created_ms"
    };
}
pub(crate) use user_columns;

/// The same after RETURNING, where SQLite knows no alias.
macro_rules! returned_user {
    () => {
        " RETURNING id AS user_id, realm, openid, nick_name, avatar, gender, country, province, city, language, \
         country_code, phone, level, status, created_ms AS user_created_ms"
    };
}
pub(crate) use returned_user;

/// Reads what [`user_columns`] selects.
pub(crate) fn user(row: &SqliteRow) -> Result<User, sqlx::Error> {
    let country_code: Option<String> = row.try_get("country_code")?;
    let phone: Option<String> = row.try_get("phone")?;
    Ok(User {
        id: row.try_get("user_id")?,
        realm: Realm::from(row.try_get::<String, _>("realm")?),
        openid: row.try_get("openid")?,
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
