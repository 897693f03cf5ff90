package oapro.controller;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.api.WxMaUserService;
import cn.binarywang.wx.miniapp.bean.WxMaJscode2SessionResult;
import cn.binarywang.wx.miniapp.bean.WxMaPhoneNumberInfo;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import me.chanjar.weixin.common.error.WxErrorException;
import oapro.annotation.LoginUser;
import oapro.domain.WxUser;
import oapro.dto.BindPhoneRequest;
import oapro.dto.LoginRequest;
import oapro.service.UserTokenManager;
import oapro.service.UserTokenManager.UserToken;
import oapro.service.WxUserService;
import oapro.util.ResponseUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Login by WeChat, the phone number, logout. */
@RestController
@RequestMapping("/oapro/wx/auth")
public class WxAuthController {
  private static final Logger LOG = LoggerFactory.getLogger(WxAuthController.class);
  private static final String[] LEVELS = {"普通用户", "会员", "区域代理"};

  private final WxMaUserService wechat;
  private final WxUserService users;
  private final UserTokenManager tokens;

  WxAuthController(WxMaService wechat, WxUserService users, UserTokenManager tokens) {
    this.wechat = wechat.getUserService();
    this.users = users;
    this.tokens = tokens;
  }

  @PostMapping("/login_by_weixin")
  public Object loginByWeixin(@RequestBody LoginRequest body, HttpServletRequest request) {
    if (body.code() == null || body.userInfo() == null) {
      return ResponseUtil.badArgument();
    }
    WxMaJscode2SessionResult session;
    try {
      session = wechat.getSessionInfo(body.code());
    } catch (WxErrorException refused) {
      return refused(refused);
    }
    WxUser user = users.login(session.getOpenid(), body.userInfo(), body.shareUserId(), clientIp(request));
    if (user.getStatus() != 0) {
      return ResponseUtil.unauthz();
    }
    UserToken token = tokens.generate(user.getId(), session.getSessionKey());
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("token", token.token());
    data.put("tokenExpire", token.expireTime().toString());
    data.put("userInfo", shown(user));
    return ResponseUtil.ok(data);
  }

  @PostMapping("/bindPhone")
  public Object bindPhone(@LoginUser UserToken caller, @RequestBody BindPhoneRequest body) {
    if (caller == null) {
      return ResponseUtil.unlogin();
    }
    boolean isSealed = body.encryptedData() != null && body.iv() != null;
    if (body.code() == null && !isSealed) {
      return ResponseUtil.badArgument();
    }
    WxMaPhoneNumberInfo number;
    try {
      number =
          body.code() != null
              ? wechat.getPhoneNumber(body.code())
              : wechat.getPhoneNoInfo(caller.sessionKey(), body.encryptedData(), body.iv());
    } catch (WxErrorException refused) {
      return refused(refused);
    }
    if (!users.bindPhone(caller.userId(), number.getPhoneNumber())) {
      return ResponseUtil.unlogin();
    }
    return ResponseUtil.ok(Map.of("phone", number.getPhoneNumber()));
  }

  @PostMapping("/logout")
  public Object logout(@LoginUser UserToken caller) {
    if (caller == null) {
      return ResponseUtil.unlogin();
    }
    tokens.remove(caller.token());
    return ResponseUtil.ok();
  }

  /** Whatever WeChat says is one error to the client. */
  private static Object refused(WxErrorException refused) {
    LOG.warn("WeChat refuses: errcode {}", refused.getError().getErrorCode());
    return ResponseUtil.fail();
  }

  /** Behind nginx, which sets X-Real-IP. */
  private static String clientIp(HttpServletRequest request) {
    String behindProxy = request.getHeader("X-Real-IP");
    return behindProxy == null ? request.getRemoteAddr() : behindProxy;
  }

  private static Map<String, Object> shown(WxUser user) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("userId", user.getId());
    shown.put("nickName", user.getNickname());
    shown.put("avatarUrl", user.getAvatar());
    shown.put("gender", user.getGender());
    if (!user.getMobile().isEmpty()) {
      shown.put("phone", user.getMobile());
    }
    shown.put("registerDate", user.getAddTime().toLocalDate().toString());
    shown.put("status", user.getStatus());
    shown.put("userLevel", user.getUserLevel());
    shown.put("userLevelDesc", LEVELS[user.getUserLevel()]);
    return shown;
  }
}
