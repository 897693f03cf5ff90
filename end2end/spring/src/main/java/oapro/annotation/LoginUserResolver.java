package oapro.annotation;

import oapro.service.UserTokenManager;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Finds the caller by the header X-OA-Token. */
@Component
public class LoginUserResolver implements HandlerMethodArgumentResolver {
  public static final String TOKEN_HEADER = "X-OA-Token";

  private final UserTokenManager tokens;

  LoginUserResolver(UserTokenManager tokens) {
    this.tokens = tokens;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.hasParameterAnnotation(LoginUser.class);
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter, ModelAndViewContainer container, NativeWebRequest request, WebDataBinderFactory binders) {
    return tokens.find(request.getHeader(TOKEN_HEADER));
  }
}
