//! Logins of users who are known, many in one transaction. Each statement is for all of them, so that the way to the
//! database and the wait for its disk are shared.

use std::collections::HashMap;

use batch::{Kept, LoginTransaction};
use identity::{LoginWritten, NewLogin, Realm, SessionId, Status, User};
use sqlx::{Connection, MySql, MySqlConnection, QueryBuilder, Row};

use crate::columns::{fixed, text};
use crate::session_keys::MAX_AGE_MS;
use crate::sign_in;
use crate::timeouts::with_timeout;
use crate::user_row::{self, user_columns};

/// How many share a statement: one for each number is prepared on a connection, so there have to be few.
const CHUNK: usize = 16;
/// How many keys of a user stay beside the one of the login.
const OTHER_KEYS: usize = 2;

/// Those that wait, together.
pub(crate) struct KnownLogins;

impl LoginTransaction for KnownLogins {
    type Database = MySql;

    async fn write(
        &self,
        kept: &mut Kept<MySql>,
        logins: &[NewLogin],
    ) -> Result<Vec<Option<LoginWritten>>, sqlx::Error> {
        with_timeout(async { write(kept.get().await?, logins).await }).await
    }
}

async fn write(
    connection: &mut MySqlConnection,
    logins: &[NewLogin],
) -> Result<Vec<Option<LoginWritten>>, sqlx::Error> {
    // as the first; each user once
    let first = logins.first().map(shared);
    let mut chosen: Vec<&NewLogin> = logins.iter().filter(|login| Some(shared(login)) == first).collect();
    chosen.sort_by_key(|login| &login.openid);
    chosen.dedup_by_key(|login| &login.openid);
    let mut tx = connection.begin().await?;
    let mut written = HashMap::with_capacity(chosen.len());
    for chunk in chosen.chunks(CHUNK) {
        let known = lock(&mut tx, chunk).await?;
        if known.is_empty() {
            continue;
        }
        refresh(&mut tx, &known).await?;
        let (known, stored) = read(&mut tx, known).await?;
        if known.is_empty() {
            continue;
        }
        keep_keys(&mut tx, &known, &stored).await?;
        let surplus: Vec<i64> = stored.iter().filter_map(|stored| stored.surplus).collect();
        delete(&mut tx, "session", &surplus).await?;
        open_sessions(&mut tx, &known).await?;
        written.extend(known.iter().zip(stored).map(|(known, stored)| {
            let ended = u64::from(stored.surplus.is_some());
            (known.login.token_hash, LoginWritten { user: stored.user, ended })
        }));
    }
    tx.commit().await?;
    Ok(logins.iter().map(|login| written.remove(&login.token_hash)).collect())
}

/// What the statements have once for all logins.
fn shared(login: &NewLogin) -> (&Realm, u32) {
    (&login.realm, login.max_sessions)
}

/// A login whose user's row is locked.
struct Known<'a> {
    login: &'a NewLogin,
    user_id: i64,
}

/// Those of active users. The lock makes logins of one user come one after the other, so what the statements after it read is
/// what the logins before have left. A user whom another transaction has is none for a batch: nobody else waits for them.
async fn lock<'a>(tx: &mut MySqlConnection, logins: &[&'a NewLogin]) -> Result<Vec<Known<'a>>, sqlx::Error> {
    let Some(first) = logins.first() else { return Ok(Vec::new()) };
    let mut query = QueryBuilder::new("SELECT id, openid, status FROM user FORCE INDEX (user_openid) WHERE realm = ");
    query.push_bind(first.realm.as_str()).push(" AND openid IN (");
    list(&mut query, logins.iter().map(|login| login.openid.as_str()));
    let rows = query.push(") FOR UPDATE SKIP LOCKED").build().fetch_all(tx).await?;
    let mut ids = HashMap::with_capacity(rows.len());
    for row in &rows {
        if Status::from_column(row.try_get("status")?) == Status::Active {
            ids.insert(text(row, "openid")?, row.try_get("id")?);
        }
    }
    let known = logins.iter().filter_map(|login| Some(Known { login, user_id: *ids.get(&login.openid)? }));
    Ok(known.collect())
}

