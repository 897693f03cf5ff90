// MariaDB by mysql2. `execute` prepares a statement once a connection.
import { createHash } from 'node:crypto';

import mysql from 'mysql2/promise';

import { failures } from '../errors.js';
import { createdUser, refreshed } from '../profile.js';
import { attempt, USER_COLUMNS } from './open.js';

// Two numbers in one, role 0 below and role 1 from bit 32 on: one subselect a table instead of two, as oa-mini has it.
const both = (table) =>
  `(SELECT CAST(coalesce(sum(CASE role WHEN 0 THEN 1 ELSE 4294967296 END), 0) AS SIGNED) FROM ${table} WHERE user_id = u.id)`;
const COUNTS = `${both('meeting_member')} AS meetings, ${both('vote_member')} AS votes`;
const SESSION = 's.id, s.last_seen_ms, u.id AS user_id, u.status';
const OF_TOKEN = 'FROM session s JOIN user u ON u.id = s.user_id WHERE s.token_hash = ? AND s.idle_ends_ms > ?';

const sql = {
  find: `SELECT ${USER_COLUMNS} FROM user WHERE realm = ? AND openid = ? FOR UPDATE`,
  refresh: 'UPDATE user SET nick_name = ?, avatar = ?, last_login_ms = ?, last_login_ip = ?, updated_ms = ? WHERE id = ?',
  insert:
    'INSERT INTO user (realm, openid, nick_name, avatar, gender, country, province, city, language, last_login_ms, ' +
    'last_login_ip, created_ms, updated_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  renewKey: 'UPDATE session_key SET created_ms = ? WHERE user_id = ? AND fingerprint = ?',
  insertKey: "INSERT INTO session_key (user_id, key_id, sealed, fingerprint, created_ms) VALUES (?, 'plain', ?, ?, ?)",
  dropOldKeys:
    'DELETE k FROM session_key k JOIN (SELECT id FROM session_key WHERE user_id = ? ORDER BY created_ms DESC ' +
    'LIMIT 100 OFFSET 3) old ON old.id = k.id',
  keys: 'SELECT sealed FROM session_key WHERE user_id = ? ORDER BY created_ms DESC LIMIT 3',
  open:
    'INSERT INTO session (user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms, idle_ends_ms, ' +
    'absolute_ends_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  trim:
    'DELETE s FROM session s JOIN (SELECT id FROM session WHERE user_id = ? ' +
    'ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC LIMIT 100 OFFSET 20) old ON old.id = s.id',
  end: 'DELETE FROM session WHERE token_hash = ? AND idle_ends_ms > ?',
  touch: 'UPDATE session SET last_seen_ms = ?, idle_ends_ms = least(?, absolute_ends_ms) WHERE id = ?',
  session: `SELECT ${SESSION} ${OF_TOKEN}`,
  sessionAndCounts: `SELECT ${SESSION}, ${COUNTS} ${OF_TOKEN}`,
  status: 'SELECT status FROM user WHERE id = ?',
  countsOfUser: `SELECT u.status, ${COUNTS} FROM user u WHERE u.id = ?`,
  bindPhone: 'UPDATE user SET country_code = ?, phone = ?, updated_ms = ? WHERE id = ?',
};

const isDuplicate = (error) => error.code === 'ER_DUP_ENTRY';
const isTransient = (error) => isDuplicate(error) || error.code === 'ER_LOCK_DEADLOCK';

export function open(uri, connections) {
  const pool = mysql.createPool({ uri, connectionLimit: connections, charset: 'utf8mb4' });
  // no gap locks, as oa-mini has it
  pool.on('connection', (connection) => connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'));
  const first = async (statement, ...values) => (await pool.execute(statement, values))[0][0];

  return {
    session: (hash, nowMs) => first(sql.session, hash, nowMs),
    sessionAndCounts: (hash, nowMs) => first(sql.sessionAndCounts, hash, nowMs),
    status: (userId) => first(sql.status, userId),
    countsOfUser: (userId) => first(sql.countsOfUser, userId),
    touch: (id, nowMs, idleEndsMs) => pool.execute(sql.touch, [nowMs, idleEndsMs, id]),
    endSession: async (hash, nowMs) => (await pool.execute(sql.end, [hash, nowMs]))[0].affectedRows === 1,
    keys: async (userId) => (await pool.execute(sql.keys, [userId]))[0].map(({ sealed }) => sealed),
    bindPhone: async (userId, { countryCode, number }, nowMs) => {
      try {
        await pool.execute(sql.bindPhone, [countryCode, number, nowMs, userId]);
      } catch (error) {
        throw isDuplicate(error) ? failures.phoneTaken : error;
      }
    },
    login: (login) =>
      attempt(isTransient, async () => {
        const connection = await pool.getConnection();
        try {
          await connection.beginTransaction();
          const user = await write(connection, login);
          await connection.commit();
          return user;
        } catch (error) {
          await connection.rollback();
          throw error;
        } finally {
          connection.release();
        }
      }),
  };
}

async function write(connection, login) {
  const { realm, openid, ip, nowMs, profile, session, sessionKey } = login;
  const run = async (statement, ...values) => (await connection.execute(statement, values))[0];
  let [user] = await run(sql.find, realm, openid);
  if (user) {
    if (user.status !== 0) throw failures.disabled;
    refreshed(user, profile);
    await run(sql.refresh, user.nick_name, user.avatar, nowMs, ip, nowMs, user.id);
  } else {
    const { nickName, avatar, gender, country, province, city, language } = profile;
    const values = [nickName, avatar, gender, country, province, city, language, nowMs, ip, nowMs, nowMs];
    user = createdUser((await run(sql.insert, realm, openid, ...values)).insertId, profile, nowMs);
  }
  const fingerprint = createHash('sha256').update(sessionKey).digest().subarray(0, 16);
  if ((await run(sql.renewKey, nowMs, user.id, fingerprint)).affectedRows === 0) {
    await run(sql.insertKey, user.id, sessionKey, fingerprint, nowMs);
    await run(sql.dropOldKeys, user.id);
  }
  if (session) {
    const ends = [nowMs, nowMs, login.idleEndsMs, login.absoluteEndsMs];
    await run(sql.open, user.id, session.publicId, session.tokenHash, login.device, ip, ...ends);
    await run(sql.trim, user.id);
  }
  return user;
}
