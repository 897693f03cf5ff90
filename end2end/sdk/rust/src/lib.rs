//! Starts the WeChat double and drives its phone.
#![forbid(unsafe_code)]

use std::env;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// The number of the user `lin`.
pub const LIN: &str = "12066600001";

/// A running double; it ends with the value.
pub struct Double {
    /// Its URL, without a path.
    pub base: String,
    /// Its one app.
    pub appid: String,
    /// The secret of that app.
    pub secret: String,
    process: Child,
}

impl Double {
    /// Starts the program of `OA_MINI_BINARY` on a free port.
    pub fn start() -> Self {
        let binary = env::var("OA_MINI_BINARY").expect("OA_MINI_BINARY is the path of oa-mini");
        let arguments = ["wechat-double", "--listen", "127.0.0.1:0"];
        let mut process = Command::new(binary).args(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        // wechat-double: URL appid=… secret=…
        let words: Vec<_> =
            line.split_whitespace().map(|word| word.split_once('=').map_or(word, |(_, value)| value)).collect();
        let [_, base, appid, secret] = words[..] else { panic!("not the line of the double: {line}") };
        Self { base: base.to_owned(), appid: appid.to_owned(), secret: secret.to_owned(), process }
    }

    /// A call of a phone or a test, which is not part of the SDK.
    pub async fn call(&self, call: &str, body: Value) -> Value {
        let request = reqwest::Client::new().post(format!("{}/_double/{call}", self.base)).json(&body);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// A fresh code of `wx.login`.
    pub async fn code(&self, user: &str) -> String {
        text(&self.call("phone/login", json!({ "user": user })).await["code"])
    }

    /// What `getPhoneNumber` gives: code, encryptedData, iv.
    pub async fn phone_data(&self) -> Value {
        self.call("phone/getPhoneNumber", json!({ "user": "lin" })).await
    }

    /// An array of the control side.
    pub async fn list(&self, call: &str) -> Vec<Value> {
        reqwest::get(format!("{}/_double/{call}", self.base)).await.unwrap().json().await.unwrap()
    }

    /// Path and errcode of every call that the SDK has made.
    pub async fn journal(&self) -> Vec<String> {
        let calls = self.list("control/journal").await;
        let calls = calls.iter().map(|call| (text(&call["path"]), &call["errcode"]));
        calls
            .filter(|(path, _)| !path.starts_with("/_double/"))
            .map(|(path, errcode)| format!("{path} {errcode}"))
            .collect()
    }
}

impl Drop for Double {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The text of a JSON string.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no string")).to_owned()
}

/// Notes what became of an operation: ✓, ✗, or `text` for an errcode that is only part of a message.
pub fn result(operation: &str, outcome: &str) {
    if let Ok(path) = env::var("SDK_RESULTS") {
        let mut file = File::options().create(true).append(true).open(path).unwrap();
        // one write, since tests run side by side
        file.write_all(format!("wechat-mp-sdk\t{operation}\t{outcome}\n").as_bytes()).unwrap();
    }
}

/// Notes that an operation works.
pub fn works(operation: &str) {
    result(operation, "✓");
}
