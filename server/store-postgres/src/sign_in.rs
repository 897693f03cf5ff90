//! Stores a login: user, session_key, session and, for a new user, the demo's links. One statement, so that it is
//! all or nothing and one way to the database and back; a CTE does not see what another one writes, hence one statement for
//! a user who is known and one for a new one. Nor does it see what another login wrote while it waited for the user's row:
//! then it writes nothing, and once more under a lock that is taken before.

use identity::{LoginWritten, Membership, NewLogin, SESSION_BATCH, SessionId, Status, User};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::{Connection, PgPool, Postgres, Row};

use crate::session_keys::MAX_AGE_MS;
use crate::user_row::{self, user_columns};

/// How often a login is tried that finds its user neither known nor new: one that another node makes or deletes meanwhile.
const TRIES: u32 = 5;

const LOCK: &str = "SELECT id FROM users WHERE realm = $1 AND openid = $2 FOR NO KEY UPDATE";

const FIND: &str = concat!("SELECT ", user_columns!(), " FROM users WHERE realm = $1 AND openid = $2");

/// What follows `u`, the user's row: the session_key, the session, and the row as it is stored.
macro_rules! key_and_session {
    ($ended:literal) => {
        concat!(
            ", kept AS (INSERT INTO session_key (user_id, key_id, sealed, fingerprint, created_ms)",
            " SELECT id, $9, $10, $8, $6 FROM u)",
            ", opened AS (INSERT INTO session (user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms,",
            " idle_ends_ms, absolute_ends_ms) SELECT id, $12, $13, $14, $7, $6, $6, least($15, $16), $16 FROM u) ",
            "SELECT ",
            user_columns!(),
            ", ",
            $ended,
            " AS ended FROM u"
        )
    };
}

/// A name or an avatar is taken only where there is none yet; a client never overwrites what the user chose here. The row
/// is locked: logins of one user come one after the other, and a status that is being set is waited for.
///
/// Of the keys the one that came again makes room for itself, and the two newest others stay. (People log in often and
/// WeChat's key changes rarely: a known key pushes no other out.)
///
/// Of the sessions those go that would be too many with the new one. They are those of the moment at which the statement
/// began: where another login has changed the user since (`xmin` is another), they may be too few, and nothing is written.
const KNOWN: &str = concat!(
    "WITH u AS (UPDATE users SET ",
    "nick_name = CASE WHEN $4 <> '' AND nick_name IN ('', '微信用户') THEN $4 ELSE nick_name END, ",
    "avatar = CASE WHEN avatar = '' THEN $5 ELSE avatar END, ",
    "unionid = coalesce($3, unionid), last_login_ms = $6, last_login_ip = $7, updated_ms = $6 ",
    "WHERE realm = $1 AND openid = $2 AND status = 0 ",
    "AND xmin = (SELECT xmin FROM users WHERE realm = $1 AND openid = $2) RETURNING *)",
    ", ended AS (DELETE FROM session WHERE id IN (SELECT o.id FROM u, LATERAL (SELECT id FROM session",
    " WHERE user_id = u.id AND idle_ends_ms > $6 ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC",
    " LIMIT $18 OFFSET $17) o) RETURNING 1)",
    ", dropped AS (DELETE FROM session_key k USING u WHERE k.user_id = u.id AND (k.fingerprint = $8",
    " OR k.created_ms < $11 OR k.id NOT IN (SELECT max(id) FROM session_key WHERE user_id = u.id AND fingerprint <> $8",
    " GROUP BY fingerprint ORDER BY max(id) DESC LIMIT 2)))",
    key_and_session!("(SELECT count(*) FROM ended)")
);

