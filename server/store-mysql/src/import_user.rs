//! An account of another system is taken in.

use identity::{Imported, ImportedUser, Skip};
use sqlx::{MySqlConnection, MySqlPool, Row};

use crate::error::is_unique_violation;
use crate::sign_in;

const FIND: &str = "SELECT id FROM user WHERE realm = ? AND openid = ? FOR UPDATE";

const INSERT: &str = "INSERT INTO user (id, realm, openid, nick_name, avatar, gender, country_code, phone, level, status, \
    share_user_id, last_login_ms, last_login_ip, created_ms, updated_ms) \
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

const HAS_PHONE: &str = "SELECT id FROM user WHERE realm = ? AND country_code = ? AND phone = ?";

pub(crate) async fn import(pool: &MySqlPool, user: &ImportedUser) -> Result<Imported, sqlx::Error> {
    let mut tx = pool.begin().await?;
    let known = sqlx::query(FIND).bind(user.realm.as_str()).bind(&user.openid).fetch_optional(&mut *tx).await?;
    if let Some(row) = known {
        return Ok(Imported::Unchanged(row.try_get("id")?));
    }
    let sharer = sign_in::sharer(&mut tx, &user.realm, user.share_user_id).await?;
    let mut id = match insert(&mut tx, user, None, sharer).await {
        // Somebody's phone; or else a login of this openid at the same time, and the next try finds its row.
        Err(error) if is_unique_violation(&error) && phone_is_taken(&mut tx, user).await? => {
            return Ok(Imported::Skipped(Skip::PhoneTaken));
        }
        outcome => outcome?,
    };
    // The counter has just given `id`: what is above it, nobody ever had.
    if let Some(wanted) = user.id.filter(|wanted| *wanted > id) {
        sqlx::query("DELETE FROM user WHERE id = ?").bind(id).execute(&mut *tx).await?;
        insert(&mut tx, user, Some(wanted), sharer).await?;
        id = wanted;
    }
    tx.commit().await?;
    Ok(Imported::New(id))
}

async fn insert(
    tx: &mut MySqlConnection,
    user: &ImportedUser,
    id: Option<i64>,
    sharer: Option<i64>,
) -> Result<i64, sqlx::Error> {
    let done = sqlx::query(INSERT)
        .bind(id)
        .bind(user.realm.as_str())
        .bind(&user.openid)
        .bind(&user.nick_name)
        .bind(&user.avatar)
        .bind(user.gender)
        .bind(user.phone.as_ref().map(|phone| phone.country_code.as_str()))
        .bind(user.phone.as_ref().map(|phone| phone.pure_number.as_str()))
        .bind(user.level)
        .bind(user.status as i64)
        .bind(sharer)
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
