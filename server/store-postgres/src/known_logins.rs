//! Logins of users who are known, one or many, in one statement.

use std::collections::HashMap;

use batch::{Kept, LoginTransaction};
use identity::{LoginWritten, NewLogin, SESSION_BATCH, SessionId, TokenHash};
use sqlx::{PgConnection, Postgres, Row};

use crate::columns::fixed;
use crate::session_keys::MAX_AGE_MS;
use crate::timeouts::with_timeout;
use crate::user_row::{self, user_columns};

/// Takes an array for each value of a login, and returns the logins that it has written, by their tokens.
///
/// A name or an avatar is taken only where there is none yet; a client never overwrites what the user chose here. The row
/// is locked: logins of one user come one after the other. A user whom another transaction has is none for a batch: nobody else
/// waits for them.
///
/// Of the keys the one that came again makes room for itself, and the two newest others stay. (People log in often and
/// WeChat's key changes rarely: a known key pushes no other out.)
///
/// Of the sessions those go that would be too many with the new one. They are those of the moment at which the statement
/// began: where another login has changed the user since (`xmin` is another), they may be too few, and nothing is written.
const KNOWN: &str = concat!(
    "WITH l AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], ",
    "$8::bytea[], $9::text[], $10::bytea[], $11::bigint[], $12::bytea[], $13::bytea[], $14::text[], $15::bigint[], ",
    "$16::bigint[], $17::bigint[]) AS l (l_realm, l_openid, l_unionid, l_name, l_avatar, now_ms, l_ip, fingerprint, key_id, ",
    "sealed, oldest_ms, public_id, token_hash, device, idle_ms, absolute_ms, others))",
    ", locked AS (SELECT id AS user_id, l.* FROM l JOIN users ON realm = l_realm AND openid = l_openid WHERE status = 0",
    " AND users.xmin = (SELECT seen.xmin FROM users seen WHERE seen.id = users.id)",
    " FOR NO KEY UPDATE OF users SKIP LOCKED)",
    ", u AS (UPDATE users SET ",
    "nick_name = CASE WHEN l_name <> '' AND nick_name IN ('', '微信用户') THEN l_name ELSE nick_name END, ",
    "avatar = CASE WHEN avatar = '' THEN l_avatar ELSE avatar END, ",
    "unionid = coalesce(l_unionid, unionid), last_login_ms = now_ms, last_login_ip = l_ip, updated_ms = now_ms ",
    "FROM locked WHERE id = user_id RETURNING users.*, locked.*)",
    ", ended AS (DELETE FROM session WHERE id IN (SELECT o.id FROM u, LATERAL (SELECT id FROM session",
    " WHERE user_id = u.id AND idle_ends_ms > now_ms ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC",
    " LIMIT $18 OFFSET others) o) RETURNING user_id)",
    ", dropped AS (DELETE FROM session_key k USING u WHERE k.user_id = u.id AND (k.fingerprint = u.fingerprint",
    " OR k.created_ms < oldest_ms OR k.id NOT IN (SELECT max(o.id) FROM session_key o WHERE o.user_id = u.id",
    " AND o.fingerprint <> u.fingerprint GROUP BY o.fingerprint ORDER BY max(o.id) DESC LIMIT 2)))",
    ", kept AS (INSERT INTO session_key (user_id, key_id, sealed, fingerprint, created_ms)",
    " SELECT id, key_id, sealed, fingerprint, now_ms FROM u)",
    ", opened AS (INSERT INTO session (user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms,",
    " idle_ends_ms, absolute_ends_ms) SELECT id, public_id, token_hash, device, l_ip, now_ms, now_ms,",
    " least(idle_ms, absolute_ms), absolute_ms FROM u) ",
    "SELECT token_hash, ",
    user_columns!(),
    ", (SELECT count(*) FROM ended WHERE ended.user_id = u.id) AS ended FROM u"
);

/// Those that wait, together.
pub(crate) struct KnownLogins;

impl LoginTransaction for KnownLogins {
    type Database = Postgres;

    async fn write(
        &self,
        kept: &mut Kept<Postgres>,
        logins: &[NewLogin],
    ) -> Result<Vec<Option<LoginWritten>>, sqlx::Error> {
        with_timeout(async { write(kept.get().await?, logins).await }).await
    }
}

/// In the order of the logins; `None` for one that has written nothing: its user is new, may not log in, or logs in twice at
/// the same time.
pub(crate) async fn write(
    connection: &mut PgConnection,
    logins: &[NewLogin],
) -> Result<Vec<Option<LoginWritten>>, sqlx::Error> {
    fn each<'a, T>(logins: &'a [NewLogin], value: impl Fn(&'a NewLogin) -> T) -> Vec<T> {
        logins.iter().map(value).collect()
    }
    let rows = sqlx::query(KNOWN)
        .bind(each(logins, |login| login.realm.as_str()))
        .bind(each(logins, |login| login.openid.as_str()))
        .bind(each(logins, |login| login.unionid.as_deref()))
        .bind(each(logins, |login| login.profile.nick_name.as_str()))
        .bind(each(logins, |login| login.profile.avatar.as_str()))
        .bind(each(logins, |login| login.now_ms))
        .bind(each(logins, |login| login.origin.ip.to_string()))
        .bind(each(logins, |login| login.session_key.fingerprint.as_slice()))
        .bind(each(logins, |login| login.session_key.key_id.as_str()))
        .bind(each(logins, |login| login.session_key.sealed.as_slice()))
        .bind(each(logins, |login| login.now_ms.saturating_sub(MAX_AGE_MS)))
        .bind(each(logins, |login| SessionId::of(&login.token_hash).as_bytes().to_vec()))
        .bind(each(logins, |login| login.token_hash.as_bytes().as_slice()))
        .bind(each(logins, |login| login.origin.device.as_str()))
        .bind(each(logins, |login| login.idle_ends_ms))
        .bind(each(logins, |login| login.absolute_ends_ms))
        .bind(each(logins, |login| i64::from(login.max_sessions.saturating_sub(1))))
        .bind(i64::from(SESSION_BATCH))
        .fetch_all(connection)
        .await?;
    let mut written = HashMap::with_capacity(rows.len());
    for row in &rows {
        let ended: i64 = row.try_get("ended")?;
        let login = LoginWritten { user: user_row::user(row)?, ended: u64::try_from(ended).unwrap_or_default() };
        written.insert(TokenHash::from(fixed(row, "token_hash")?), login);
    }
    Ok(logins.iter().map(|login| written.remove(&login.token_hash)).collect())
}

#[cfg(test)]
#[path = "known_logins_tests.rs"]
mod tests;
