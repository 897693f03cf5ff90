package peer;

import cn.binarywang.wx.miniapp.bean.WxMaJscode2SessionResult;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The four calls. */
@RestController
@RequestMapping(path = "/oapro/wx", produces = "application/json;charset=utf-8")
class Api {
  private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
  private static final String[] LEVELS = {"普通用户", "会员", "区域代理"};

  record LoginRequest(JsonNode code, JsonNode userInfo) {}

  record PhoneRequest(String encryptedData, String iv) {}

  private final Logins logins;
  private final Accounts accounts;
  private final Tokens tokens;
  private final WeChat wechat;
  private final String appId;

  Api(Logins logins, Accounts accounts, Tokens tokens, WeChat wechat, @Value("${WX_APP_ID}") String appId) {
    this.logins = logins;
    this.accounts = accounts;
    this.tokens = tokens;
    this.wechat = wechat;
    this.appId = appId;
  }

  @PostMapping("/auth/login_by_weixin")
  ResponseEntity<Envelope> login(@RequestBody LoginRequest body, HttpServletRequest request) {
    if (isMissing(body.code()) || isMissing(body.userInfo()) || body.code().asText().isEmpty()) {
      throw Failure.MISSING.refused();
    }
    if (!body.code().isTextual() || !body.userInfo().isObject()) {
      throw Failure.BAD_VALUE.refused();
    }
    WxMaJscode2SessionResult session = wechat.code2Session(body.code().asText());
    String token = Tokens.create();
    long nowMs = System.currentTimeMillis();
    String device = request.getHeader("User-Agent");
    Logins.User user =
        logins.write(
            new Logins.Login(
                appId, session.getOpenid(), Base64.getDecoder().decode(session.getSessionKey()), tokens.stored(token),
                claimed(body.userInfo()), device == null ? "" : device, request.getRemoteAddr(), nowMs));
    tokens.opened(token, user.id(), nowMs);
    String expire =
        china(nowMs + Tokens.IDLE_MS).truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    return answer(Map.of("token", token, "tokenExpire", expire, "userInfo", shown(user)));
  }

  @PostMapping("/auth/bindPhone")
  ResponseEntity<Envelope> bindPhone(
      @RequestAttribute(Authentication.USER_ID) long userId, @RequestBody PhoneRequest body) {
    if (body.encryptedData() == null || body.iv() == null) {
      throw Failure.MISSING.refused();
    }
    long nowMs = System.currentTimeMillis();
    WeChat.Phone phone = wechat.decryptPhone(accounts.keys(userId), body.encryptedData(), body.iv(), nowMs);
    accounts.bindPhone(userId, phone, nowMs);
    return answer(Map.of("phone", phone.shown()));
  }

  @PostMapping("/auth/logout")
  ResponseEntity<Envelope> logout(HttpServletRequest request) {
    tokens.end(Authentication.token(request), System.currentTimeMillis());
    return answer(null);
  }

  @GetMapping("/user/index")
  ResponseEntity<Envelope> index(HttpServletRequest request) {
    return answer(tokens.counts(Authentication.token(request), System.currentTimeMillis()));
  }

  private static ResponseEntity<Envelope> answer(Object data) {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(Envelope.of(data));
  }

  private static boolean isMissing(JsonNode node) {
    return node == null || node.isNull();
  }

  private static OffsetDateTime china(long ms) {
    return Instant.ofEpochMilli(ms).atOffset(CHINA);
  }

  /** What is not usable in a claim is left out. */
  private static Logins.Profile claimed(JsonNode info) {
    String avatar = text(info, "avatarUrl");
    long gender = info.path("gender").asLong();
    return new Logins.Profile(
        text(info, "nickName"),
        avatar.matches("https://[\\w.-]+\\.qlogo\\.cn/.*") ? avatar : "",
        gender == 1 || gender == 2 ? gender : 0,
        text(info, "country"), text(info, "province"), text(info, "city"), text(info, "language"));
  }

  private static String text(JsonNode info, String name) {
    JsonNode node = info.path(name);
    return node.isTextual() ? node.asText().strip() : "";
  }

  private static Map<String, Object> shown(Logins.User user) {
    Logins.Profile profile = user.profile();
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("userId", user.id());
    info.put("nickName", profile.nickName());
    info.put("avatarUrl", profile.avatar());
    info.put("gender", profile.gender());
    info.put("country", profile.country());
    info.put("province", profile.province());
    info.put("city", profile.city());
    info.put("language", profile.language());
    if (user.phone() != null) {
      info.put("phone", user.phone().shown());
    }
    info.put("registerDate", china(user.createdMs()).toLocalDate().toString());
    info.put("status", user.status());
    info.put("userLevel", user.level());
    info.put("userLevelDesc", user.level() >= 0 && user.level() < LEVELS.length ? LEVELS[(int) user.level()] : "");
    return info;
  }
}
