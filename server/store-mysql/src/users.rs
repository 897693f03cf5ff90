//! The operator's view of the accounts.

use identity::{Listed, UserQuery, UserRecord};
use sqlx::mysql::MySqlRow;
use sqlx::{MySqlPool, Row};

use crate::columns::optional_text;
use crate::user_row::{self, user_columns};

/// The columns of a record and the table.
macro_rules! records {
    () => {
        concat!(
            "SELECT ",
            user_columns!(),
            ", unionid, share_user_id, last_login_ms, last_login_ip, updated_ms FROM user "
        )
    };
}

/// By bytes, not by `LIKE`, which would take `_` in an openid for a wildcard.
macro_rules! filter {
    () => {
        "WHERE (? IS NULL OR realm = ?) AND (? IS NULL OR status = ?) \
         AND left(openid, ?) = ? AND (? IS NULL OR phone = ?) \
         AND locate(?, nick_name) > 0"
    };
}

const PAGE: &str = concat!(records!(), filter!(), " ORDER BY id LIMIT ? OFFSET ?");
const TOTAL: &str = concat!("SELECT count(*) AS total FROM user ", filter!());
const ONE: &str = concat!(records!(), "WHERE id = ?");

pub(crate) async fn page(pool: &MySqlPool, query: &UserQuery) -> Result<Listed<UserRecord>, sqlx::Error> {
    let offset = query.page.saturating_sub(1).saturating_mul(query.limit);
    let realm = query.realm.as_ref().map(identity::Realm::as_str);
    let status = query.status.map(|status| status as i64);
    let prefix = query.openid_prefix.as_deref().unwrap_or_default();
    let length = i64::try_from(prefix.len()).unwrap_or(i64::MAX);
    let number = query.pure_number.as_deref();
    let part = query.nick_name_part.as_deref().unwrap_or_default();
    let filtered = |sql| {
        sqlx::query(sql)
            .bind(realm)
            .bind(realm)
            .bind(status)
            .bind(status)
            .bind(length)
            .bind(prefix)
            .bind(number)
            .bind(number)
            .bind(part)
    };
    let total = filtered(TOTAL).fetch_one(pool).await?.try_get("total")?;
    let rows = filtered(PAGE).bind(query.limit).bind(offset).fetch_all(pool).await?;
    Ok(Listed { list: rows.iter().map(record).collect::<Result<_, _>>()?, total })
}

pub(crate) async fn one(pool: &MySqlPool, user_id: i64) -> Result<Option<UserRecord>, sqlx::Error> {
    let row = sqlx::query(ONE).bind(user_id).fetch_optional(pool).await?;
    row.as_ref().map(record).transpose()
}

/// The rows of the account are deleted with it: `ON DELETE CASCADE`.
pub(crate) async fn delete(pool: &MySqlPool, user_id: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("DELETE FROM user WHERE id = ?").bind(user_id).execute(pool).await?;
    Ok(done.rows_affected() == 1)
}

fn record(row: &MySqlRow) -> Result<UserRecord, sqlx::Error> {
    Ok(UserRecord {
        user: user_row::user(row)?,
        unionid: optional_text(row, "unionid")?,
        share_user_id: row.try_get("share_user_id")?,
        last_login_ms: row.try_get("last_login_ms")?,
        last_login_ip: row.try_get("last_login_ip")?,
        updated_ms: row.try_get("updated_ms")?,
    })
}
