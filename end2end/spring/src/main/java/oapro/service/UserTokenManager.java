package oapro.service;

import java.security.SecureRandom;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Who is logged in, in this process's memory: a restart logs everybody out. */
@Component
public class UserTokenManager {
  private static final int TOKEN_BYTES = 32;
  private static final int LIFETIME_DAYS = 7;

  /** The session_key stays here and is never sent to a client. */
  public record UserToken(String token, int userId, String sessionKey, LocalDateTime expireTime) {}

  private final SecureRandom random = new SecureRandom();
  private final Map<String, UserToken> tokens = new ConcurrentHashMap<>();

  public UserToken generate(int userId, String sessionKey) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    UserToken made = new UserToken(token, userId, sessionKey, WxUserService.now().plusDays(LIFETIME_DAYS));
    tokens.put(token, made);
    return made;
  }

  /** Null where the token is missing, unknown or too old. */
  public UserToken find(String token) {
    UserToken found = token == null ? null : tokens.get(token);
    if (found != null && found.expireTime().isBefore(WxUserService.now())) {
      remove(token);
      return null;
    }
    return found;
  }

  public void remove(String token) {
    tokens.remove(token);
  }
}
