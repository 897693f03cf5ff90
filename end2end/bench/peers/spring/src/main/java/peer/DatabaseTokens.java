package peer;

/** Sessions that outlive the process. */
class DatabaseTokens implements Tokens {
  /** A session in use is written once a minute. */
  private static final long TOUCH_MS = 60_000;

  private final Accounts accounts;

  DatabaseTokens(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public byte[] stored(String token) {
    return Tokens.hash(token);
  }

  @Override
  public void opened(String token, long userId, long nowMs) {}

  @Override
  public long authenticate(String token, long nowMs) {
    return used(accounts.session(Tokens.hash(token), nowMs), nowMs).userId();
  }

  @Override
  public Accounts.Counts counts(String token, long nowMs) {
    Accounts.SessionAndCounts found = accounts.sessionAndCounts(Tokens.hash(token), nowMs);
    used(found == null ? null : found.session(), nowMs);
    return found.counts();
  }

  @Override
  public void end(String token, long nowMs) {
    if (!accounts.endSession(Tokens.hash(token), nowMs)) {
      throw Failure.NOT_SIGNED_IN.refused();
    }
  }

  private Accounts.Session used(Accounts.Session session, long nowMs) {
    if (session == null) {
      throw Failure.NOT_SIGNED_IN.refused();
    }
    if (session.status() != 0) {
      throw Failure.DISABLED.refused();
    }
    if (nowMs - session.lastSeenMs() >= TOUCH_MS) {
      accounts.touch(session.id(), nowMs, nowMs + IDLE_MS);
    }
    return session;
  }
}
