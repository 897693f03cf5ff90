//! For any bytes an envelope is returned: nothing panics, and no response has another status.

use crate::test_app::{TestApp, envelope};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// Requests per property: few, since each goes through a socket and the database.
const CASES: u32 = 192;

struct Stage {
    runtime: Runtime,
    app: TestApp,
    token: String,
}

impl Stage {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let (app, token) = runtime.block_on(async {
            let app = TestApp::demo().await;
            let token = app.token("lin").await;
            (app, token)
        });
        Self { runtime, app, token }
    }

    fn send(&self, path: &str, body: Vec<u8>) -> Value {
        let request = self.app.client.post(self.app.api(path)).header("x-oa-token", &self.token).body(body);
        self.runtime.block_on(async { envelope(request.send().await.unwrap()).await })
    }

    fn errno(&self, path: &str, body: &Value) -> i64 {
        self.send(path, body.to_string().into_bytes())["errno"].as_i64().unwrap()
    }
}

fn runner() -> TestRunner {
    TestRunner::new(Config { cases: CASES, failure_persistence: None, ..Config::default() })
}

/// Header names with a meaning for the server, and others.
fn name() -> impl Strategy<Value = String> {
    const OURS: &[&str] =
        &["code", "userInfo", "shareUserId", "rawData", "signature", "encryptedData", "iv", "nickName", "gender"];
    prop_oneof![3 => prop::sample::select(OURS).prop_map(str::to_owned), 1 => "[a-zA-Z]{1,12}"]
}

/// Any JSON, three levels deep.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(name(), inner, 0..6).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

#[test]
fn any_bytes_as_a_body_get_an_envelope() {
    let stage = Stage::new();
    let paths = prop::sample::select(vec!["auth/login_by_weixin", "auth/bindPhone"]);
    runner()
        .run(&(paths, any::<Vec<u8>>()), |(path, body)| {
            let errno = stage.send(path, body)["errno"].as_i64().unwrap();
            prop_assert!(matches!(errno, 401 | 402), "{errno}");
            Ok(())
        })
        .unwrap();
}

#[test]
fn any_json_as_a_body_gets_an_envelope() {
    let stage = Stage::new();
    let paths = prop::sample::select(vec!["auth/login_by_weixin", "auth/bindPhone"]);
    runner()
        .run(&(paths, any_json()), |(path, body)| {
            let errno = stage.errno(path, &body);
            prop_assert!(matches!(errno, 401 | 402 | 710 | 715 | 721), "{errno}");
            Ok(())
        })
        .unwrap();
}

#[test]
fn any_code_is_refused() {
    let stage = Stage::new();
    runner()
        .run(&(any::<String>(), any_json()), |(code, user_info)| {
            let login = stage.errno("auth/login_by_weixin", &json!({ "code": code, "userInfo": user_info }));
            prop_assert!(matches!(login, 401 | 402 | 710), "{login}");
            let phone = stage.errno("auth/bindPhone", &json!({ "code": code }));
            prop_assert!(matches!(phone, 401 | 402 | 721), "{phone}");
            Ok(())
        })
        .unwrap();
}

#[test]
fn any_encrypted_data_is_the_same_715() {
    use base64::prelude::{BASE64_STANDARD, Engine as _};

    let stage = Stage::new();
    let texts = prop_oneof![any::<String>(), any::<Vec<u8>>().prop_map(|bytes| BASE64_STANDARD.encode(bytes))];
    let blocks = any::<[[u8; 16]; 8]>().prop_map(|blocks| BASE64_STANDARD.encode(blocks.concat()));
    let iv = prop_oneof![any::<String>(), any::<[u8; 16]>().prop_map(|iv| BASE64_STANDARD.encode(iv))];
    runner()
        .run(&(prop_oneof![texts, blocks], iv), |(data, iv)| {
            let errno = stage.errno("auth/bindPhone", &json!({ "encryptedData": data, "iv": iv }));
            prop_assert_eq!(errno, 715);
            Ok(())
        })
        .unwrap();
}

