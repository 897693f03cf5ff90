/**
 * Node's wechat-jssdk against the WeChat double, as an independent backend would use it. Every URL is an option. Its half for
 * mini-programs has the login and the crypto; a phone code and a session_key's check it does not know.
 */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { MiniProgram, JSSDK, Store } from "wechat-jssdk";
import { Double, LIN } from "./double.js";

let double, mini;

function app(appId, appSecret) {
  const GET_SESSION_KEY_URL = `${double.base}/sns/jscode2session`;
  // in memory: its own store is a file in the working directory
  return new MiniProgram({ miniProgram: { appId, appSecret, GET_SESSION_KEY_URL }, store: new Store({ noInterval: true }) });
}

const login = (code) => mini.getSession(code);
const decrypt = async ({ encryptedData, iv }) => mini.decryptData(encryptedData, iv, (await login(await double.code())).session_key);

before(async () => (double = await Double.start("wechat-jssdk")));
after(() => double.stop());
beforeEach(async () => {
  await double.call("control/reset", {});
  mini = app(double.appid, double.secret);
});

test("login", async () => {
  const [lin] = await double.call("users");
  const { openid, unionid, session_key } = await login(await double.code());
  assert.deepEqual({ openid, unionid }, { openid: lin.openid, unionid: lin.unionid });
  assert.equal(await mini.store.getMPSessionKey(openid), session_key);
  double.result("login");
});

test("phone by data", async () => {
  const data = await double.phoneData();
  assert.equal((await decrypt(data)).purePhoneNumber, LIN);
  double.result("phone-data");
  await double.call("control/rotate-key", { user: "lin" });
  await assert.rejects(() => decrypt(data));
  double.result("old-key");
});

test("data of another mini-program", async () => {
  await double.call("control/watermark", { appid: "wxanother" });
  const data = await double.phoneData();
  await assert.rejects(() => decrypt(data), /appId not match/);
  double.result("foreign-watermark");
});

test("profile", async () => {
  const profile = await double.profile();
  assert.equal((await decrypt(profile)).nickName, "林晓");
  double.result("profile-data");
  const { session_key } = await login(await double.code());
  await mini.verifySignature(profile.rawData, profile.signature, session_key);
  await assert.rejects(() => mini.verifySignature(`${profile.rawData} `, profile.signature, session_key));
  double.result("profile-signature");
});

test("token", async () => {
  const accessTokenUrl = `${double.base}/cgi-bin/token`;
  const sdk = (appSecret) => new JSSDK({ appId: double.appid, appSecret, accessTokenUrl, store: mini.store });
  assert.equal((await sdk(double.secret).getAccessToken()).expires_in, 7200);
  assert.deepEqual(await double.journal(), ["/cgi-bin/token 0"]);
  double.result("token");
  await assert.rejects(() => sdk("0".repeat(32)).getAccessToken(), { errcode: 40125 });
  double.result("token 40125");
  await double.call("control/fault", { path: "/cgi-bin/token", times: 1, errcode: 40164 });
  await assert.rejects(() => sdk(double.secret).getAccessToken(), { errcode: 40164 });
  double.result("token 40164");
});

test("what a login is refused with", async () => {
  // WeChat's own body is what is thrown
  const refused = async (errcode, call) => {
    await assert.rejects(call, { errcode });
    double.result(`login ${errcode}`);
  };
  await double.refuseLogins(login, refused);
  await refused(40013, () => app("wx0000000000000000", double.secret).getSession("x"));
  await refused(40125, () => app(double.appid, "0".repeat(32)).getSession("x"));
});

test("broken responses", () => double.breakLogins(login));

// its HTTP client repeats a GET that failed, and a code works once: the first error is what the user should see
test("a login that was cut is repeated with the spent code", async () => {
  await double.call("control/fault", { path: "/sns/jscode2session", times: 1, cut: true });
  const code = await double.code();
  await assert.rejects(() => login(code), { errcode: 40163 });
});
