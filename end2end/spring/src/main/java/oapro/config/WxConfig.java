package oapro.config;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.api.impl.WxMaServiceImpl;
import cn.binarywang.wx.miniapp.config.impl.WxMaDefaultConfigImpl;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
@EnableConfigurationProperties(WxProperties.class)
public class WxConfig {
  @Bean
  WxMaService wxMaService(WxProperties properties) {
    WxMaDefaultConfigImpl config = new WxMaDefaultConfigImpl();
    config.setAppid(properties.appId());
    config.setSecret(properties.appSecret());
    config.setApiHostUrl(properties.apiHost());
    // oa-mini asks for this token too; the other kind would end the one that it holds
    config.useStableAccessToken(true);
    WxMaService service = new WxMaServiceImpl();
    service.setWxMaConfig(config);
    return service;
  }
}
