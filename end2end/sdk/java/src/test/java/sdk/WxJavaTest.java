package sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sdk.WechatDouble.LIN;
import static sdk.WechatDouble.result;
import static sdk.WechatDouble.works;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.api.WxMaUserService;
import cn.binarywang.wx.miniapp.api.impl.WxMaServiceImpl;
import cn.binarywang.wx.miniapp.bean.WxMaJscode2SessionResult;
import cn.binarywang.wx.miniapp.config.impl.WxMaDefaultConfigImpl;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.common.util.json.GsonParser;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Java's WxJava against the WeChat double, as an independent backend would use it. Its configuration has a host. */
class WxJavaTest {
  /** The SDK replaces it by the host of its configuration. */
  private static final String API = "https://api.weixin.qq.com";
  private static final String LOGIN = "/sns/jscode2session";
  private static final String PHONE = "/wxa/business/getuserphonenumber";

  private static WechatDouble wechat;
  private WxMaService service;
  private WxMaUserService users;

  @BeforeAll
  static void start() throws Exception {
    wechat = new WechatDouble();
  }

  @AfterAll
  static void stop() throws Exception {
    wechat.close();
  }

  @BeforeEach
  void reset() throws Exception {
    wechat.call("control/reset", Map.of());
    service = service(wechat.appid, wechat.secret, false);
    users = service.getUserService();
  }

  private static WxMaService service(String appid, String secret, boolean stable) {
    var config = new WxMaDefaultConfigImpl();
    config.setAppid(appid);
    config.setSecret(secret);
    config.setApiHostUrl(wechat.base);
    config.useStableAccessToken(stable);
    var service = new WxMaServiceImpl();
    service.setWxMaConfig(config);
    // -1 is repeated five times; without this, over half a minute
    service.setRetrySleepMillis(1);
    return service;
  }

  private WxMaJscode2SessionResult session(String user) throws Exception {
    return users.getSessionInfo(wechat.code(user));
  }

  private String number(JsonObject data) throws Exception {
    String key = session("lin").getSessionKey();
    return users.getPhoneNoInfo(key, data.get("encryptedData").getAsString(), data.get("iv").getAsString())
        .getPurePhoneNumber();
  }

  private String numberByCode() throws Exception {
    return users.getPhoneNumber(wechat.phoneData().get("code").getAsString()).getPurePhoneNumber();
  }

  private static void refused(int errcode, String operation, Executable call) throws Exception {
    assertEquals(errcode, assertThrows(WxErrorException.class, call).getError().getErrorCode());
    works(operation);
  }

  @Test
  void login() throws Exception {
    var session = session("lin");
    assertEquals(wechat.lin().get("openid").getAsString(), session.getOpenid());
    assertEquals(wechat.lin().get("unionid").getAsString(), session.getUnionid());
    assertEquals(session.getSessionKey(), session("lin").getSessionKey());
    works("login");
  }

  @Test
  void phoneByData() throws Exception {
    var data = wechat.phoneData();
    assertEquals(LIN, number(data));
    works("phone-data");
    wechat.call("control/rotate-key", Map.of("user", "lin"));
    assertThrows(RuntimeException.class, () -> number(data));
    works("old-key");
  }

  @Test
  void dataOfAnotherMiniProgramIsNotRefused() throws Exception {
    wechat.call("control/watermark", Map.of("appid", "wxanother"));
    assertEquals(LIN, number(wechat.phoneData()));
    result("foreign-watermark", "✗");
  }

  @Test
  void phoneByCode() throws Exception {
    String code = wechat.phoneData().get("code").getAsString();
    assertEquals(LIN, users.getPhoneNumber(code).getPurePhoneNumber());
    works("phone-code");
    refused(40029, "phone 40029", () -> users.getPhoneNumber(code));
    wechat.call("control/fault", Map.of("path", PHONE, "times", 1, "errcode", 45009));
    refused(45009, "phone 45009", () -> users.getPhoneNumber(code));
  }

  @Test
  void profile() throws Exception {
    var profile = wechat.call("phone/getUserProfile", Map.of("user", "lin", "desc", "用于完善会员资料"));
    String key = session("lin").getSessionKey();
    String raw = profile.get("rawData").getAsString();
    String signature = profile.get("signature").getAsString();
    assertTrue(users.checkUserInfo(key, raw, signature));
    assertFalse(users.checkUserInfo(key, raw + " ", signature));
    works("profile-signature");
    var info = users.getUserInfo(key, profile.get("encryptedData").getAsString(), profile.get("iv").getAsString());
    assertEquals("林晓", info.getNickName());
    works("profile-data");
  }