/// One changed byte of a real ciphertext: the number is bound unchanged or not at all.
#[test]
fn no_changed_byte_binds_another_number() {
    use base64::prelude::{BASE64_STANDARD, Engine as _};

    let stage = Stage::new();
    let good = stage.runtime.block_on(stage.app.encrypted_phone("lin"));
    let data = BASE64_STANDARD.decode(good["encryptedData"].as_str().unwrap()).unwrap();
    runner()
        .run(&(any::<prop::sample::Index>(), 1..=255u8), |(at, change)| {
            let mut data = data.clone();
            let at = at.index(data.len());
            data[at] ^= change;
            let body = json!({ "encryptedData": BASE64_STANDARD.encode(data), "iv": good["iv"] });
            let errno = stage.errno("auth/bindPhone", &body);
            prop_assert!((715..=717).contains(&errno), "{errno}");
            Ok(())
        })
        .unwrap();
}

/// Any form: with a broken picture or none, complete or truncated.
#[test]
fn any_form_gets_an_envelope() {
    let stage = Stage::new();
    let head = "[ -~\r\n]{0,40}|content-disposition: form-data; name=\"file\"(; filename=\"[^\r\n\"]{0,9}\")?";
    let file =
        (prop::sample::select(vec!["", "\u{89}PNG\r\n\u{1a}\n", "RIFF", "\u{ff}\u{d8}\u{ff}"]), any::<Vec<u8>>());
    let part = (head, file, any::<bool>());
    runner()
        .run(&("[a-z'-]{1,9}", prop::collection::vec(part, 0..4), any::<Vec<u8>>()), |(boundary, parts, end)| {
            let mut body = Vec::new();
            for (head, (magic, rest), whole) in parts {
                body.extend(format!("--{boundary}\r\n{head}\r\n").bytes());
                body.extend(if whole { "\r\n" } else { "" }.bytes());
                // the first letters as bytes, not as UTF-8
                body.extend(magic.chars().map(|letter| u8::try_from(letter).unwrap()).chain(rest).chain(*b"\r\n"));
            }
            body.extend(format!("--{boundary}--").bytes().chain(end));
            let request = stage.app.client.post(stage.app.api("auth/avatar")).header("x-oa-token", &stage.token);
            let request =
                request.header("content-type", format!("multipart/form-data; boundary={boundary}")).body(body);
            let response = stage.runtime.block_on(async { envelope(request.send().await.unwrap()).await });
            let errno = response["errno"].as_i64().unwrap();
            prop_assert!(matches!(errno, 401 | 402), "{errno}");
            Ok(())
        })
        .unwrap();
}

/// Header values that are not text, too.
#[test]
fn any_bytes_as_a_token_are_501() {
    use http::HeaderValue;

    let stage = Stage::new();
    let values = prop::collection::vec(prop_oneof![Just(b'\t'), 32..=126_u8, 128..=255_u8], 0..80);
    let value = values.prop_map(|bytes| HeaderValue::from_bytes(&bytes).unwrap());
    let names = prop::sample::select(vec!["x-oa-token", "X-OA-TOKEN", "authorization"]);
    runner()
        .run(&prop::collection::vec((names, value), 0..4), |headers| {
            let mut request = stage.app.client.get(stage.app.api("user/index"));
            for (name, value) in headers {
                request = request.header(name, value);
            }
            let response = stage.runtime.block_on(async { envelope(request.send().await.unwrap()).await });
            prop_assert_eq!(&response["errno"], 501);
            Ok(())
        })
        .unwrap();
}

#[test]
fn any_token_and_any_query_get_an_envelope() {
    let stage = Stage::new();
    runner()
        .run(&("[ -~]{0,80}", any::<Vec<u8>>()), |(token, query)| {
            let query: String = query.iter().map(|byte| format!("%{byte:02x}")).collect();
            let url = stage.app.api(&format!("meeting/list?state={query}&{query}&page={query}"));
            let request = stage.app.client.get(url).header("x-oa-token", token.clone());
            stage.runtime.block_on(async { envelope(request.send().await.unwrap()).await });
            let request = stage.app.client.get(stage.app.api("user/index")).header("x-oa-token", token);
            let response = stage.runtime.block_on(async { envelope(request.send().await.unwrap()).await });
            prop_assert_eq!(&response["errno"], 501);
            Ok(())
        })
        .unwrap();
}