/// As `REFRESH` of a login alone: every row is there, so each of the inserts is an update.
async fn refresh(tx: &mut MySqlConnection, known: &[Known<'_>]) -> Result<(), sqlx::Error> {
    let mut query = QueryBuilder::new(
        "INSERT INTO user (id, realm, openid, unionid, nick_name, avatar, last_login_ms, last_login_ip, created_ms, updated_ms) ",
    );
    query.push_values(known, |mut row, Known { login, user_id }| {
        row.push_bind(user_id).push_bind(login.realm.as_str()).push_bind(&login.openid);
        row.push_bind(login.unionid.as_deref()).push_bind(&login.profile.nick_name).push_bind(&login.profile.avatar);
        row.push_bind(login.now_ms).push_bind(login.origin.ip.to_string());
        row.push_bind(login.now_ms).push_bind(login.now_ms);
    });
    query.push(
        " ON DUPLICATE KEY UPDATE nick_name = CASE WHEN VALUES(nick_name) <> '' \
         AND CAST(nick_name AS BINARY) IN ('', '微信用户') THEN VALUES(nick_name) ELSE nick_name END, \
         avatar = CASE WHEN avatar = '' THEN VALUES(avatar) ELSE avatar END, \
         unionid = coalesce(VALUES(unionid), unionid), last_login_ms = VALUES(last_login_ms), \
         last_login_ip = VALUES(last_login_ip), updated_ms = VALUES(updated_ms)",
    );
    query.build().execute(tx).await.map(drop)
}

/// A user as stored, what leaves no room for one more session, and the keys on record, the newest first.
struct Stored {
    user: User,
    surplus: Option<i64>,
    keys: Vec<Key>,
}

struct Key {
    id: i64,
    fingerprint: [u8; 16],
    created_ms: i64,
}

/// Read rather than computed: the result of a login is the stored row. In the order of the logins, without those of whose
/// account more than one session has to end: it is older than the limit, and for a login alone.
async fn read<'a>(
    tx: &mut MySqlConnection,
    known: Vec<Known<'a>>,
) -> Result<(Vec<Known<'a>>, Vec<Stored>), sqlx::Error> {
    let (now_ms, others) = known.first().map_or((0, 0), |Known { login, .. }| (login.now_ms, sign_in::others(login)));
    let mut query = QueryBuilder::new(concat!("SELECT ", user_columns!()));
    for (offset, name) in [(0, " AS surplus"), (1, " AS further")] {
        query.push(
            ", (SELECT s.id FROM session s FORCE INDEX (session_recent) WHERE s.user_id = u.id AND s.idle_ends_ms > ",
        );
        query.push_bind(now_ms).push(" ORDER BY s.last_seen_ms DESC, s.idle_ends_ms DESC, s.id DESC LIMIT 1 OFFSET ");
        query.push_bind(others.saturating_add(offset)).push(")").push(name);
    }
    query.push(" FROM user u WHERE id IN (");
    list(&mut query, known.iter().map(|known| known.user_id));
    let rows = query.push(")").build().fetch_all(&mut *tx).await?;
    let mut keys = keys(tx, &known).await?;
    let mut stored = HashMap::with_capacity(rows.len());
    for row in &rows {
        if row.try_get::<Option<i64>, _>("further")?.is_none() {
            let user = user_row::user(row)?;
            let keys = keys.remove(&user.id).unwrap_or_default();
            stored.insert(user.id, Stored { user, surplus: row.try_get("surplus")?, keys });
        }
    }
    Ok(known.into_iter().filter_map(|known| stored.remove(&known.user_id).map(|stored| (known, stored))).unzip())
}

