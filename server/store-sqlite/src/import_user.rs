//! Imports an account of another system.

use identity::{Imported, ImportedUser, Skip};
use sqlx::{Row, SqliteConnection, SqlitePool};

use crate::error::is_unique_violation;

const FIND: &str = "SELECT id FROM user WHERE realm = ?1 AND openid = ?2";

/// The highest id that was ever given; AUTOINCREMENT keeps it.
const HIGHEST: &str = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'user'), 0) AS highest";

const SET_REFERRER: &str = "UPDATE user SET share_user_id = ?1 WHERE id = ?2 AND realm = ?3 AND share_user_id IS NULL";

const INSERT: &str = "INSERT INTO user (id, realm, openid, nick_name, avatar, gender, country_code, phone, level, status, \
    share_user_id, last_login_ms, last_login_ip, created_ms, updated_ms) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, (SELECT id FROM user WHERE id = ?11 AND realm = ?2), ?12, ?13, ?14, ?15)";

pub(crate) async fn import(writer: &SqlitePool, user: &ImportedUser) -> Result<Imported, sqlx::Error> {
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
    let known = sqlx::query(FIND).bind(user.realm.as_str()).bind(&user.openid).fetch_optional(&mut *tx).await?;
    if let Some(row) = known {
        let id = row.try_get("id")?;
        set_referrer(&mut tx, user, id).await?;
        tx.commit().await?;
        return Ok(Imported::Unchanged(id));
    }
    let highest: i64 = sqlx::query(HIGHEST).fetch_one(&mut *tx).await?.try_get("highest")?;
    if user.id.is_some_and(|id| id <= highest) {
        return Ok(Imported::Skipped(Skip::IdGiven));
    }
    // The openid is new, so the phone's index is the only one that can refuse.
    match insert(&mut tx, user).await {
        Ok(id) => {
            set_referrer(&mut tx, user, id).await?;
            tx.commit().await?;
            Ok(Imported::New(id))
        }
        Err(error) if is_unique_violation(&error) => Ok(Imported::Skipped(Skip::PhoneTaken)),
        Err(error) => Err(error),
    }
}

async fn set_referrer(tx: &mut SqliteConnection, user: &ImportedUser, id: i64) -> Result<(), sqlx::Error> {
    for guest in &user.referred {
        sqlx::query(SET_REFERRER).bind(id).bind(guest).bind(user.realm.as_str()).execute(&mut *tx).await?;
    }
    Ok(())
}

async fn insert(tx: &mut SqliteConnection, user: &ImportedUser) -> Result<i64, sqlx::Error> {
    let done = sqlx::query(INSERT)
        .bind(user.id)
        .bind(user.realm.as_str())
        .bind(&user.openid)
        .bind(&user.nick_name)
        .bind(&user.avatar)
        .bind(user.gender)
        .bind(user.phone.as_ref().map(|phone| phone.country_code.as_str()))
        .bind(user.phone.as_ref().map(|phone| phone.pure_number.as_str()))
        .bind(user.level)
        .bind(user.status as i64)
        .bind(user.share_user_id)
        .bind(user.last_login_ms)
        .bind(&user.last_login_ip)
        .bind(user.created_ms)
        .bind(user.now_ms)
        .execute(tx)
        .await?;
    Ok(done.last_insert_rowid())
}
