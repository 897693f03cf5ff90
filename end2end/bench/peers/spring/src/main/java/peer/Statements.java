package peer;

/** The statements of a database. */
record Statements(
    /** The user, locked until the commit. */
    String findUser,
    /** Null where findUser has refreshed the row already. */
    String refreshUser,
    String insertUser,
    String renewKey,
    String insertKey,
    String dropOldKeys,
    String keys,
    String openSession,
    String trimSessions,
    String endSession,
    String touch,
    String session,
    String counts,
    String status,
    String countsOfUser,
    String bindPhone) {

  private static final String USER =
      "id, nick_name, avatar, gender, country, province, city, language, country_code, phone, level, status, created_ms";
  private static final String SESSION = "s.id, s.last_seen_ms, u.id AS user_id, u.status";
  private static final String OF_TOKEN = " WHERE s.token_hash = ? AND s.idle_ends_ms > ?";

  /** Two numbers in one, role 0 below and role 1 from bit 32 on: one subselect a table, as oa-mini has it. */
  private static String mariadbBoth(String table) {
    return "(SELECT CAST(coalesce(sum(CASE role WHEN 0 THEN 1 ELSE 4294967296 END), 0) AS SIGNED) FROM " + table
        + " WHERE user_id = u.id)";
  }

  private static String postgresBoth(String table, String name) {
    return " CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE role = 0) + (count(*) FILTER (WHERE role = 1) << 32) AS "
        + name + " FROM " + table + " WHERE user_id = u.id) m_" + name;
  }

  static Statements mariadb() {
    String counts = mariadbBoth("meeting_member") + " AS meetings, " + mariadbBoth("vote_member") + " AS votes";
    return of(
        "user",
        "SELECT " + USER + " FROM user WHERE realm = ? AND openid = ? FOR UPDATE",
        "UPDATE user SET nick_name = ?, avatar = ?, last_login_ms = ?, last_login_ip = ?, updated_ms = ? WHERE id = ?",
        "DELETE k FROM session_key k JOIN (SELECT id FROM session_key WHERE user_id = ? ORDER BY created_ms DESC "
            + "LIMIT 100 OFFSET 3) old ON old.id = k.id",
        "DELETE s FROM session s JOIN (SELECT id FROM session WHERE user_id = ? "
            + "ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC LIMIT 100 OFFSET 20) old ON old.id = s.id",
        "SELECT " + SESSION + ", " + counts + " FROM session s JOIN user u ON u.id = s.user_id" + OF_TOKEN,
        "SELECT u.status, " + counts + " FROM user u WHERE u.id = ?");
  }

  static Statements postgres() {
    String joins = postgresBoth("meeting_member", "meetings") + postgresBoth("vote_member", "votes");
    return of(
        "users",
        // a name or an avatar is taken only where there is none yet
        "UPDATE users SET nick_name = CASE WHEN ? <> '' AND nick_name IN ('', '微信用户') THEN ? ELSE nick_name END, "
            + "avatar = CASE WHEN avatar = '' THEN ? ELSE avatar END, last_login_ms = ?, last_login_ip = ?, updated_ms = ? "
            + "WHERE realm = ? AND openid = ? RETURNING " + USER,
        null,
        "DELETE FROM session_key WHERE id IN (SELECT id FROM session_key WHERE user_id = ? "
            + "ORDER BY created_ms DESC OFFSET 3)",
        "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE user_id = ? "
            + "ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC OFFSET 20)",
        "SELECT " + SESSION + ", meetings, votes FROM session s JOIN users u ON u.id = s.user_id" + joins + OF_TOKEN,
        "SELECT u.status, meetings, votes FROM users u" + joins + " WHERE u.id = ?");
  }

  /** With what both databases have alike. */
  private static Statements of(
      String user,
      String findUser,
      String refreshUser,
      String dropOldKeys,
      String trimSessions,
      String counts,
      String countsOfUser) {
    return new Statements(
        findUser,
        refreshUser,
        "INSERT INTO " + user + " (realm, openid, nick_name, avatar, gender, country, province, city, language, "
            + "last_login_ms, last_login_ip, created_ms, updated_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "UPDATE session_key SET created_ms = ? WHERE user_id = ? AND fingerprint = ?",
        "INSERT INTO session_key (user_id, key_id, sealed, fingerprint, created_ms) VALUES (?, 'plain', ?, ?, ?)",
        dropOldKeys,
        "SELECT sealed FROM session_key WHERE user_id = ? ORDER BY created_ms DESC LIMIT 3",
        "INSERT INTO session (user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms, idle_ends_ms, "
            + "absolute_ends_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        trimSessions,
        "DELETE FROM session WHERE token_hash = ? AND idle_ends_ms > ?",
        "UPDATE session SET last_seen_ms = ?, idle_ends_ms = least(?, absolute_ends_ms) WHERE id = ?",
        "SELECT " + SESSION + " FROM session s JOIN " + user + " u ON u.id = s.user_id" + OF_TOKEN,
        counts,
        "SELECT status FROM " + user + " WHERE id = ?",
        countsOfUser,
        "UPDATE " + user + " SET country_code = ?, phone = ?, updated_ms = ? WHERE id = ?");
  }
}