async fn keys(tx: &mut MySqlConnection, known: &[Known<'_>]) -> Result<HashMap<i64, Vec<Key>>, sqlx::Error> {
    let mut query =
        QueryBuilder::new("SELECT id, user_id, fingerprint, created_ms FROM session_key WHERE user_id IN (");
    list(&mut query, known.iter().map(|known| known.user_id));
    let rows = query.push(") ORDER BY id DESC").build().fetch_all(tx).await?;
    let mut keys = HashMap::<i64, Vec<Key>>::with_capacity(known.len());
    for row in &rows {
        let (id, created_ms) = (row.try_get("id")?, row.try_get("created_ms")?);
        let key = Key { id, fingerprint: fixed(row, "fingerprint")?, created_ms };
        keys.entry(row.try_get("user_id")?).or_default().push(key);
    }
    Ok(keys)
}

/// The key of a login takes the place of the newest row if it is the same key, and else is a new row; a known key pushes no
/// other out. What is too old or too many goes.
async fn keep_keys(tx: &mut MySqlConnection, known: &[Known<'_>], stored: &[Stored]) -> Result<(), sqlx::Error> {
    let (mut places, mut dropped) = (Vec::with_capacity(known.len()), Vec::new());
    for (Known { login, .. }, Stored { keys, .. }) in known.iter().zip(stored) {
        let oldest_ms = login.now_ms.saturating_sub(MAX_AGE_MS);
        let is_same = |key: &&Key| key.fingerprint == login.session_key.fingerprint;
        let place = keys.first().filter(is_same).map(|key| key.id);
        let others = keys.iter().filter(|key| !is_same(key)).take(OTHER_KEYS);
        let stay: Vec<i64> = others.filter(|key| key.created_ms >= oldest_ms).map(|key| key.id).collect();
        dropped.extend(keys.iter().map(|key| key.id).filter(|id| Some(*id) != place && !stay.contains(id)));
        places.push(place);
    }
    delete(tx, "session_key", &dropped).await?;
    let mut query =
        QueryBuilder::new("INSERT INTO session_key (id, user_id, key_id, sealed, fingerprint, created_ms) ");
    query.push_values(known.iter().zip(places), |mut row, (Known { login, user_id }, place)| {
        let key = &login.session_key;
        row.push_bind(place).push_bind(user_id).push_bind(&key.key_id).push_bind(key.sealed.as_slice());
        row.push_bind(key.fingerprint.as_slice()).push_bind(login.now_ms);
    });
    query.push(
        " ON DUPLICATE KEY UPDATE key_id = VALUES(key_id), sealed = VALUES(sealed), fingerprint = VALUES(fingerprint), \
         created_ms = VALUES(created_ms)",
    );
    query.build().execute(tx).await.map(drop)
}

async fn open_sessions(tx: &mut MySqlConnection, known: &[Known<'_>]) -> Result<(), sqlx::Error> {
    let mut query = QueryBuilder::new(
        "INSERT INTO session (user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms, idle_ends_ms, \
         absolute_ends_ms) ",
    );
    query.push_values(known, |mut row, Known { login, user_id }| {
        row.push_bind(user_id).push_bind(SessionId::of(&login.token_hash).as_bytes().to_vec());
        row.push_bind(login.token_hash.as_bytes().as_slice()).push_bind(&login.origin.device);
        row.push_bind(login.origin.ip.to_string()).push_bind(login.now_ms).push_bind(login.now_ms);
        row.push_bind(login.idle_ends_ms.min(login.absolute_ends_ms)).push_bind(login.absolute_ends_ms);
    });
    query.build().execute(tx).await.map(drop)
}

async fn delete(tx: &mut MySqlConnection, table: &'static str, ids: &[i64]) -> Result<(), sqlx::Error> {
    for chunk in ids.chunks(CHUNK) {
        let mut query = QueryBuilder::new("DELETE FROM ");
        query.push(table).push(" WHERE id IN (");
        list(&mut query, chunk.iter().copied());
        query.push(")").build().execute(&mut *tx).await?;
    }
    Ok(())
}

fn list<'a, T>(query: &mut QueryBuilder<MySql>, values: impl Iterator<Item = T>)
where
    T: sqlx::Encode<'a, MySql> + sqlx::Type<MySql> + Send + 'a,
{
    let mut list = query.separated(", ");
    for value in values {
        list.push_bind(value);
    }
}

#[cfg(test)]
#[path = "known_logins_tests.rs"]
mod tests;
