//! A double with the test's own clock and random generator, and helpers to call it.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use aes::Aes128;
use axum::body::Body;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use wechat_double::{DEMO_APPID, DEMO_SECRET, Double, DoubleApp, DoubleConfig, Forgotten};

pub(crate) const NOW_MS: i64 = 1_700_000_000_000;
pub(crate) const HOST: &str = "127.0.0.1:8080";

pub(crate) struct TestServer {
    pub(crate) double: Double,
    /// The real clock, in UTC epoch ms.
    pub(crate) now_ms: Arc<AtomicI64>,
    pub(crate) forgotten: Arc<Mutex<Vec<Forgotten>>>,
    /// `X-Double-World` of the calls below.
    pub(crate) world: Option<String>,
}

pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    pub(crate) fn content_type(&self) -> &str {
        self.headers["content-type"].to_str().unwrap()
    }
}

pub(crate) fn test_server() -> TestServer {
    test_server_with(false)
}

pub(crate) fn test_server_with(public: bool) -> TestServer {
    test_server_as(|config| config.public = public)
}

/// A server with another configuration.
pub(crate) fn test_server_as(adjust: impl FnOnce(&mut DoubleConfig)) -> TestServer {
    let now_ms = Arc::new(AtomicI64::new(NOW_MS));
    let clock = now_ms.clone();
    let seed = AtomicU64::new(0);
    let mut config = DoubleConfig {
        apps: vec![DoubleApp::demo()],
        clock: Arc::new(move || clock.load(Ordering::SeqCst)),
        random: Arc::new(move |bytes| {
            for byte in bytes {
                // splitmix64: different every time, the same in every run
                let mut z = seed.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
                z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                *byte = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb).to_be_bytes()[0];
            }
        }),
        avatar_base: "http://127.0.0.1:8080/wechat-double".to_owned(),
        allowed_hosts: vec![HOST.to_owned()],
        mounted: false,
        public: false,
        caller: None,
    };
    adjust(&mut config);
    let forgotten = Arc::new(Mutex::new(Vec::new()));
    let list = forgotten.clone();
    let double = Double::new(config).with_forget_hook(Arc::new(move |one| {
        list.lock().unwrap().push(one);
        Box::pin(async {})
    }));
    TestServer { double, now_ms, forgotten, world: None }
}

impl TestServer {
    /// The same double in another world.
    pub(crate) fn in_world(&self, world: &str) -> Self {
        Self {
            double: self.double.clone(),
            now_ms: self.now_ms.clone(),
            forgotten: self.forgotten.clone(),
            world: Some(world.to_owned()),
        }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.double.router().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Reply { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> http::request::Builder {
        let builder = Request::builder().method(method).uri(path).header("host", HOST);
        match &self.world {
            Some(world) => builder.header("x-double-world", world),
            None => builder,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(self.request("GET", path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        let request = self.request("POST", path).header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub(crate) async fn phone(&self, call: &str, body: Value) -> Value {
        self.post(&format!("/_double/phone/{call}"), body).await.json()
    }

    /// A control call that is accepted.
    pub(crate) async fn control(&self, call: &str, body: Value) -> Value {
        let reply = self.post(&format!("/_double/control/{call}"), body).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        reply.json()
    }

    pub(crate) async fn code(&self, user: &str) -> String {
        let response = self.phone("login", json!({ "user": user })).await;
        assert_eq!(response["errMsg"], "login:ok");
        response["code"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn exchange(&self, code: &str) -> Reply {
        self.exchange_as(DEMO_APPID, DEMO_SECRET, code).await
    }

    pub(crate) async fn exchange_as(&self, appid: &str, secret: &str, code: &str) -> Reply {
        let path = "/sns/jscode2session?grant_type=authorization_code";
        self.get(&format!("{path}&appid={appid}&secret={secret}&js_code={code}")).await
    }

    /// Logs in; returns the server's view of the session.
    pub(crate) async fn session(&self, user: &str) -> Value {
        self.exchange(&self.code(user).await).await.json()
    }

    pub(crate) async fn errcode(&self, code: &str) -> i64 {
        self.exchange(code).await.json()["errcode"].as_i64().unwrap_or(0)
    }

    pub(crate) fn pass(&self, ms: i64) {
        self.now_ms.fetch_add(ms, Ordering::SeqCst);
    }
}

/// Decrypts a phone's data with the server's key.
pub(crate) fn decrypt(session_key: &Value, response: &Value) -> Option<Value> {
    let bytes = |value: &Value| BASE64_STANDARD.decode(value.as_str().unwrap()).unwrap();
    let cipher = cbc::Decryptor::<Aes128>::new_from_slices(&bytes(session_key), &bytes(&response["iv"])).unwrap();
    let plaintext = cipher.decrypt_padded_vec::<Pkcs7>(&bytes(&response["encryptedData"])).ok()?;
    serde_json::from_slice(&plaintext).ok()
}
