//! Imports an account of another system.

use identity::{Imported, ImportedUser, Skip};
use sqlx::{PgConnection, PgPool, Row};

const FIND: &str = "SELECT id FROM users WHERE realm = $1 AND openid = $2";

/// No other connection inserts until the commit, so that no login gets the id that this import keeps.
const LOCK: &str = "LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE";

/// The highest id that was ever given.
const HIGHEST: &str = "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END AS highest FROM users_id_seq";

const NEXT_ID: &str = "SELECT nextval(pg_get_serial_sequence('users', 'id')) AS id";

const KEEP_ID: &str = "SELECT setval(pg_get_serial_sequence('users', 'id'), $1)";

const SET_REFERRER: &str = "UPDATE users SET share_user_id = $1 WHERE id = $2 AND realm = $3 AND share_user_id IS NULL";

const INSERT: &str = "INSERT INTO users (id, realm, openid, nick_name, avatar, gender, country_code, phone, level, status, \
    share_user_id, last_login_ms, last_login_ip, created_ms, updated_ms) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (SELECT id FROM users WHERE id = $11 AND realm = $2), $12, $13, $14, $15)";

pub(crate) async fn import(pool: &PgPool, user: &ImportedUser) -> Result<Imported, sqlx::Error> {
    let mut tx = pool.begin().await?;
    sqlx::query(LOCK).execute(&mut *tx).await?;
    let known = sqlx::query(FIND).bind(user.realm.as_str()).bind(&user.openid).fetch_optional(&mut *tx).await?;
    if let Some(row) = known {
        let id = row.try_get("id")?;
        set_referrer(&mut tx, user, id).await?;
        tx.commit().await?;
        return Ok(Imported::Unchanged(id));
    }
    let id: i64 = match user.id {
        None => sqlx::query(NEXT_ID).fetch_one(&mut *tx).await?.try_get("id")?,
        Some(wanted) => {
            let highest: i64 = sqlx::query(HIGHEST).fetch_one(&mut *tx).await?.try_get("highest")?;
            if wanted <= highest {
                return Ok(Imported::Skipped(Skip::IdGiven));
            }
            wanted
        }
    };
    match insert(&mut tx, user, id).await {
        Ok(()) => {
            // Only now: a sequence is not rolled back.
            if user.id.is_some() {
                sqlx::query(KEEP_ID).bind(id).execute(&mut *tx).await?;
            }
            set_referrer(&mut tx, user, id).await?;
            tx.commit().await?;
            Ok(Imported::New(id))
        }
        Err(error) if constraint(&error) == Some("user_phone") => Ok(Imported::Skipped(Skip::PhoneTaken)),
        Err(error) => Err(error),
    }
}

async fn set_referrer(tx: &mut PgConnection, user: &ImportedUser, id: i64) -> Result<(), sqlx::Error> {
    for guest in &user.referred {
        sqlx::query(SET_REFERRER).bind(id).bind(guest).bind(user.realm.as_str()).execute(&mut *tx).await?;
    }
    Ok(())
}

async fn insert(tx: &mut PgConnection, user: &ImportedUser, id: i64) -> Result<(), sqlx::Error> {
    sqlx::query(INSERT)
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
        .bind(user.share_user_id)
        .bind(user.last_login_ms)
        .bind(&user.last_login_ip)
        .bind(user.created_ms)
        .bind(user.now_ms)
        .execute(tx)
        .await?;
    Ok(())
}

fn constraint(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error()?.constraint()
}
