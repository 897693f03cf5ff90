package main

// The statements of a database. What is empty is not needed there.
type statements struct {
	// the user, locked until the commit
	findUser string
	// where findUser has not refreshed the row already
	refreshUser                                      string
	insertUser                                       string
	renewKey, insertKey, dropOldKeys, keys           string
	openSession, trimSessions, endSession, touch     string
	session, counts, status, countsOfUser, bindPhone string
}

const userColumns = "id, nick_name, avatar, gender, country, province, city, language, country_code, phone, level, status, created_ms"

var mariadb = statements{
	findUser:    "SELECT " + userColumns + " FROM user WHERE realm = ? AND openid = ? FOR UPDATE",
	refreshUser: "UPDATE user SET nick_name = ?, avatar = ?, last_login_ms = ?, last_login_ip = ?, updated_ms = ? WHERE id = ?",
	insertUser: "INSERT INTO user (realm, openid, nick_name, avatar, gender, country, province, city, language, last_login_ms, " +
		"last_login_ip, created_ms, updated_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	renewKey:  "UPDATE session_key SET created_ms = ? WHERE user_id = ? AND fingerprint = ?",
	insertKey: "INSERT INTO session_key (user_id, key_id, sealed, fingerprint, created_ms) VALUES (?, 'plain', ?, ?, ?)",
	dropOldKeys: "DELETE k FROM session_key k JOIN (SELECT id FROM session_key WHERE user_id = ? ORDER BY created_ms DESC " +
		"LIMIT 100 OFFSET 3) old ON old.id = k.id",
	keys: "SELECT sealed FROM session_key WHERE user_id = ? ORDER BY created_ms DESC LIMIT 3",
	openSession: "INSERT INTO session (user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms, idle_ends_ms, " +
		"absolute_ends_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	trimSessions: "DELETE s FROM session s JOIN (SELECT id FROM session WHERE user_id = ? " +
		"ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC LIMIT 100 OFFSET 20) old ON old.id = s.id",
	endSession: "DELETE FROM session WHERE token_hash = ? AND idle_ends_ms > ?",
	touch:      "UPDATE session SET last_seen_ms = ?, idle_ends_ms = least(?, absolute_ends_ms) WHERE id = ?",
	session: "SELECT s.id, s.last_seen_ms, u.id, u.status FROM session s JOIN user u ON u.id = s.user_id " +
		"WHERE s.token_hash = ? AND s.idle_ends_ms > ?",
	counts: "SELECT s.id, s.last_seen_ms, u.id, u.status, " + mariadbCounts +
		" FROM session s JOIN user u ON u.id = s.user_id WHERE s.token_hash = ? AND s.idle_ends_ms > ?",
	status:       "SELECT status FROM user WHERE id = ?",
	countsOfUser: "SELECT u.status, " + mariadbCounts + " FROM user u WHERE u.id = ?",
	bindPhone:    "UPDATE user SET country_code = ?, phone = ?, updated_ms = ? WHERE id = ?",
}

// Two numbers in one, role 0 below and role 1 from bit 32 on: one subselect a table instead of two, as oa-mini has it.
const mariadbCounts = "(SELECT CAST(coalesce(sum(CASE role WHEN 0 THEN 1 ELSE 4294967296 END), 0) AS SIGNED) " +
	"FROM meeting_member WHERE user_id = u.id), " +
	"(SELECT CAST(coalesce(sum(CASE role WHEN 0 THEN 1 ELSE 4294967296 END), 0) AS SIGNED) FROM vote_member WHERE user_id = u.id)"

var postgres = statements{
	// a name or an avatar is taken only where there is none yet
	findUser: "UPDATE users SET nick_name = CASE WHEN $3 <> '' AND nick_name IN ('', '微信用户') THEN $3 ELSE nick_name END, " +
		"avatar = CASE WHEN avatar = '' THEN $4 ELSE avatar END, last_login_ms = $5, last_login_ip = $6, updated_ms = $5 " +
		"WHERE realm = $1 AND openid = $2 RETURNING " + userColumns,
	insertUser: "INSERT INTO users (realm, openid, nick_name, avatar, gender, country, province, city, language, last_login_ms, " +
		"last_login_ip, created_ms, updated_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
	renewKey:  "UPDATE session_key SET created_ms = $1 WHERE user_id = $2 AND fingerprint = $3",
	insertKey: "INSERT INTO session_key (user_id, key_id, sealed, fingerprint, created_ms) VALUES ($1, 'plain', $2, $3, $4)",
	dropOldKeys: "DELETE FROM session_key WHERE id IN (SELECT id FROM session_key WHERE user_id = $1 " +
		"ORDER BY created_ms DESC OFFSET 3)",
	keys: "SELECT sealed FROM session_key WHERE user_id = $1 ORDER BY created_ms DESC LIMIT 3",
	openSession: "INSERT INTO session (user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms, idle_ends_ms, " +
		"absolute_ends_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
	trimSessions: "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE user_id = $1 " +
		"ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC OFFSET 20)",
	endSession: "DELETE FROM session WHERE token_hash = $1 AND idle_ends_ms > $2",
	touch:      "UPDATE session SET last_seen_ms = $1, idle_ends_ms = least($2, absolute_ends_ms) WHERE id = $3",
	session: "SELECT s.id, s.last_seen_ms, u.id, u.status FROM session s JOIN users u ON u.id = s.user_id " +
		"WHERE s.token_hash = $1 AND s.idle_ends_ms > $2",
	counts: "SELECT s.id, s.last_seen_ms, u.id, u.status, m.counts, v.counts FROM session s JOIN users u ON u.id = s.user_id" +
		postgresCounts + " WHERE s.token_hash = $1 AND s.idle_ends_ms > $2",
	status:       "SELECT status FROM users WHERE id = $1",
	countsOfUser: "SELECT u.status, m.counts, v.counts FROM users u" + postgresCounts + " WHERE u.id = $1",
	bindPhone:    "UPDATE users SET country_code = $1, phone = $2, updated_ms = $3 WHERE id = $4",
}

const postgresCounts = " CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE role = 0) + (count(*) FILTER (WHERE role = 1) << 32) " +
	"AS counts FROM meeting_member WHERE user_id = u.id) m CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE role = 0) + " +
	"(count(*) FILTER (WHERE role = 1) << 32) AS counts FROM vote_member WHERE user_id = u.id) v"
