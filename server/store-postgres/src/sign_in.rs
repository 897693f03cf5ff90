//! Stores a login: user, session_key, session and, for a new user, the demo's links. One statement, so that it is
//! all or nothing and one way to the database and back; a CTE does not see what another one writes, hence one statement for
//! users who are known and one for a new one. Nor does it see what another login wrote while it waited for the user's row:
//! then it writes nothing, and once more under a lock that is taken before.

use std::slice;

use identity::{LoginWritten, Membership, NewLogin, SessionId, Status, User};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::{Connection, PgConnection, PgPool, Postgres, Row};

use crate::known_logins;
use crate::user_row::{self, user_columns};

/// How often a login is tried that finds its user neither known nor new: one that another node makes or deletes meanwhile.
const TRIES: u32 = 5;

const LOCK: &str = "SELECT id FROM users WHERE realm = $1 AND openid = $2 FOR NO KEY UPDATE";

const FIND: &str = concat!("SELECT ", user_columns!(), " FROM users WHERE realm = $1 AND openid = $2");

/// Not for an existing user: an id that is drawn for nothing is a gap. Of two concurrent first logins the second writes
/// nothing, and finds the row at its next try. The referrer is looked up only if there is one: a database without
/// statistics reads the whole realm for it. The joins skip a meeting or a vote that is not there.
const NEW: &str = concat!(
    "WITH u AS (INSERT INTO users (realm, openid, unionid, nick_name, avatar, gender, country, province, city, language, ",
    "share_user_id, last_login_ms, last_login_ip, created_ms, updated_ms) ",
    "SELECT $1, $2, $3, $4, $5, $16, $17, $18, $19, $20, ",
    "CASE WHEN $21 IS NOT NULL THEN (SELECT id FROM users WHERE id = $21 AND realm = $1) END, $6, $7, $6, $6 ",
    "WHERE NOT EXISTS (SELECT 1 FROM users WHERE realm = $1 AND openid = $2) ",
    "ON CONFLICT (realm, openid) DO NOTHING RETURNING *)",
    ", meetings AS (INSERT INTO meeting_member (meeting_id, user_id, role, visitor, created_ms)",
    " SELECT m.id, u.id, j.role, 1, $6 FROM u, unnest($22, $23) j (id, role) JOIN meeting m ON m.id = j.id",
    " ON CONFLICT DO NOTHING)",
    ", votes AS (INSERT INTO vote_member (vote_id, user_id, role, visitor, created_ms)",
    " SELECT v.id, u.id, j.role, 1, $6 FROM u, unnest($24, $25) j (id, role) JOIN vote v ON v.id = j.id",
    " ON CONFLICT DO NOTHING)",
    ", kept AS (INSERT INTO session_key (user_id, key_id, sealed, fingerprint, created_ms)",
    " SELECT id, $9, $10, $8, $6 FROM u)",
    ", opened AS (INSERT INTO session (user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms,",
    " idle_ends_ms, absolute_ends_ms) SELECT id, $11, $12, $13, $7, $6, $6, least($14, $15), $15 FROM u) ",
    "SELECT ",
    user_columns!(),
    " FROM u"
);

/// A login alone: mostly of a new user, since those of known users go together, see [`crate::known_logins`].
pub(crate) async fn sign_in(pool: &PgPool, login: &NewLogin) -> Result<LoginWritten, sqlx::Error> {
    let mut connection = pool.acquire().await?;
    for _ in 0..TRIES {
        if let Some(user) = user(first(login).fetch_optional(&mut *connection).await?)? {
            return Ok(LoginWritten { user, ended: 0 });
        }
        if let Some(written) = known_login(&mut connection, login).await? {
            return Ok(written);
        }
        let find = sqlx::query(FIND).bind(login.realm.as_str()).bind(&login.openid);
        match user(find.fetch_optional(&mut *connection).await?)? {
            Some(user) if user.status != Status::Active => return Ok(LoginWritten { user, ended: 0 }),
            // another login of theirs came in between
            Some(_) => {
                let mut tx = connection.begin().await?;
                sqlx::query(LOCK).bind(login.realm.as_str()).bind(&login.openid).execute(&mut *tx).await?;
                if let Some(written) = known_login(&mut tx, login).await? {
                    tx.commit().await?;
                    return Ok(written);
                }
                tx.rollback().await?;
            }
            None => {}
        }
    }
    Err(sqlx::Error::RowNotFound)
}

async fn known_login(connection: &mut PgConnection, login: &NewLogin) -> Result<Option<LoginWritten>, sqlx::Error> {
    Ok(known_logins::write(connection, slice::from_ref(login)).await?.pop().flatten())
}

pub(crate) async fn referrer(pool: &PgPool, user_id: i64) -> Result<Option<i64>, sqlx::Error> {
    let row = sqlx::query("SELECT share_user_id FROM users WHERE id = $1").bind(user_id).fetch_optional(pool).await?;
    row.map_or(Ok(None), |row| row.try_get("share_user_id"))
}

fn user(row: Option<PgRow>) -> Result<Option<User>, sqlx::Error> {
    row.as_ref().map(user_row::user).transpose()
}

fn first(login: &NewLogin) -> Query<'_, Postgres, PgArguments> {
    let (mut meetings, mut votes) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
    for membership in &login.memberships {
        let ((ids, roles), id, role) = match membership {
            Membership::MeetingHost(id) => (&mut meetings, *id, 0_i64),
            Membership::MeetingGuest(id) => (&mut meetings, *id, 1),
            Membership::VotePublisher(id) => (&mut votes, *id, 0),
            Membership::VoteVoter(id) => (&mut votes, *id, 1),
        };
        ids.push(id);
        roles.push(role);
    }
    let key = &login.session_key;
    sqlx::query(NEW)
        .bind(login.realm.as_str())
        .bind(&login.openid)
        .bind(login.unionid.as_deref())
        .bind(&login.profile.nick_name)
        .bind(&login.profile.avatar)
        .bind(login.now_ms)
        .bind(login.origin.ip.to_string())
        .bind(key.fingerprint.as_slice())
        .bind(&key.key_id)
        .bind(key.sealed.as_slice())
        .bind(SessionId::of(&login.token_hash).as_bytes().to_vec())
        .bind(login.token_hash.as_bytes().as_slice())
        .bind(&login.origin.device)
        .bind(login.idle_ends_ms)
        .bind(login.absolute_ends_ms)
        .bind(login.profile.gender)
        .bind(&login.profile.country)
        .bind(&login.profile.province)
        .bind(&login.profile.city)
        .bind(&login.profile.language)
        .bind(login.share_user_id)
        .bind(meetings.0)
        .bind(meetings.1)
        .bind(votes.0)
        .bind(votes.1)
}
