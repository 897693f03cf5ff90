// SQLite by better-sqlite3: in this thread, so a call waits for the disk of every other one.
import { createHash } from 'node:crypto';

import Database from 'better-sqlite3';

import { failures } from '../errors.js';
import { createdUser } from '../profile.js';
import { USER_COLUMNS } from './open.js';

const number = (table, role) => `(SELECT count(*) FROM ${table} WHERE user_id = u.id AND role = ${role})`;
const both = (table) => `${number(table, 0)} + (${number(table, 1)} << 32)`;
const COUNTS = `${both('meeting_member')} AS meetings, ${both('vote_member')} AS votes`;
const SESSION = 's.id, s.last_seen_ms, u.id AS user_id, u.status';
const OF_TOKEN = 'FROM session s JOIN user u ON u.id = s.user_id WHERE s.token_hash = ? AND s.idle_ends_ms > ?';

const sql = {
  // a name or an avatar is taken only where there is none yet
  refresh:
    "UPDATE user SET nick_name = CASE WHEN @nickName <> '' AND nick_name IN ('', '微信用户') THEN @nickName ELSE nick_name END, " +
    "avatar = CASE WHEN avatar = '' THEN @avatar ELSE avatar END, last_login_ms = @nowMs, last_login_ip = @ip, " +
    `updated_ms = @nowMs WHERE realm = @realm AND openid = @openid RETURNING ${USER_COLUMNS}`,
  insert:
    'INSERT INTO user (realm, openid, nick_name, avatar, gender, country, province, city, language, last_login_ms, ' +
    'last_login_ip, created_ms, updated_ms) VALUES (@realm, @openid, @nickName, @avatar, @gender, @country, @province, @city, @language, ' +
    '@nowMs, @ip, @nowMs, @nowMs)',
  renewKey: 'UPDATE session_key SET created_ms = ? WHERE user_id = ? AND fingerprint = ?',
  insertKey: "INSERT INTO session_key (user_id, key_id, sealed, fingerprint, created_ms) VALUES (?, 'plain', ?, ?, ?)",
  dropOldKeys:
    'DELETE FROM session_key WHERE id IN (SELECT id FROM session_key WHERE user_id = ? ORDER BY created_ms DESC LIMIT 100 OFFSET 3)',
  keys: 'SELECT sealed FROM session_key WHERE user_id = ? ORDER BY created_ms DESC LIMIT 3',
  open:
    'INSERT INTO session (user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms, idle_ends_ms, ' +
    'absolute_ends_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  trim:
    'DELETE FROM session WHERE id IN (SELECT id FROM session WHERE user_id = ? ' +
    'ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC LIMIT 100 OFFSET 20)',
  end: 'DELETE FROM session WHERE token_hash = ? AND idle_ends_ms > ?',
  touch: 'UPDATE session SET last_seen_ms = ?, idle_ends_ms = min(?, absolute_ends_ms) WHERE id = ?',
  session: `SELECT ${SESSION} ${OF_TOKEN}`,
  sessionAndCounts: `SELECT ${SESSION}, ${COUNTS} ${OF_TOKEN}`,
  status: 'SELECT status FROM user WHERE id = ?',
  countsOfUser: `SELECT u.status, ${COUNTS} FROM user u WHERE u.id = ?`,
  bindPhone: 'UPDATE user SET country_code = ?, phone = ?, updated_ms = ? WHERE id = ?',
};

export function open(url) {
  const database = new Database(url.replace(/^sqlite:\/\//, ''));
  // as durable as oa-mini has it: a commit is on the disk before it is acknowledged
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'busy_timeout = 5000']) {
    database.pragma(pragma);
  }
  const of = Object.fromEntries(Object.entries(sql).map(([name, text]) => [name, database.prepare(text)]));
  const write = database.transaction((login) => writeLogin(of, login));

  return {
    session: (hash, nowMs) => of.session.get(hash, nowMs),
    sessionAndCounts: (hash, nowMs) => of.sessionAndCounts.get(hash, nowMs),
    status: (userId) => of.status.get(userId),
    countsOfUser: (userId) => of.countsOfUser.get(userId),
    touch: (id, nowMs, idleEndsMs) => of.touch.run(nowMs, idleEndsMs, id),
    endSession: (hash, nowMs) => of.end.run(hash, nowMs).changes === 1,
    keys: (userId) => of.keys.all(userId).map(({ sealed }) => sealed),
    bindPhone: (userId, { countryCode, number: phone }, nowMs) => {
      try {
        of.bindPhone.run(countryCode, phone, nowMs, userId);
      } catch (error) {
        throw error.code === 'SQLITE_CONSTRAINT_UNIQUE' ? failures.phoneTaken : error;
      }
    },
    // the lock is taken first, so that two first logins of one user come one after the other
    login: (login) => write.immediate(login),
  };
}

function writeLogin(of, login) {
  const { realm, openid, ip, nowMs, profile, session, sessionKey } = login;
  const values = { realm, openid, ip, nowMs, ...profile };
  const user =
    of.refresh.get(values) ?? createdUser(of.insert.run(values).lastInsertRowid, profile, nowMs);
  if (user.status !== 0) throw failures.disabled;
  const fingerprint = createHash('sha256').update(sessionKey).digest().subarray(0, 16);
  if (of.renewKey.run(nowMs, user.id, fingerprint).changes === 0) {
    of.insertKey.run(user.id, sessionKey, fingerprint, nowMs);
    of.dropOldKeys.run(user.id);
  }
  if (session) {
    const ends = [nowMs, nowMs, login.idleEndsMs, login.absoluteEndsMs];
    of.open.run(user.id, session.publicId, session.tokenHash, login.device, ip, ...ends);
    of.trim.run(user.id);
  }
  return user;
}
