package sdk;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts the WeChat double and drives its phone. */
final class WechatDouble implements AutoCloseable {
  static final String LIN = "12066600001";

  final String base;
  final String appid;
  final String secret;
  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();

  WechatDouble() throws IOException {
    process = new ProcessBuilder(System.getenv("OA_MINI_BINARY"), "wechat-double", "--listen", "127.0.0.1:0")
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    // wechat-double: URL appid=… secret=…
    String[] line = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine().split(" ");
    base = line[1];
    appid = line[2].substring("appid=".length());
    secret = line[3].substring("secret=".length());
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** A call of a phone or a test, which is not part of the SDK. */
  JsonObject call(String call, Map<String, ?> body) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(base + "/_double/" + call)).header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(new Gson().toJson(body))).build();
    return new Gson().fromJson(http.send(request, BodyHandlers.ofString()).body(), JsonObject.class);
  }

  String code(String user) throws Exception {
    return call("phone/login", Map.of("user", user)).get("code").getAsString();
  }

  JsonObject phoneData() throws Exception {
    return call("phone/getPhoneNumber", Map.of("user", "lin"));
  }

  JsonObject lin() throws Exception {
    for (JsonElement user : list("users")) {
      if (user.getAsJsonObject().get("user").getAsString().equals("lin")) {
        return user.getAsJsonObject();
      }
    }
    throw new AssertionError("the double has no lin");
  }

  /** Path and errcode of every call that the SDK has made. */
  List<String> journal() throws Exception {
    var calls = new ArrayList<String>();
    for (JsonElement entry : list("control/journal")) {
      JsonObject call = entry.getAsJsonObject();
      if (!call.get("path").getAsString().startsWith("/_double/")) {
        calls.add(call.get("path").getAsString() + " " + call.get("errcode").getAsString());
      }
    }
    return calls;
  }

  /** Notes what became of an operation: ✓, ✗, or {@code text} for an errcode that is only part of a message. */
  static void result(String operation, String outcome) throws IOException {
    String path = System.getenv("SDK_RESULTS");
    if (path != null) {
      String line = "WxJava\t" + operation + "\t" + outcome + "\n";
      Files.writeString(Path.of(path), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  static void works(String operation) throws IOException {
    result(operation, "✓");
  }

  private JsonArray list(String call) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(base + "/_double/" + call)).build();
    return new Gson().fromJson(http.send(request, BodyHandlers.ofString()).body(), JsonArray.class);
  }
}
