package peer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;

/** Where sessions are kept. */
interface Tokens {
  long IDLE_MS = Duration.ofDays(7).toMillis();
  long ABSOLUTE_MS = Duration.ofDays(30).toMillis();
  int MAX_SESSIONS = 20;

  /** What a login writes into the database with the user; null if nothing. */
  byte[] stored(String token);

  void opened(String token, long userId, long nowMs);

  /** Whose token it is. */
  long authenticate(String token, long nowMs);

  Accounts.Counts counts(String token, long nowMs);

  void end(String token, long nowMs);

  SecureRandom RANDOM = new SecureRandom();

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  static String create() {
    return "oa_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random(32));
  }

  static byte[] hash(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static byte[] hash(String token) {
    return hash(token.getBytes(StandardCharsets.UTF_8));
  }
}
