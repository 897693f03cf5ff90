/** Starts the WeChat double and drives its phone. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";

export const LIN = "12066600001";

export class Double {
  /** `sdk` is the column of the table in the double's README. */
  static async start(sdk) {
    const double = new Double();
    const arguments_ = ["wechat-double", "--listen", "127.0.0.1:0"];
    double.process = spawn(process.env.OA_MINI_BINARY, arguments_, { stdio: ["ignore", "pipe", "inherit"] });
    // wechat-double: URL appid=… secret=…
    const [line] = await once(createInterface({ input: double.process.stdout }), "line");
    const [, base, appid, secret] = line.split(" ");
    return Object.assign(double, { sdk, base, appid: appid.slice("appid=".length), secret: secret.slice("secret=".length) });
  }

  async stop() {
    this.process.kill();
    await once(this.process, "exit");
  }

  /** A call of a phone or a test, which is not part of the SDK; without a body, one that reads. */
  async call(call, body) {
    const post = body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    return (await fetch(`${this.base}/_double/${call}`, post)).json();
  }

  async code(user = "lin") {
    return (await this.call("phone/login", { user })).code;
  }

  phoneData() {
    return this.call("phone/getPhoneNumber", { user: "lin" });
  }

  profile() {
    return this.call("phone/getUserProfile", { user: "lin", desc: "用于完善会员资料" });
  }

  /** Path and errcode of every call that the SDK has made. */
  async journal() {
    const calls = await this.call("control/journal");
    return calls.filter(({ path }) => !path.startsWith("/_double/")).map(({ path, errcode }) => `${path} ${errcode}`);
  }

  /** Logs in until each errcode that WeChat gives there was met. `refused(errcode, call)` looks at what the SDK made of it. */
  async refuseLogins(login, refused) {
    const code = await this.code();
    await login(code);
    await refused(40163, () => login(code));
    await refused(40029, () => login("no-such-code"));
    await this.call("control/users", { user: "mo", nickName: "墨", phone: "12066600099", highRisk: true });
    await refused(40226, async () => login(await this.code("mo")));
    await this.call("control/quota", { login_per_minute: 1 });
    await refused(45011, async () => login(await this.code()));
    for (const errcode of [-1, 40164, 40243]) {
      await this.call("control/fault", { path: "/sns/jscode2session", times: 1, errcode });
      await refused(errcode, async () => login(await this.code()));
    }
  }

  /** Logs in while the responses are broken: each is an error. */
  async breakLogins(login) {
    const faults = { 502: { status: 502 }, html: { status: 200 }, cut: { cut: true }, truncated: { truncate: true } };
    for (const [name, fault] of Object.entries(faults)) {
      // more than an SDK repeats a call
      await this.call("control/fault", { path: "/sns/jscode2session", times: 20, ...fault });
      const code = await this.code();
      await assert.rejects(() => login(code), undefined, name);
      await this.call("control/fault", { path: "/sns/jscode2session", times: 0 });
      this.result(`login ${name}`);
    }
  }

  /** Notes what became of an operation: ✓, ✗, or `text` for an errcode that is only part of a message. */
  result(operation, outcome = "✓") {
    if (process.env.SDK_RESULTS) appendFileSync(process.env.SDK_RESULTS, `${this.sdk}\t${operation}\t${outcome}\n`);
  }
}
