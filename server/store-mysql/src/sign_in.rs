//! Stores a login: user, session_key, session and, for a new user, the demo's links. All or nothing.

use identity::{LoginWritten, Membership, NewLogin, Realm, SessionId, Status, User};
use sqlx::{Connection, MySqlConnection, MySqlPool, Row};

use crate::error::is_unique_violation;
use crate::user_row::{self, user_columns};
use crate::{devices, session_keys};

/// With the user comes whether one more session is one too many, so that a login is one query less. The row is locked since before,
/// so the sessions of logins before this one are seen; one that has this login's token is its own, see [`IS_OPEN`].
const FIND: &str = concat!(
    "SELECT ",
    user_columns!(),
    ", (SELECT 1 FROM session s FORCE INDEX (session_recent) WHERE s.user_id = u.id AND s.idle_ends_ms > ? ",
    "AND s.token_hash <> ? ORDER BY s.last_seen_ms DESC, s.idle_ends_ms DESC, s.id DESC LIMIT 1 OFFSET ?) AS surplus ",
    "FROM user u WHERE u.realm = ? AND u.openid = ? FOR UPDATE"
);

/// MySQL takes no subselect of the table that it inserts into. Locked, so that the foreign key holds.
const REFERRER: &str = "SELECT id FROM user WHERE id = ? AND realm = ? LOCK IN SHARE MODE";

const INSERT: &str = "INSERT INTO user (realm, openid, unionid, nick_name, avatar, gender, country, province, city, \
    language, share_user_id, last_login_ms, last_login_ip, created_ms, updated_ms) \
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// A name or an avatar is taken only where there is none yet; a client never overwrites what the user chose here. (By bytes:
/// `utf8mb4_bin` takes a name with a space at its end for the placeholder.) The row
/// is locked: logins of one user come one after the other, and a status that is being set is waited for.
const REFRESH: &str = "UPDATE user SET \
    nick_name = CASE WHEN ? <> '' AND CAST(nick_name AS BINARY) IN ('', '微信用户') THEN ? ELSE nick_name END, \
    avatar = CASE WHEN avatar = '' THEN ? ELSE avatar END, \
    unionid = coalesce(?, unionid), last_login_ms = ?, last_login_ip = ?, updated_ms = ? \
    WHERE realm = ? AND openid = ? AND status = 0";

/// A token is 32 random bytes: a session that has it already is this login's own, of an attempt whose COMMIT was done but
/// not acknowledged.
const IS_OPEN: &str = "SELECT id FROM session WHERE token_hash = ? AND user_id = ?";

const OPEN_SESSION: &str = "INSERT INTO session (user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms, \
    idle_ends_ms, absolute_ends_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// The `SELECT` skips a meeting that is not there.
const JOIN_MEETING: &str = "INSERT INTO meeting_member (meeting_id, user_id, role, visitor, created_ms) \
    SELECT id, ?, ?, 1, ? FROM meeting WHERE id = ? ON DUPLICATE KEY UPDATE meeting_member.role = meeting_member.role";

const JOIN_VOTE: &str = "INSERT INTO vote_member (vote_id, user_id, role, visitor, created_ms) \
    SELECT id, ?, ?, 1, ? FROM vote WHERE id = ? ON DUPLICATE KEY UPDATE vote_member.role = vote_member.role";

/// A login alone; those of known users go together where several wait, see [`crate::known_logins`].
pub(crate) async fn sign_in(connection: &mut MySqlConnection, login: &NewLogin) -> Result<LoginWritten, sqlx::Error> {
    let mut tx = connection.begin().await?;
    let mut is_known = refresh(&mut tx, login).await?;
    // Read rather than computed: the result is the stored row.
    let mut found = find(&mut tx, login).await?;
    if !is_known {
        match found {
            Some((user, _)) if user.status != Status::Active => {
                tx.rollback().await?;
                return Ok(LoginWritten { user, ended: 0 });
            }
            // Another node made it between the two statements; now this transaction holds its lock.
            Some(_) => is_known = refresh(&mut tx, login).await?,
            None => {
                // Of two first logins at once the second is refused by the unique key, and finds the row at its next try.
                let user_id = insert(&mut tx, login).await?;
                for membership in &login.memberships {
                    join(&mut tx, user_id, *membership, login.now_ms).await?;
                }
            }
        }
        found = find(&mut tx, login).await?;
    }
    let (user, has_surplus) = found.ok_or(sqlx::Error::RowNotFound)?;
    session_keys::keep(&mut tx, user.id, &login.session_key, login.now_ms, is_known).await?;
    open_session(&mut tx, user.id, login).await?;
    let ended = if has_surplus {
        devices::trim(&mut tx, user.id, login.now_ms, others(login), login.token_hash.as_bytes()).await?
    } else {
        0
    };
    tx.commit().await?;
    Ok(LoginWritten { user, ended })
}

