//! The operator's view of the accounts.

use identity::{Listed, UserQuery, UserRecord};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqlitePool};

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

/// By bytes, not by `LIKE`, which would take `_` in an openid for a wildcard and ignore case.
macro_rules! filter {
    () => {
        "WHERE (?1 IS NULL OR realm = ?1) AND (?2 IS NULL OR status = ?2) \
         AND (?3 IS NULL OR substr(openid, 1, length(?3)) = ?3) AND (?4 IS NULL OR phone = ?4) \
         AND (?5 IS NULL OR instr(nick_name, ?5) > 0)"
    };
}

const PAGE: &str = concat!(records!(), filter!(), " ORDER BY id LIMIT ?6 OFFSET ?7");
const TOTAL: &str = concat!("SELECT count(*) AS total FROM user ", filter!());
const ONE: &str = concat!(records!(), "WHERE id = ?1");

pub(crate) async fn page(readers: &SqlitePool, query: &UserQuery) -> Result<Listed<UserRecord>, sqlx::Error> {
    let offset = query.page.saturating_sub(1).saturating_mul(query.limit);
    let mut tx = readers.begin().await?;
    let filtered = |sql| {
        sqlx::query(sql)
            .bind(query.realm.as_ref().map(identity::Realm::as_str))
            .bind(query.status.map(|status| status as i64))
            .bind(query.openid_prefix.as_deref())
            .bind(query.pure_number.as_deref())
            .bind(query.nick_name_part.as_deref())
    };
    let total = filtered(TOTAL).fetch_one(&mut *tx).await?.try_get("total")?;
    let rows = filtered(PAGE).bind(query.limit).bind(offset).fetch_all(&mut *tx).await?;
    tx.commit().await?;
    Ok(Listed { list: rows.iter().map(record).collect::<Result<_, _>>()?, total })
}

pub(crate) async fn one(readers: &SqlitePool, user_id: i64) -> Result<Option<UserRecord>, sqlx::Error> {
    let row = sqlx::query(ONE).bind(user_id).fetch_optional(readers).await?;
    row.as_ref().map(record).transpose()
}

/// The rows of the account are deleted with it: `ON DELETE CASCADE`.
pub(crate) async fn delete(writer: &SqlitePool, user_id: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("DELETE FROM user WHERE id = ?1").bind(user_id).execute(writer).await?;
    Ok(done.rows_affected() == 1)
}

fn record(row: &SqliteRow) -> Result<UserRecord, sqlx::Error> {
    Ok(UserRecord {
        user: user_row::user(row)?,
        unionid: row.try_get("unionid")?,
        share_user_id: row.try_get("share_user_id")?,
        last_login_ms: row.try_get("last_login_ms")?,
        last_login_ip: row.try_get("last_login_ip")?,
        updated_ms: row.try_get("updated_ms")?,
    })
}
