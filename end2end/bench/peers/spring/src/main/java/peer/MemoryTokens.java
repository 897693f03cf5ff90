package peer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sessions in this process, as the tutorials have it: fast, of one node, and gone with it. */
class MemoryTokens implements Tokens {
  private static final class Session {
    final long userId;
    final long endsMs;
    volatile long idleEndsMs;

    Session(long userId, long nowMs) {
      this.userId = userId;
      this.endsMs = nowMs + ABSOLUTE_MS;
      this.idleEndsMs = nowMs + IDLE_MS;
    }
  }

  private final Accounts accounts;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Map<Long, Deque<String>> ofUser = new ConcurrentHashMap<>();

  MemoryTokens(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public byte[] stored(String token) {
    return null;
  }

  /** Beyond the limit the user's oldest session ends. */
  @Override
  public void opened(String token, long userId, long nowMs) {
    sessions.put(token, new Session(userId, nowMs));
    ofUser.compute(
        userId,
        (id, own) -> {
          Deque<String> tokens = own == null ? new ArrayDeque<>() : own;
          tokens.addLast(token);
          if (tokens.size() > MAX_SESSIONS) {
            sessions.remove(tokens.removeFirst());
          }
          return tokens;
        });
  }

  @Override
  public long authenticate(String token, long nowMs) {
    long userId = find(token, nowMs);
    active(accounts.status(userId));
    return userId;
  }

  @Override
  public Accounts.Counts counts(String token, long nowMs) {
    Accounts.StatusAndCounts found = accounts.countsOfUser(find(token, nowMs));
    active(found == null ? null : found.status());
    return found.counts();
  }

  @Override
  public void end(String token, long nowMs) {
    long userId = find(token, nowMs);
    sessions.remove(token);
    ofUser.computeIfPresent(
        userId,
        (id, own) -> {
          own.remove(token);
          return own;
        });
  }

  private long find(String token, long nowMs) {
    Session session = sessions.get(token);
    if (session == null || nowMs > session.idleEndsMs || nowMs > session.endsMs) {
      throw Failure.NOT_SIGNED_IN.refused();
    }
    session.idleEndsMs = nowMs + IDLE_MS;
    return session.userId;
  }

  private static void active(Long status) {
    if (status == null) {
      throw Failure.NOT_SIGNED_IN.refused();
    }
    if (status != 0) {
      throw Failure.DISABLED.refused();
    }
  }
}
