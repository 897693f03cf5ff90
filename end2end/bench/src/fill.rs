//! As many users as an operator may have: each with a session, whose token the bench knows, and a session_key. Written in bulk,
//! past the server, into the tables as its migrations made them.

use sha2::{Digest as _, Sha256};
use sqlx::{AssertSqlSafe, QueryBuilder};

use crate::Failure;
use crate::database::Pool;
use crate::machine::now_ms;
use crate::wechat::APPID;

/// Rows of a statement on SQLite, below its limit of parameters.
const ROWS: usize = 2000;
const DAY_MS: i64 = 24 * 3_600_000;

/// The token of a session, by its number.
pub(crate) fn token(number: u64) -> String {
    format!("oa_{number:0>43}")
}

/// As the database keeps it.
pub(crate) fn token_hash(number: u64) -> [u8; 32] {
    Sha256::digest(token(number)).into()
}

/// The openid of a user, by number from 1.
pub(crate) fn openid(number: u64) -> String {
    format!("oBench{number:0>22}")
}

/// Users 1 to `users`, each with a session of the same number, into empty tables.
pub(crate) async fn users(pool: &Pool, users: u64) -> Result<(), Failure> {
    accounts(pool, 1, users).await?;
    sessions(pool, 1, users, (0, users)).await?;
    let tidy: &[&str] = match pool {
        Pool::Sqlite { .. } => &["PRAGMA wal_checkpoint(TRUNCATE)"],
        Pool::Mariadb(_) => &["ANALYZE TABLE user, session, session_key"],
        // what autovacuum would have done by then
        Pool::Postgres(_) => &["VACUUM ANALYZE", "CHECKPOINT"],
    };
    for sql in tidy {
        pool.run(sql).await?;
    }
    Ok(())
}

/// Sessions `first` and the `count - 1` that follow, of users who do nothing else: a login would end those beyond the limit
/// of its user.
pub(crate) async fn leavers(pool: &Pool, first: u64, count: u64) -> Result<(), Failure> {
    // after all ids that the server has given to others meanwhile
    let (after, leavers) = (10_000_000, count / 10 + 1);
    accounts(pool, after + 1, after + leavers).await?;
    sessions(pool, first, count, (after, leavers)).await
}

/// The users `first` to `last`, each with a session_key.
async fn accounts(pool: &Pool, first: u64, last: u64) -> Result<(), Failure> {
    let now = now_ms();
    match pool {
        Pool::Sqlite { .. } => {
            // no other user, and a crash means starting over
            pool.run("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA foreign_keys = OFF").await?;
            let number =
                format!("WITH RECURSIVE n (i) AS (VALUES ({first}) UNION ALL SELECT i + 1 FROM n WHERE i < {last})");
            pool.run(&format!(
                "INSERT INTO user (id, realm, openid, nick_name, last_login_ms, last_login_ip, created_ms, updated_ms) \
                 {number} SELECT i, '{APPID}', format('oBench%022d', i), '用户 ' || i, {now}, '192.0.2.1', {now}, {now} FROM n; \
                 INSERT INTO session_key (user_id, key_id, sealed, fingerprint, created_ms) \
                 {number} SELECT i, 'k1', randomblob(52), randomblob(16), {now} FROM n"
            ))
            .await?;
        }
        Pool::Mariadb(_) => {
            pool.run(&format!(
                "SET SESSION foreign_key_checks = 0, SESSION unique_checks = 0; \
                 INSERT INTO user (id, realm, openid, nick_name, last_login_ms, last_login_ip, created_ms, updated_ms) \
                 SELECT seq, '{APPID}', concat('oBench', lpad(seq, 22, '0')), concat('用户 ', seq), {now}, '192.0.2.1', {now}, {now} \
                 FROM seq_{first}_to_{last}; \
                 INSERT INTO session_key (user_id, key_id, sealed, fingerprint, created_ms) \
                 SELECT seq, 'k1', random_bytes(52), random_bytes(16), {now} FROM seq_{first}_to_{last}"
            ))
            .await?;
        }
        Pool::Postgres(_) => {
            pool.run(&format!(
                "SET session_replication_role = replica; \
                 INSERT INTO users (id, realm, openid, nick_name, last_login_ms, last_login_ip, created_ms, updated_ms) \
                 SELECT i, '{APPID}', 'oBench' || lpad(i::text, 22, '0'), '用户 ' || i, {now}, '192.0.2.1', {now}, {now} \
                 FROM generate_series({first}, {last}) i; \
                 SELECT setval(pg_get_serial_sequence('users', 'id'), {last}); \
                 INSERT INTO session_key (user_id, key_id, sealed, fingerprint, created_ms) \
                 SELECT i, 'k1', sha256(i::text::bytea) || sha256('-'::bytea), substr(sha256(i::text::bytea), 1, 16), {now} \
                 FROM generate_series({first}, {last}) i"
            ))
            .await?;
        }
    }
    Ok(())
}

/// Sessions `first` and the `count - 1` that follow, of `owners` users in turn, those after the user `after`. None is slid while the bench runs (its
/// last use is not over yet): a busy client costs a write a minute, and here every client would come for the first time.
async fn sessions(pool: &Pool, first: u64, count: u64, (after, owners): (u64, u64)) -> Result<(), Failure> {
    const COLUMNS: &str = "INSERT INTO session (user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms, \
        idle_ends_ms, absolute_ends_ms) ";
    let now = now_ms();
    let (seen, ends, last) = (now + DAY_MS, now + 7 * DAY_MS, first + count - 1);
    let rest = format!("'iPhone', '192.0.2.1', {now}, {seen}, {ends}, {ends}");
    match pool {
        Pool::Sqlite { writer, .. } => {
            let mut tx = writer.begin().await?;
            let numbers: Vec<u64> = (first..=last).collect();
            for some in numbers.chunks(ROWS) {
                let mut sql = QueryBuilder::<sqlx::Sqlite>::new(COLUMNS);
                sql.push_values(some, |mut row, number| {
                    row.push_bind((number % owners + after + 1).cast_signed()).push("randomblob(16)");
                    row.push_bind(token_hash(*number).to_vec()).push(AssertSqlSafe(rest.clone()).0);
                });
                sql.build().execute(&mut *tx).await?;
            }
            tx.commit().await?;
            Ok(())
        }
        Pool::Mariadb(_) => {
            pool.run(&format!(
                "SET SESSION foreign_key_checks = 0, SESSION unique_checks = 0; {COLUMNS} \
                 SELECT seq % {owners} + {after} + 1, random_bytes(16), unhex(sha2(concat('oa_', lpad(seq, 43, '0')), 256)), {rest} \
                 FROM seq_{first}_to_{last}"
            ))
            .await
        }
        Pool::Postgres(_) => {
            pool.run(&format!(
                "SET session_replication_role = replica; {COLUMNS} \
                 SELECT i % {owners} + {after} + 1, substr(sha256(('id' || i)::bytea), 1, 16), \
                 sha256(('oa_' || lpad(i::text, 43, '0'))::bytea), {rest} FROM generate_series({first}, {last}) i"
            ))
            .await
        }
    }
}
