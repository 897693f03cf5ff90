/**
 * Node's node-easywechat against the WeChat double, as an independent backend would use it. Its base URL is an option. The login and
 * the crypto have methods; other calls are made through its client, which adds the access_token and leaves errcodes to the caller.
 */
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import { MiniApp } from "node-easywechat";
import { Double, LIN } from "./double.js";

const PHONE = "/wxa/business/getuserphonenumber";
let double, app;

/** Tokens in memory: its own cache is files in the working directory. */
function memory() {
  const values = new Map();
  return { get: async (key) => values.get(key), set: async (key, value) => values.set(key, value) };
}

function application(app_id, secret, stable = false) {
  return new MiniApp({ app_id, secret, use_stable_access_token: stable, http: { baseURL: double.base } }).setCache(memory());
}

const login = (code) => app.getUtils().codeToSession(code);
const decrypt = async ({ encryptedData, iv }) =>
  app.getUtils().decryptSession((await login(await double.code())).session_key, iv, encryptedData);
const exchange = async (code) => (await app.getClient().postJson(PHONE, { code })).toObject();
const number = async () => exchange((await double.phoneData()).code);

/** WeChat's body is part of the message, and nowhere else. */
async function onlyText(operation, errcode, call) {
  await assert.rejects(call, (error) => error.errcode === undefined && error.message.includes(`"errcode":${errcode},`));
  double.result(`${operation} ${errcode}`, "text");
}

before(async () => (double = await Double.start("node-easywechat")));
after(() => double.stop());
beforeEach(async () => {
  await double.call("control/reset", {});
  app = application(double.appid, double.secret);
});

test("login", async () => {
  const [lin] = await double.call("users");
  const { openid, unionid } = await login(await double.code());
  assert.deepEqual({ openid, unionid }, { openid: lin.openid, unionid: lin.unionid });
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

test("data of another mini-program is not refused", async () => {
  await double.call("control/watermark", { appid: "wxanother" });
  assert.equal((await decrypt(await double.phoneData())).watermark.appid, "wxanother");
  double.result("foreign-watermark", "✗");
});

test("phone by code", async () => {
  const { code } = await double.phoneData();
  assert.equal((await exchange(code)).phone_info.purePhoneNumber, LIN);
  double.result("phone-code");
  assert.equal((await exchange(code)).errcode, 40029);
  double.result("phone 40029");
  await double.call("control/fault", { path: PHONE, times: 1, errcode: 45009 });
  assert.equal((await exchange(code)).errcode, 45009);
  double.result("phone 45009");
});

test("profile data", async () => {
  assert.equal((await decrypt(await double.profile())).nickName, "林晓");
  double.result("profile-data");
});

for (const [operation, path, stable] of [["token", "/cgi-bin/token", false], ["stable-token", "/cgi-bin/stable_token", true]]) {
  test(operation, async () => {
    app = application(double.appid, double.secret, stable);
    await app.getAccessToken().getToken();
    assert.deepEqual(await double.journal(), [`${path} 0`]);
    assert.equal((await number()).phone_info.purePhoneNumber, LIN);
    double.result(operation);
  });
}

test("what a token is refused with", async () => {
  await onlyText("token", 40125, () => application(double.appid, "0".repeat(32)).getAccessToken().getToken());
  await double.call("control/fault", { path: "/cgi-bin/token", times: 1, errcode: 40164 });
  await onlyText("token", 40164, () => app.getAccessToken().getToken());
});

test("a dead token is not fetched anew", async () => {
  const kills = { 40001: () => double.call("control/reset", {}), 42001: () => double.call("control/clock", { advance_s: 7200 }) };
  for (const [errcode, kill] of Object.entries(kills)) {
    app = application(double.appid, double.secret);
    await app.getAccessToken().getToken();
    await kill();
    assert.equal((await number()).errcode, Number(errcode));
    assert.equal((await number()).errcode, Number(errcode));
    double.result(`renewal ${errcode}`, "✗");
    // what a caller does about it
    await app.getAccessToken().refresh();
    assert.equal((await number()).errcode, 0);
  }
});

test("session and ciphertext, through the client", async () => {
  const { openid, session_key } = await login(await double.code());
  const params = { openid, signature: createHmac("sha256", session_key).digest("hex"), sig_method: "hmac_sha256" };
  const get = async (path, params) => (await app.getClient().get(path, { params })).toObject();
  assert.equal((await get("/wxa/checksession", { ...params })).errcode, 0);
  assert.equal((await get("/wxa/checksession", { ...params, signature: "x" })).errcode, 87009);
  double.result("check-session");
  const data = await double.phoneData();
  const encrypted_msg_hash = createHash("sha256").update(data.encryptedData).digest("hex");
  const checked = await app.getClient().postJson("/wxa/business/checkencryptedmsg", { encrypted_msg_hash });
  assert.equal(checked.toObject().vaild, true);
  double.result("check-encrypted");
  assert.notEqual((await get("/wxa/resetusersessionkey", { ...params })).session_key, session_key);
  double.result("reset-session");
});

test("what a login is refused with", async () => {
  const refused = (errcode, call) => onlyText("login", errcode, call);
  await double.refuseLogins(login, refused);
  await refused(40013, () => application("wx0000000000000000", double.secret).getUtils().codeToSession("x"));
  await refused(40125, () => application(double.appid, "0".repeat(32)).getUtils().codeToSession("x"));
});

test("broken responses", () => double.breakLogins(login));
