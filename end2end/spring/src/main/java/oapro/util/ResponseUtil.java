package oapro.util;

import java.util.LinkedHashMap;
import java.util.Map;

/** The envelope {@code {errno, errmsg, data}}. */
public final class ResponseUtil {
  private ResponseUtil() {}

  public static Object ok() {
    return envelope(0, "成功");
  }

  public static Object ok(Object data) {
    Map<String, Object> envelope = envelope(0, "成功");
    envelope.put("data", data);
    return envelope;
  }

  public static Object fail() {
    return envelope(-1, "错误");
  }

  public static Object badArgument() {
    return envelope(401, "参数不对");
  }

  public static Object badArgumentValue() {
    return envelope(402, "参数值不对");
  }

  public static Object unlogin() {
    return envelope(501, "请登录");
  }

  public static Object serious() {
    return envelope(502, "系统内部错误");
  }

  public static Object unauthz() {
    return envelope(506, "无操作权限");
  }

  private static Map<String, Object> envelope(int errno, String errmsg) {
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("errno", errno);
    envelope.put("errmsg", errmsg);
    return envelope;
  }
}
