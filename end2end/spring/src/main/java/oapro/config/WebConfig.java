package oapro.config;

import java.util.List;
import oapro.annotation.LoginUserResolver;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration
public class WebConfig implements WebMvcConfigurer {
  private final LoginUserResolver loginUser;

  WebConfig(LoginUserResolver loginUser) {
    this.loginUser = loginUser;
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(loginUser);
  }
}
