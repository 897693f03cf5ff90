//! A login is written down: user, session_key, session and, for a new user, the demo's links. All or nothing.

use identity::{Membership, NewLogin, SessionId, Status, User};
use sqlx::{PgConnection, PgPool, Row};

use crate::session_keys;
use crate::user_row::{self, user_columns};

/// Locks the row, so that logins of one user come one after the other, and a status that is being set is waited for.
const FIND: &str =
    concat!("SELECT ", user_columns!(), " FROM users u WHERE u.realm = $1 AND u.openid = $2 FOR NO KEY UPDATE");

const INSERT: &str = "INSERT INTO users (realm, openid, unionid, nick_name, avatar, gender, country, province, city, \
    language, share_user_id, last_login_ms, last_login_ip, created_ms, updated_ms) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (SELECT id FROM users WHERE id = $11 AND realm = $1), $12, $13, $12, $12) \
    RETURNING id";

/// A name or an avatar is taken only where there is none yet; a client never overwrites what the user chose here.
const REFRESH: &str = "UPDATE users SET \
    nick_name = CASE WHEN $2 <> '' AND nick_name IN ('', '微信用户') THEN $2 ELSE nick_name END, \
    avatar = CASE WHEN avatar = '' THEN $3 ELSE avatar END, \
    unionid = coalesce($4, unionid), last_login_ms = $5, last_login_ip = $6, updated_ms = $5 WHERE id = $1";

const OPEN_SESSION: &str = "INSERT INTO session (user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms, \
    idle_ends_ms, absolute_ends_ms) VALUES ($1, $2, $3, $4, $5, $6, $6, least($7, $8), $8)";

/// Nobody can use these any more; a login is the moment to drop them, so that no job is needed for it.
const DROP_ENDED: &str = "DELETE FROM session WHERE user_id = $1 AND idle_ends_ms <= $2";

/// The `SELECT` skips a meeting that is not there.
const JOIN_MEETING: &str = "INSERT INTO meeting_member (meeting_id, user_id, role, visitor, created_ms) \
    SELECT id, $2, $3, 1, $4 FROM meeting WHERE id = $1 ON CONFLICT DO NOTHING";

const JOIN_VOTE: &str = "INSERT INTO vote_member (vote_id, user_id, role, visitor, created_ms) \
    SELECT id, $2, $3, 1, $4 FROM vote WHERE id = $1 ON CONFLICT DO NOTHING";

pub(crate) async fn sign_in(pool: &PgPool, login: &NewLogin) -> Result<User, sqlx::Error> {
    let mut tx = pool.begin().await?;
    match find(&mut tx, login).await? {
        Some(user) if user.status != Status::Active => {
            tx.rollback().await?;
            return Ok(user);
        }
        Some(user) => refresh(&mut tx, user.id, login).await?,
        None => {
            // Of two first logins at once the second is refused by the unique index, and finds the row at its next try.
            let user_id = insert(&mut tx, login).await?;
            for membership in &login.memberships {
                join(&mut tx, user_id, *membership, login.now_ms).await?;
            }
        }
    }
    // Read again rather than guessed: the answer is what is stored.
    let user = find(&mut tx, login).await?.ok_or(sqlx::Error::RowNotFound)?;
    session_keys::keep(&mut tx, user.id, &login.session_key, login.now_ms).await?;
    open_session(&mut tx, user.id, login).await?;
    tx.commit().await?;
    Ok(user)
}

pub(crate) async fn shared_by(pool: &PgPool, user_id: i64) -> Result<Option<i64>, sqlx::Error> {
    let row = sqlx::query("SELECT share_user_id FROM users WHERE id = $1").bind(user_id).fetch_optional(pool).await?;
    row.map_or(Ok(None), |row| row.try_get("share_user_id"))
}

async fn find(tx: &mut PgConnection, login: &NewLogin) -> Result<Option<User>, sqlx::Error> {
    let row = sqlx::query(FIND).bind(login.realm.as_str()).bind(&login.openid).fetch_optional(tx).await?;
    row.as_ref().map(user_row::user).transpose()
}

async fn insert(tx: &mut PgConnection, login: &NewLogin) -> Result<i64, sqlx::Error> {
    let row = sqlx::query(INSERT)
        .bind(login.realm.as_str())
        .bind(&login.openid)
        .bind(login.unionid.as_deref())
        .bind(&login.nick_name)
        .bind(&login.avatar)
        .bind(login.gender)
        .bind(&login.country)
        .bind(&login.province)
        .bind(&login.city)
        .bind(&login.language)
        .bind(login.share_user_id)
        .bind(login.now_ms)
        .bind(login.origin.ip.to_string())
        .fetch_one(tx)
        .await?;
    row.try_get("id")
}

async fn refresh(tx: &mut PgConnection, user_id: i64, login: &NewLogin) -> Result<(), sqlx::Error> {
    sqlx::query(REFRESH)
        .bind(user_id)
        .bind(&login.nick_name)
        .bind(&login.avatar)
        .bind(login.unionid.as_deref())
        .bind(login.now_ms)
        .bind(login.origin.ip.to_string())
        .execute(tx)
        .await?;
    Ok(())
}

async fn open_session(tx: &mut PgConnection, user_id: i64, login: &NewLogin) -> Result<(), sqlx::Error> {
    sqlx::query(DROP_ENDED).bind(user_id).bind(login.now_ms).execute(&mut *tx).await?;
    sqlx::query(OPEN_SESSION)
        .bind(user_id)
        .bind(SessionId::of(&login.token_hash).as_bytes().as_slice())
        .bind(login.token_hash.as_bytes().as_slice())
        .bind(&login.origin.device)
        .bind(login.origin.ip.to_string())
        .bind(login.now_ms)
        .bind(login.idle_ends_ms)
        .bind(login.absolute_ends_ms)
        .execute(tx)
        .await?;
    Ok(())
}

async fn join(tx: &mut PgConnection, user_id: i64, membership: Membership, now_ms: i64) -> Result<(), sqlx::Error> {
    let (sql, id, role) = match membership {
        Membership::MeetingHost(id) => (JOIN_MEETING, id, 0_i64),
        Membership::MeetingGuest(id) => (JOIN_MEETING, id, 1),
        Membership::VotePublisher(id) => (JOIN_VOTE, id, 0),
        Membership::VoteVoter(id) => (JOIN_VOTE, id, 1),
    };
    sqlx::query(sql).bind(id).bind(user_id).bind(role).bind(now_ms).execute(tx).await?;
    Ok(())
}
