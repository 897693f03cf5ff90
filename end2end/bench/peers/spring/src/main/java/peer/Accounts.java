package peer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.stereotype.Repository;

/** What guarded calls read and write. */
@Repository
class Accounts {
  private static final long LOW = 0xffff_ffffL;

  record Session(long id, long lastSeenMs, long userId, long status) {}

  record Counts(long metting_pubs, long metting_joins, long vote_pubs, long vote_joins) {}

  record SessionAndCounts(Session session, Counts counts) {}

  record StatusAndCounts(long status, Counts counts) {}

  private final JdbcTemplate jdbc;
  private final Statements sql;

  Accounts(JdbcTemplate jdbc, Statements sql) {
    this.jdbc = jdbc;
    this.sql = sql;
  }

  Session session(byte[] tokenHash, long nowMs) {
    return first(sql.session(), Accounts::session, tokenHash, nowMs);
  }

  SessionAndCounts sessionAndCounts(byte[] tokenHash, long nowMs) {
    return first(sql.counts(), row -> new SessionAndCounts(session(row), counts(row)), tokenHash, nowMs);
  }

  Long status(long userId) {
    return first(sql.status(), row -> row.getLong(1), userId);
  }

  StatusAndCounts countsOfUser(long userId) {
    return first(sql.countsOfUser(), row -> new StatusAndCounts(row.getLong("status"), counts(row)), userId);
  }

  void touch(long sessionId, long nowMs, long idleEndsMs) {
    jdbc.update(sql.touch(), nowMs, idleEndsMs, sessionId);
  }

  boolean endSession(byte[] tokenHash, long nowMs) {
    return jdbc.update(sql.endSession(), tokenHash, nowMs) == 1;
  }

  /** The newest session_keys of a user. */
  List<byte[]> keys(long userId) {
    return jdbc.query(sql.keys(), (row, number) -> row.getBytes(1), userId);
  }

  /** The unique index decides whether the number is free. */
  void bindPhone(long userId, WeChat.Phone phone, long nowMs) {
    try {
      jdbc.update(sql.bindPhone(), phone.countryCode(), phone.number(), nowMs, userId);
    } catch (DuplicateKeyException taken) {
      throw Failure.PHONE_TAKEN.refused();
    }
  }

  private <T> T first(String statement, ResultSetExtractor<T> read, Object... values) {
    return jdbc.query(statement, row -> row.next() ? read.extractData(row) : null, values);
  }

  private static Session session(ResultSet row) throws SQLException {
    return new Session(row.getLong("id"), row.getLong("last_seen_ms"), row.getLong("user_id"), row.getLong("status"));
  }

  private static Counts counts(ResultSet row) throws SQLException {
    long meetings = row.getLong("meetings");
    long votes = row.getLong("votes");
    return new Counts(meetings & LOW, meetings >> 32, votes & LOW, votes >> 32);
  }
}