pub(crate) async fn referrer(pool: &MySqlPool, user_id: i64) -> Result<Option<i64>, sqlx::Error> {
    let row = sqlx::query("SELECT share_user_id FROM user WHERE id = ?").bind(user_id).fetch_optional(pool).await?;
    row.map_or(Ok(None), |row| row.try_get("share_user_id"))
}

/// The referrer, if it is an account of the realm.
pub(crate) async fn existing_referrer(
    tx: &mut MySqlConnection,
    realm: &Realm,
    user_id: Option<i64>,
) -> Result<Option<i64>, sqlx::Error> {
    let Some(user_id) = user_id else { return Ok(None) };
    let row = sqlx::query(REFERRER).bind(user_id).bind(realm.as_str()).fetch_optional(tx).await?;
    row.map(|row| row.try_get("id")).transpose()
}

/// How many sessions may be there beside the new one.
pub(crate) fn others(login: &NewLogin) -> u32 {
    login.max_sessions.saturating_sub(1)
}

/// The user, and whether the sessions leave no room for one more.
async fn find(tx: &mut MySqlConnection, login: &NewLogin) -> Result<Option<(User, bool)>, sqlx::Error> {
    let find = sqlx::query(FIND).bind(login.now_ms).bind(login.token_hash.as_bytes().as_slice()).bind(others(login));
    let row = find.bind(login.realm.as_str()).bind(&login.openid).fetch_optional(tx).await?;
    row.map(|row| Ok((user_row::user(&row)?, row.try_get::<Option<i64>, _>("surplus")?.is_some()))).transpose()
}

async fn insert(tx: &mut MySqlConnection, login: &NewLogin) -> Result<i64, sqlx::Error> {
    let referrer = existing_referrer(tx, &login.realm, login.share_user_id).await?;
    let done = sqlx::query(INSERT)
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
        .bind(referrer)
        .bind(login.now_ms)
        .bind(login.origin.ip.to_string())
        .bind(login.now_ms)
        .bind(login.now_ms)
        .execute(tx)
        .await?;
    i64::try_from(done.last_insert_id()).map_err(|error| sqlx::Error::Decode(Box::new(error)))
}

/// Whether there is an active user.
async fn refresh(tx: &mut MySqlConnection, login: &NewLogin) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(REFRESH)
        .bind(&login.profile.nick_name)
        .bind(&login.profile.nick_name)
        .bind(&login.profile.avatar)
        .bind(login.unionid.as_deref())
        .bind(login.now_ms)
        .bind(login.origin.ip.to_string())
        .bind(login.now_ms)
        .bind(login.realm.as_str())
        .bind(&login.openid)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

async fn open_session(tx: &mut MySqlConnection, user_id: i64, login: &NewLogin) -> Result<(), sqlx::Error> {
    let hash = login.token_hash.as_bytes().as_slice();
    let open = sqlx::query(OPEN_SESSION)
        .bind(user_id)
        .bind(SessionId::of(&login.token_hash).as_bytes().as_slice())
        .bind(hash)
        .bind(&login.origin.device)
        .bind(login.origin.ip.to_string())
        .bind(login.now_ms)
        .bind(login.now_ms)
        .bind(login.idle_ends_ms.min(login.absolute_ends_ms))
        .bind(login.absolute_ends_ms);
    match open.execute(&mut *tx).await {
        Err(error) if is_unique_violation(&error) => {
            sqlx::query(IS_OPEN).bind(hash).bind(user_id).fetch_one(tx).await.map(drop)
        }
        outcome => outcome.map(drop),
    }
}

async fn join(tx: &mut MySqlConnection, user_id: i64, membership: Membership, now_ms: i64) -> Result<(), sqlx::Error> {
    let (sql, id, role) = match membership {
        Membership::MeetingHost(id) => (JOIN_MEETING, id, 0_i64),
        Membership::MeetingGuest(id) => (JOIN_MEETING, id, 1),
        Membership::VotePublisher(id) => (JOIN_VOTE, id, 0),
        Membership::VoteVoter(id) => (JOIN_VOTE, id, 1),
    };
    sqlx::query(sql).bind(user_id).bind(role).bind(now_ms).bind(id).execute(tx).await?;
    Ok(())
}