  @Test
  void token() throws Exception {
    service.getAccessToken();
    assertEquals(List.of("/cgi-bin/token 0"), wechat.journal());
    assertEquals(LIN, numberByCode());
    works("token");
    refused(40125, "token 40125", () -> service(wechat.appid, "0".repeat(32), false).getAccessToken());
    wechat.call("control/fault", Map.of("path", "/cgi-bin/token", "times", 1, "errcode", 40164));
    refused(40164, "token 40164", () -> service.getAccessToken(true));
  }

  @Test
  void stableToken() throws Exception {
    service = service(wechat.appid, wechat.secret, true);
    users = service.getUserService();
    String token = service.getAccessToken();
    assertEquals(List.of("/cgi-bin/stable_token 0"), wechat.journal());
    assertEquals(token, service(wechat.appid, wechat.secret, true).getAccessToken(), "another node has the same");
    assertEquals(LIN, numberByCode());
    works("stable-token");
  }

  @Test
  void aTokenThatWechatForgotIsFetchedAnew() throws Exception {
    service.getAccessToken();
    wechat.call("control/reset", Map.of());
    assertEquals(LIN, numberByCode());
    assertEquals(List.of(PHONE + " 40001", "/cgi-bin/token 0", PHONE + " 0"), wechat.journal());
    works("renewal 40001");
  }

  @Test
  void aTokenThatExpiredIsFetchedAnew() throws Exception {
    service.getAccessToken();
    wechat.call("control/clock", Map.of("advance_s", 7200));
    assertEquals(LIN, numberByCode());
    assertEquals(List.of("/cgi-bin/token 0", PHONE + " 42001", "/cgi-bin/token 0", PHONE + " 0"), wechat.journal());
    works("renewal 42001");
  }

  /** It calls {@code /wxa/checksessionkey}, which WeChat does not have, and signs the openid instead of the empty text. */
  @Test
  void checkSessionCallsAnotherPath() throws Exception {
    var session = session("lin");
    Executable check = () -> users.checkSessionKey(session.getOpenid(), session.getSessionKey());
    assertEquals(40066, assertThrows(WxErrorException.class, check).getError().getErrorCode());
    result("check-session", "✗");
  }

  @Test
  void sessionAndCiphertextByItsGeneralRequests() throws Exception {
    var session = session("lin");
    String signature = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, session.getSessionKey()).hmacHex("");
    String query = "openid=" + session.getOpenid() + "&sig_method=hmac_sha256&signature=" + signature;
    String digest = DigestUtils.sha256Hex(wechat.phoneData().get("encryptedData").getAsString());
    String checked = service.post(API + "/wxa/business/checkencryptedmsg", Map.of("encrypted_msg_hash", digest));
    assertTrue(GsonParser.parse(checked).get("vaild").getAsBoolean());
    works("check-encrypted");
    String renewed = service.get(API + "/wxa/resetusersessionkey", query);
    assertNotEquals(session.getSessionKey(), GsonParser.parse(renewed).get("session_key").getAsString());
    works("reset-session");
  }

  @Test
  void whatALoginIsRefusedWith() throws Exception {
    String code = wechat.code("lin");
    users.getSessionInfo(code);
    refused(40163, "login 40163", () -> users.getSessionInfo(code));
    refused(40029, "login 40029", () -> users.getSessionInfo("no-such-code"));
    wechat.call("control/users", Map.of("user", "mo", "nickName", "墨", "phone", "12066600099", "highRisk", true));
    refused(40226, "login 40226", () -> session("mo"));
    wechat.call("control/quota", Map.of("login_per_minute", 1));
    refused(45011, "login 45011", () -> session("lin"));
    for (int errcode : new int[] {-1, 40164, 40243}) {
      wechat.call("control/fault", Map.of("path", LOGIN, "times", 20, "errcode", errcode));
      refused(errcode, "login " + errcode, () -> session("lin"));
      wechat.call("control/fault", Map.of("path", LOGIN, "times", 0));
    }
  }

  @Test
  void aWrongAppAndAWrongSecret() throws Exception {
    var noApp = service("wx0000000000000000", wechat.secret, false);
    refused(40013, "login 40013", () -> noApp.getUserService().getSessionInfo("x"));
    var noSecret = service(wechat.appid, "0".repeat(32), false);
    refused(40125, "login 40125", () -> noSecret.getUserService().getSessionInfo("x"));
  }

  @Test
  void brokenResponses() throws Exception {
    session("lin");
    var faults = Map.of("502", Map.of("status", 502), "html", Map.of("status", 200), "cut", Map.of("cut", true),
        "truncated", Map.of("truncate", true));
    for (var fault : faults.entrySet()) {
      var body = new HashMap<String, Object>(fault.getValue());
      body.putAll(Map.of("path", LOGIN, "times", 1));
      wechat.call("control/fault", body);
      assertThrows(RuntimeException.class, () -> session("lin"), fault.getKey());
      works("login " + fault.getKey());
    }
  }
}
