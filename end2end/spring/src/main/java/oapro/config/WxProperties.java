package oapro.config;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** What application.yml says under {@code wx}. */
@ConfigurationProperties("wx")
public record WxProperties(String appId, String appSecret, String apiHost) {}
