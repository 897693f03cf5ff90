package peer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** Stores a login: the user, the session_key and the session, all of it or nothing. */
@Repository
class Logins {
  private static final String PLACEHOLDER = "微信用户";
  /** A deadlock, or another first login of the same user: the transaction is run again. */
  private static final int ATTEMPTS = 3;

  /** What a client claims of itself. */
  record Profile(
      String nickName, String avatar, long gender, String country, String province, String city, String language) {}

  record User(long id, Profile profile, WeChat.Phone phone, long level, long status, long createdMs) {}

  record Login(
      String realm,
      String openid,
      byte[] sessionKey,
      byte[] tokenHash,
      Profile profile,
      String device,
      String ip,
      long nowMs) {}

  private final JdbcTemplate jdbc;
  private final Statements sql;
  private final TransactionTemplate transaction;

  Logins(JdbcTemplate jdbc, Statements sql, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.sql = sql;
    this.transaction = transaction;
  }

  User write(Login login) {
    for (int left = ATTEMPTS - 1; ; left--) {
      try {
        return transaction.execute(status -> inTransaction(login));
      } catch (DuplicateKeyException | TransientDataAccessException transient_) {
        if (left == 0) {
          throw transient_;
        }
      }
    }
  }

  private User inTransaction(Login login) {
    User user = refresh(login);
    if (user == null) {
      user = insert(login);
    }
    keepKey(user.id(), login);
    if (login.tokenHash() != null) {
      long now = login.nowMs();
      jdbc.update(
          sql.openSession(),
          user.id(), Tokens.random(16), login.tokenHash(), login.device(), login.ip(), now, now,
          now + Tokens.IDLE_MS, now + Tokens.ABSOLUTE_MS);
      jdbc.update(sql.trimSessions(), user.id());
    }
    return user;
  }

  private User refresh(Login login) {
    Profile claim = login.profile();
    Object[] values =
        sql.refreshUser() == null
            ? new Object[] {
              claim.nickName(), claim.nickName(), claim.avatar(), login.nowMs(), login.ip(), login.nowMs(),
              login.realm(), login.openid()
            }
            : new Object[] {login.realm(), login.openid()};
    User stored = jdbc.query(sql.findUser(), row -> row.next() ? user(row) : null, values);
    if (stored != null && stored.status() != 0) {
      throw Failure.DISABLED.refused();
    }
    if (stored == null || sql.refreshUser() == null) {
      return stored;
    }
    Profile before = stored.profile();
    boolean hasNoName = before.nickName().isEmpty() || before.nickName().equals(PLACEHOLDER);
    String name = hasNoName && !claim.nickName().isEmpty() ? claim.nickName() : before.nickName();
    String avatar = before.avatar().isEmpty() ? claim.avatar() : before.avatar();
    jdbc.update(sql.refreshUser(), name, avatar, login.nowMs(), login.ip(), login.nowMs(), stored.id());
    Profile after =
        new Profile(
            name, avatar, before.gender(), before.country(), before.province(), before.city(), before.language());
    return new User(stored.id(), after, stored.phone(), stored.level(), stored.status(), stored.createdMs());
  }

  private User insert(Login login) {
    Profile claim = login.profile();
    GeneratedKeyHolder key = new GeneratedKeyHolder();
    Object[] values = {
      login.realm(), login.openid(), claim.nickName(), claim.avatar(), claim.gender(), claim.country(),
      claim.province(), claim.city(), claim.language(), login.nowMs(), login.ip(), login.nowMs(), login.nowMs()
    };
    jdbc.update(
        connection -> {
          var statement = connection.prepareStatement(sql.insertUser(), new String[] {"id"});
          for (int at = 0; at < values.length; at++) {
            statement.setObject(at + 1, values[at]);
          }
          return statement;
        },
        key);
    return new User(key.getKey().longValue(), claim, null, 0, 0, login.nowMs());
  }

  /** A key that came again is written anew; of others the newest three stay. */
  private void keepKey(long userId, Login login) {
    byte[] fingerprint = Arrays.copyOf(Tokens.hash(login.sessionKey()), 16);
    if (jdbc.update(sql.renewKey(), login.nowMs(), userId, fingerprint) == 0) {
      jdbc.update(sql.insertKey(), userId, login.sessionKey(), fingerprint, login.nowMs());
      jdbc.update(sql.dropOldKeys(), userId);
    }
  }

  private static User user(ResultSet row) throws SQLException {
    Profile profile =
        new Profile(
            row.getString("nick_name"), row.getString("avatar"), row.getLong("gender"), row.getString("country"),
            row.getString("province"), row.getString("city"), row.getString("language"));
    String number = row.getString("phone");
    WeChat.Phone phone = number == null ? null : new WeChat.Phone(row.getString("country_code"), number);
    return new User(
        row.getLong("id"), profile, phone, row.getLong("level"), row.getLong("status"), row.getLong("created_ms"));
  }
}
