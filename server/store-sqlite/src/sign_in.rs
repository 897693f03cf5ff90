//! Stores a login: user, session_key, session and, for a new user, the demo's links. All or nothing.

use async_trait::async_trait;
use identity::{LoginWritten, Membership, NewLogin, SESSION_BATCH, SessionId, User};
use sqlx::{Row, SqliteConnection, SqlitePool};

use crate::devices::trim;
use crate::group_commit::Write;
use crate::session_keys;
use crate::user_row::{self, user_columns};

const FIND: &str = concat!("SELECT ", user_columns!(), " FROM user WHERE realm = ?1 AND openid = ?2");

const INSERT: &str = concat!(
    "INSERT INTO user (realm, openid, unionid, nick_name, avatar, gender, country, province, city, language, ",
    "share_user_id, last_login_ms, last_login_ip, created_ms, updated_ms) ",
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, (SELECT id FROM user WHERE id = ?11 AND realm = ?1), ?12, ?13, ?12, ?12) ",
    "RETURNING ",
    user_columns!()
);

/// A name or an avatar is taken only where there is none yet; a client never overwrites what the user chose here.
const REFRESH: &str = concat!(
    "UPDATE user SET ",
    "nick_name = CASE WHEN ?3 <> '' AND nick_name IN ('', '微信用户') THEN ?3 ELSE nick_name END, ",
    "avatar = CASE WHEN avatar = '' THEN ?4 ELSE avatar END, ",
    "unionid = coalesce(?5, unionid), last_login_ms = ?6, last_login_ip = ?7, updated_ms = ?6 ",
    "WHERE realm = ?1 AND openid = ?2 AND status = 0 ",
    "RETURNING ",
    user_columns!()
);

/// First those that would be too many with the new one. Both in one call: every further one is two switches between threads.
const OPEN_SESSION: &str = concat!(
    trim!(),
    "; INSERT INTO session (user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms, idle_ends_ms, ",
    "absolute_ends_ms) VALUES (?1, ?5, ?6, ?7, ?8, ?2, ?2, min(?9, ?10), ?10)"
);

/// The `SELECT` skips a meeting that is not there.
const JOIN_MEETING: &str = "INSERT OR IGNORE INTO meeting_member (meeting_id, user_id, role, visitor, created_ms) \
    SELECT id, ?2, ?3, 1, ?4 FROM meeting WHERE id = ?1";

const JOIN_VOTE: &str = "INSERT OR IGNORE INTO vote_member (vote_id, user_id, role, visitor, created_ms) \
    SELECT id, ?2, ?3, 1, ?4 FROM vote WHERE id = ?1";

/// Every statement is two switches between threads, so a login of a known user is as few as it can be. The transaction has
/// the lock before the first read, so that two first logins of one openid come one after the other.
pub(crate) struct SignIn(pub(crate) NewLogin);

#[async_trait]
impl Write for SignIn {
    type Done = LoginWritten;

    async fn write(&self, tx: &mut SqliteConnection) -> Result<LoginWritten, sqlx::Error> {
        let login = &self.0;
        let user = if let Some(user) = refresh(tx, login).await? {
            session_keys::keep(tx, user.id, &login.session_key, login.now_ms).await?;
            user
        } else if let Some(user) = find(tx, login).await? {
            // one that is not active; nothing was written
            return Ok(LoginWritten { user, ended: 0 });
        } else {
            let user = insert(tx, login).await?;
            for membership in &login.memberships {
                join(tx, user.id, *membership, login.now_ms).await?;
            }
            session_keys::add(tx, user.id, &login.session_key, login.now_ms).await?;
            user
        };
        let ended = open_session(tx, user.id, login).await?;
        Ok(LoginWritten { user, ended })
    }
}

pub(crate) async fn referrer(readers: &SqlitePool, user_id: i64) -> Result<Option<i64>, sqlx::Error> {
    let row = sqlx::query("SELECT share_user_id FROM user WHERE id = ?1").bind(user_id).fetch_optional(readers).await?;
    row.map_or(Ok(None), |row| row.try_get("share_user_id"))
}

async fn find(tx: &mut SqliteConnection, login: &NewLogin) -> Result<Option<User>, sqlx::Error> {
    let row = sqlx::query(FIND).bind(login.realm.as_str()).bind(&login.openid).fetch_optional(tx).await?;
    row.as_ref().map(user_row::user).transpose()
}

async fn insert(tx: &mut SqliteConnection, login: &NewLogin) -> Result<User, sqlx::Error> {
    let row = sqlx::query(INSERT)
        .bind(login.realm.as_str())
        .bind(&login.openid)
        .bind(login.unionid.as_deref())
        .bind(&login.profile.nick_name)
        .bind(&login.profile.avatar)
        .bind(login.profile.gender)
        .bind(&login.profile.country)
        .bind(&login.profile.province)
        .bind(&login.profile.city)
        .bind(&login.profile.language)
        .bind(login.share_user_id)
        .bind(login.now_ms)
        .bind(login.origin.ip.to_string())
        .fetch_one(tx)
        .await?;
    user_row::user(&row)
}

/// The user as stored now, if there is an active one.
async fn refresh(tx: &mut SqliteConnection, login: &NewLogin) -> Result<Option<User>, sqlx::Error> {
    let row = sqlx::query(REFRESH)
        .bind(login.realm.as_str())
        .bind(&login.openid)
        .bind(&login.profile.nick_name)
        .bind(&login.profile.avatar)
        .bind(login.unionid.as_deref())
        .bind(login.now_ms)
        .bind(login.origin.ip.to_string())
        .fetch_optional(tx)
        .await?;
    row.as_ref().map(user_row::user).transpose()
}

/// How many older ones ended.
async fn open_session(tx: &mut SqliteConnection, user_id: i64, login: &NewLogin) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(OPEN_SESSION)
        .bind(user_id)
        .bind(login.now_ms)
        .bind(login.max_sessions.saturating_sub(1))
        .bind(SESSION_BATCH)
        .bind(SessionId::of(&login.token_hash).as_bytes().as_slice())
        .bind(login.token_hash.as_bytes().as_slice())
        .bind(&login.origin.device)
        .bind(login.origin.ip.to_string())
        .bind(login.idle_ends_ms)
        .bind(login.absolute_ends_ms)
        .execute(tx)
        .await?;
    // the rows of both: the new one too
    Ok(done.rows_affected().saturating_sub(1))
}

async fn join(tx: &mut SqliteConnection, user_id: i64, membership: Membership, now_ms: i64) -> Result<(), sqlx::Error> {
    let (sql, id, role) = match membership {
        Membership::MeetingHost(id) => (JOIN_MEETING, id, 0_i64),
        Membership::MeetingGuest(id) => (JOIN_MEETING, id, 1),
        Membership::VotePublisher(id) => (JOIN_VOTE, id, 0),
        Membership::VoteVoter(id) => (JOIN_VOTE, id, 1),
    };
    sqlx::query(sql).bind(id).bind(user_id).bind(role).bind(now_ms).execute(tx).await?;
    Ok(())
}
