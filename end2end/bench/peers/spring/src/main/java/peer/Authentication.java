package peer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/** A guarded call authenticates before it decodes its body. */
@Component
class Authentication implements HandlerInterceptor {
  static final String USER_ID = "userId";
  private static final String BEARER = "Bearer ";

  private final Tokens tokens;

  Authentication(Tokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
    request.setAttribute(USER_ID, tokens.authenticate(token(request), System.currentTimeMillis()));
    return true;
  }

  /** The token of a request, which must have one. */
  static String token(HttpServletRequest request) {
    String token = request.getHeader("X-OA-Token");
    String other = request.getHeader("Authorization");
    if ((token == null || token.isEmpty()) && other != null && other.startsWith(BEARER)) {
      token = other.substring(BEARER.length());
    }
    if (token == null || token.isEmpty()) {
      throw Failure.NOT_SIGNED_IN.refused();
    }
    return token;
  }
}
