// PostgreSQL by node-postgres. A statement with a name is prepared once a connection.
import { createHash } from 'node:crypto';

import pg from 'pg';

import { failures } from '../errors.js';
import { createdUser } from '../profile.js';
import { attempt, USER_COLUMNS } from './open.js';

const both = 'count(*) FILTER (WHERE role = 0) + (count(*) FILTER (WHERE role = 1) << 32)';
const COUNTS =
  ` CROSS JOIN LATERAL (SELECT ${both} AS meetings FROM meeting_member WHERE user_id = u.id) m` +
  ` CROSS JOIN LATERAL (SELECT ${both} AS votes FROM vote_member WHERE user_id = u.id) v`;
const SESSION = 's.id, s.last_seen_ms, u.id AS user_id, u.status';
const OF_TOKEN = ' WHERE s.token_hash = $1 AND s.idle_ends_ms > $2';

const statement = (name, text) => ({ name, text });
const sql = {
  // a name or an avatar is taken only where there is none yet
  refresh: statement(
    'refresh',
    "UPDATE users SET nick_name = CASE WHEN $3 <> '' AND nick_name IN ('', '微信用户') THEN $3 ELSE nick_name END, " +
      "avatar = CASE WHEN avatar = '' THEN $4 ELSE avatar END, last_login_ms = $5, last_login_ip = $6, updated_ms = $5 " +
      `WHERE realm = $1 AND openid = $2 RETURNING ${USER_COLUMNS}`,
  ),
  insert: statement(
    'insert',
    'INSERT INTO users (realm, openid, nick_name, avatar, gender, country, province, city, language, last_login_ms, ' +
      'last_login_ip, created_ms, updated_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $10, $10) RETURNING id',
  ),
  renewKey: statement('renew_key', 'UPDATE session_key SET created_ms = $1 WHERE user_id = $2 AND fingerprint = $3'),
  insertKey: statement(
    'insert_key',
    "INSERT INTO session_key (user_id, key_id, sealed, fingerprint, created_ms) VALUES ($1, 'plain', $2, $3, $4)",
  ),
  dropOldKeys: statement(
    'drop_old_keys',
    'DELETE FROM session_key WHERE id IN (SELECT id FROM session_key WHERE user_id = $1 ORDER BY created_ms DESC OFFSET 3)',
  ),
  keys: statement('keys', 'SELECT sealed FROM session_key WHERE user_id = $1 ORDER BY created_ms DESC LIMIT 3'),
  open: statement(
    'open',
    'INSERT INTO session (user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms, idle_ends_ms, ' +
      'absolute_ends_ms) VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8)',
  ),
  trim: statement(
    'trim',
    'DELETE FROM session WHERE id IN (SELECT id FROM session WHERE user_id = $1 ' +
      'ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC OFFSET 20)',
  ),
  end: statement('end', 'DELETE FROM session WHERE token_hash = $1 AND idle_ends_ms > $2'),
  touch: statement(
    'touch',
    'UPDATE session SET last_seen_ms = $1, idle_ends_ms = least($2, absolute_ends_ms) WHERE id = $3',
  ),
  session: statement('session', `SELECT ${SESSION} FROM session s JOIN users u ON u.id = s.user_id${OF_TOKEN}`),
  sessionAndCounts: statement(
    'session_and_counts',
    `SELECT ${SESSION}, meetings, votes FROM session s JOIN users u ON u.id = s.user_id${COUNTS}${OF_TOKEN}`,
  ),
  status: statement('status', 'SELECT status FROM users WHERE id = $1'),
  countsOfUser: statement('counts_of_user', `SELECT u.status, meetings, votes FROM users u${COUNTS} WHERE u.id = $1`),
  bindPhone: statement('bind_phone', 'UPDATE users SET country_code = $1, phone = $2, updated_ms = $3 WHERE id = $4'),
};

const isDuplicate = (error) => error.code === '23505';
const isTransient = (error) => isDuplicate(error) || error.code === '40P01' || error.code === '40001';

export function open(connectionString, connections) {
  // BIGINT; the ids and times here are exact in a double
  pg.types.setTypeParser(20, Number);
  const pool = new pg.Pool({ connectionString, max: connections });
  const run = (query, ...values) => pool.query(query, values);
  const first = async (query, ...values) => (await run(query, ...values)).rows[0];

  return {
    session: (hash, nowMs) => first(sql.session, hash, nowMs),
    sessionAndCounts: (hash, nowMs) => first(sql.sessionAndCounts, hash, nowMs),
    status: (userId) => first(sql.status, userId),
    countsOfUser: (userId) => first(sql.countsOfUser, userId),
    touch: (id, nowMs, idleEndsMs) => run(sql.touch, nowMs, idleEndsMs, id),
    endSession: async (hash, nowMs) => (await run(sql.end, hash, nowMs)).rowCount === 1,
    keys: async (userId) => (await run(sql.keys, userId)).rows.map(({ sealed }) => sealed),
    bindPhone: async (userId, { countryCode, number }, nowMs) => {
      try {
        await run(sql.bindPhone, countryCode, number, nowMs, userId);
      } catch (error) {
        throw isDuplicate(error) ? failures.phoneTaken : error;
      }
    },
    login: (login) =>
      attempt(isTransient, async () => {
        const client = await pool.connect();
        try {
          await client.query('BEGIN');
          const user = await write(client, login);
          await client.query('COMMIT');
          return user;
        } catch (error) {
          await client.query('ROLLBACK');
          throw error;
        } finally {
          client.release();
        }
      }),
  };
}

async function write(client, login) {
  const { realm, openid, ip, nowMs, profile, session, sessionKey } = login;
  const { nickName, avatar, gender, country, province, city, language } = profile;
  const run = (query, ...values) => client.query(query, values);
  let [user] = (await run(sql.refresh, realm, openid, nickName, avatar, nowMs, ip)).rows;
  if (!user) {
    const values = [nickName, avatar, gender, country, province, city, language, nowMs, ip];
    user = createdUser((await run(sql.insert, realm, openid, ...values)).rows[0].id, profile, nowMs);
  }
  if (user.status !== 0) throw failures.disabled;
  const fingerprint = createHash('sha256').update(sessionKey).digest().subarray(0, 16);
  if ((await run(sql.renewKey, nowMs, user.id, fingerprint)).rowCount === 0) {
    await run(sql.insertKey, user.id, sessionKey, fingerprint, nowMs);
    await run(sql.dropOldKeys, user.id);
  }
  if (session) {
    const ends = [nowMs, login.idleEndsMs, login.absoluteEndsMs];
    await run(sql.open, user.id, session.publicId, session.tokenHash, login.device, ip, ...ends);
    await run(sql.trim, user.id);
  }
  return user;
}