/// Not for an existing user: an id that is drawn for nothing is a gap. Of two concurrent first logins the second writes
/// nothing, and finds the row at its next try. The referrer is looked up only if there is one: a database without
/// statistics reads the whole realm for it. The joins skip a meeting or a vote that is not there.
const NEW: &str = concat!(
    "WITH u AS (INSERT INTO users (realm, openid, unionid, nick_name, avatar, gender, country, province, city, language, ",
    "share_user_id, last_login_ms, last_login_ip, created_ms, updated_ms) ",
    "SELECT $1, $2, $3, $4, $5, $17, $18, $19, $20, $21, ",
    "CASE WHEN $22 IS NOT NULL THEN (SELECT id FROM users WHERE id = $22 AND realm = $1) END, $6, $7, $6, $6 ",
    "WHERE NOT EXISTS (SELECT 1 FROM users WHERE realm = $1 AND openid = $2) ",
    "ON CONFLICT (realm, openid) DO NOTHING RETURNING *)",
    ", meetings AS (INSERT INTO meeting_member (meeting_id, user_id, role, visitor, created_ms)",
    " SELECT m.id, u.id, j.role, 1, $6 FROM u, unnest($23, $24) j (id, role) JOIN meeting m ON m.id = j.id",
    " ON CONFLICT DO NOTHING)",
    ", votes AS (INSERT INTO vote_member (vote_id, user_id, role, visitor, created_ms)",
    " SELECT v.id, u.id, j.role, 1, $6 FROM u, unnest($25, $26) j (id, role) JOIN vote v ON v.id = j.id",
    " ON CONFLICT DO NOTHING)",
    key_and_session!("0::bigint")
);

pub(crate) async fn sign_in(pool: &PgPool, login: &NewLogin) -> Result<LoginWritten, sqlx::Error> {
    let mut connection = pool.acquire().await?;
    for _ in 0..TRIES {
        if let Some(written) = written(known(login).fetch_optional(&mut *connection).await?)? {
            return Ok(written);
        }
        if let Some(written) = written(first(login).fetch_optional(&mut *connection).await?)? {
            return Ok(written);
        }
        let find = sqlx::query(FIND).bind(login.realm.as_str()).bind(&login.openid);
        match user(find.fetch_optional(&mut *connection).await?)? {
            Some(user) if user.status != Status::Active => return Ok(LoginWritten { user, ended: 0 }),
            // another login of theirs came in between
            Some(_) => {
                let mut tx = connection.begin().await?;
                sqlx::query(LOCK).bind(login.realm.as_str()).bind(&login.openid).execute(&mut *tx).await?;
                if let Some(written) = written(known(login).fetch_optional(&mut *tx).await?)? {
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

pub(crate) async fn referrer(pool: &PgPool, user_id: i64) -> Result<Option<i64>, sqlx::Error> {
    let row = sqlx::query("SELECT share_user_id FROM users WHERE id = $1").bind(user_id).fetch_optional(pool).await?;
    row.map_or(Ok(None), |row| row.try_get("share_user_id"))
}

fn user(row: Option<PgRow>) -> Result<Option<User>, sqlx::Error> {
    row.as_ref().map(user_row::user).transpose()
}

fn written(row: Option<PgRow>) -> Result<Option<LoginWritten>, sqlx::Error> {
    let Some(row) = row else { return Ok(None) };
    let ended: i64 = row.try_get("ended")?;
    Ok(Some(LoginWritten { user: user_row::user(&row)?, ended: u64::try_from(ended).unwrap_or_default() }))
}

fn known(login: &NewLogin) -> Query<'_, Postgres, PgArguments> {
    let others = login.max_sessions.saturating_sub(1);
    bound(KNOWN, login).bind(i64::from(others)).bind(i64::from(SESSION_BATCH))
}

/// With the parameters that both statements have, $1 to $16.
fn bound<'q>(sql: &'static str, login: &'q NewLogin) -> Query<'q, Postgres, PgArguments> {
    let key = &login.session_key;
    sqlx::query(sql)
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
        .bind(login.now_ms.saturating_sub(MAX_AGE_MS))
        .bind(SessionId::of(&login.token_hash).as_bytes().to_vec())
        .bind(login.token_hash.as_bytes().as_slice())
        .bind(&login.origin.device)
        .bind(login.idle_ends_ms)
        .bind(login.absolute_ends_ms)
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
    bound(NEW, login)
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
