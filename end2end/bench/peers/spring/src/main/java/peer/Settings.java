package peer;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.api.impl.WxMaServiceImpl;
import cn.binarywang.wx.miniapp.config.impl.WxMaDefaultConfigImpl;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import me.chanjar.weixin.common.util.http.apache.DefaultApacheHttpClientBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration
class Settings {
  private static final int CONNECTIONS = 16;
  private static final int WECHAT_CONNECTIONS = 64;

  @Bean
  HikariDataSource dataSource(@Value("${DATABASE_URL}") URI address) {
    String[] login = address.getUserInfo().split(":", 2);
    boolean isPostgres = isPostgres(address);
    HikariConfig config = new HikariConfig();
    String driver = isPostgres ? "postgresql" : "mariadb";
    config.setJdbcUrl("jdbc:" + driver + "://" + address.getHost() + ":" + address.getPort() + address.getPath());
    config.setUsername(login[0]);
    config.setPassword(login[1]);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(CONNECTIONS);
    // no gap locks, as oa-mini has it
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    if (!isPostgres) {
      // each statement is prepared once a connection; PostgreSQL's driver does that by itself
      config.addDataSourceProperty("useServerPrepStmts", "true");
      config.addDataSourceProperty("cachePrepStmts", "true");
      config.addDataSourceProperty("prepStmtCacheSize", "250");
    }
    return new HikariDataSource(config);
  }

  @Bean
  Statements statements(@Value("${DATABASE_URL}") URI address) {
    return isPostgres(address) ? Statements.postgres() : Statements.mariadb();
  }

  private static boolean isPostgres(URI address) {
    return address.getScheme().startsWith("postgres");
  }

  @Bean
  WxMaService wechat(
      @Value("${WX_BASE_URL}") String baseUrl,
      @Value("${WX_APP_ID}") String appId,
      @Value("${WX_APP_SECRET}") String secret) {
    // the library's own limit is ten connections a host
    DefaultApacheHttpClientBuilder client = DefaultApacheHttpClientBuilder.get();
    client.setMaxConnPerHost(WECHAT_CONNECTIONS);
    client.setMaxTotalConn(WECHAT_CONNECTIONS);
    WxMaDefaultConfigImpl config = new WxMaDefaultConfigImpl();
    config.setAppid(appId);
    config.setSecret(secret);
    config.setApiHostUrl(baseUrl);
    config.setApacheHttpClientBuilder(client);
    WxMaService service = new WxMaServiceImpl();
    service.setWxMaConfig(config);
    // it would try for half a minute where WeChat is busy
    service.setMaxRetryTimes(1);
    service.setRetrySleepMillis(100);
    return service;
  }

  @Bean
  Tokens tokens(@Value("${TOKENS}") String kind, Accounts accounts) {
    return switch (kind) {
      case "memory" -> new MemoryTokens(accounts);
      case "database" -> new DatabaseTokens(accounts);
      default -> throw new IllegalArgumentException("TOKENS is `memory` or `database`");
    };
  }

  @Bean
  WebMvcConfigurer interceptors(Authentication authentication) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(authentication).addPathPatterns("/oapro/wx/auth/bindPhone");
      }
    };
  }
}
