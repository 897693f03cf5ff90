//! Imports an account of another system.

use identity::{Imported, ImportedUser, Skip};
use sqlx::{MySqlConnection, MySqlPool, Row};

use crate::error::is_unique_violation;
use crate::sign_in;

const FIND: &str = "SELECT id FROM user WHERE realm = ? AND openid = ? FOR UPDATE";

/// The id that the table gives next: an id from it on was never given. InnoDB keeps it over a restart.
const NEXT_ID: &str = "SELECT CAST(AUTO_INCREMENT AS SIGNED) AS next FROM information_schema.TABLES \
    WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'user'";

const SET_REFERRER: &str = "UPDATE user SET share_user_id = ? WHERE id = ? AND realm = ? AND share_user_id IS NULL";

const INSERT: &str = "INSERT INTO user (id, realm, openid, nick_name, avatar, gender, country_code, phone, level, status, \
    share_user_id, last_login_ms, last_login_ip, created_ms, updated_ms) \
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

const HAS_PHONE: &str = "SELECT id FROM user WHERE realm = ? AND country_code = ? AND phone = ?";

pub(crate) async fn import(pool: &MySqlPool, user: &ImportedUser) -> Result<Imported, sqlx::Error> {
    let mut tx = pool.begin().await?;
    let known = sqlx::query(FIND).bind(user.realm.as_str()).bind(&user.openid).fetch_optional(&mut *tx).await?;
    if let Some(row) = known {
        let id = row.try_get("id")?;
        set_referrer(&mut tx, user, id).await?;
        tx.commit().await?;
        return Ok(Imported::Unchanged(id));
    }
    if let Some(wanted) = user.id {
        let next: i64 = sqlx::query(NEXT_ID).fetch_one(&mut *tx).await?.try_get("next")?;
        if wanted < next {
            return Ok(Imported::Skipped(Skip::IdGiven));
        }
    }
    let referrer = sign_in::existing_referrer(&mut tx, &user.realm, user.share_user_id).await?;
    let id = match insert(&mut tx, user, referrer).await {
        // The phone of another account; or else a login of this openid at the same time, and the next try finds its row; or a login that
        // was just given the id.
        Err(error) if is_unique_violation(&error) && phone_is_taken(&mut tx, user).await? => {
            return Ok(Imported::Skipped(Skip::PhoneTaken));
        }
        outcome => user.id.unwrap_or(outcome?),
    };
    set_referrer(&mut tx, user, id).await?;
    tx.commit().await?;
    Ok(Imported::New(id))
}

async fn set_referrer(tx: &mut MySqlConnection, user: &ImportedUser, id: i64) -> Result<(), sqlx::Error> {
    for guest in &user.referred {
        sqlx::query(SET_REFERRER).bind(id).bind(guest).bind(user.realm.as_str()).execute(&mut *tx).await?;
    }
    Ok(())
}

async fn insert(tx: &mut MySqlConnection, user: &ImportedUser, referrer: Option<i64>) -> Result<i64, sqlx::Error> {
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
        .bind(referrer)
        .bind(user.last_login_ms)
        .bind(&user.last_login_ip)
        .bind(user.created_ms)
        .bind(user.now_ms)
        .execute(tx)
        .await?;
    i64::try_from(done.last_insert_id()).map_err(|error| sqlx::Error::Decode(Box::new(error)))
}

async fn phone_is_taken(tx: &mut MySqlConnection, user: &ImportedUser) -> Result<bool, sqlx::Error> {
    let Some(phone) = &user.phone else { return Ok(false) };
    let find = sqlx::query(HAS_PHONE).bind(user.realm.as_str()).bind(&phone.country_code).bind(&phone.pure_number);
    Ok(find.fetch_optional(tx).await?.is_some())
}
