//! The real server on a real database, with a clock that the test controls.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use serde_json::{Value, json};
use server::{
    config::{Live, Mode, Settings},
    serve::BoundServer,
    system,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{
    database::{Kind, TestDatabase},
    settings,
};

/// 2026-11-24 02:00:00 UTC.
pub(crate) const START_MS: i64 = 1_795_485_600_000;

/// A running server, removed with its database on drop.
pub(crate) struct TestApp {
    pub(crate) address: SocketAddr,
    /// Where the metrics are, if they are on.
    pub(crate) metrics: Option<SocketAddr>,
    pub(crate) client: reqwest::Client,
    clock: Arc<AtomicI64>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    /// `None` once it was returned.
    database: Option<TestDatabase>,
}

impl TestApp {
    /// A demo on a database of its own.
    pub(crate) async fn demo() -> Self {
        Self::on(Self::database().await, Mode::Demo { public: false }).await
    }

    /// A public demo on a database of its own.
    pub(crate) async fn public() -> Self {
        Self::on(Self::database().await, Mode::Demo { public: true }).await
    }

    /// A public demo behind trusted proxies (CIDRs).
    pub(crate) async fn public_behind(trusted_proxies: &[&str]) -> Self {
        Self::start(Self::database().await, Mode::Demo { public: true }, |settings| {
            settings.trusted_proxies = trusted_proxies.iter().map(|cidr| cidr.parse().unwrap()).collect();
        })
        .await
    }

    /// An operator's server on a database of its own.
    pub(crate) async fn live(live: Live) -> Self {
        Self::on(Self::database().await, Mode::Live(live)).await
    }

    /// A rate-limited demo behind trusted proxies (CIDRs).
    pub(crate) async fn limited(trusted_proxies: &[&str]) -> Self {
        Self::start(Self::database().await, Mode::Demo { public: false }, |settings| {
            settings.rate_limit = true;
            settings.trusted_proxies = trusted_proxies.iter().map(|cidr| cidr.parse().unwrap()).collect();
        })
        .await
    }

    /// A rate-limited server with metrics.
    pub(crate) async fn measured(mode: Mode) -> Self {
        Self::start(Self::database().await, mode, |settings| {
            settings.rate_limit = true;
            settings.metrics_listen = Some("127.0.0.1:0".parse().unwrap());
        })
        .await
    }

    /// With or without `/docs`.
    pub(crate) async fn with_docs(mode: Mode, docs: bool) -> Self {
        Self::start(Self::database().await, mode, |settings| settings.docs = docs).await
    }

    /// A demo with a mini-program in its phone.
    #[cfg(feature = "miniprogram")]
    pub(crate) async fn opening(opening: server::miniprogram::Opening) -> Self {
        Self::start(Self::database().await, Mode::Demo { public: false }, |settings| {
            settings.miniprogram = Some(opening);
        })
        .await
    }

    /// The suite's database kind; nothing is skipped.
    async fn database() -> TestDatabase {
        TestDatabase::new(Kind::of_the_run()).await.unwrap()
    }

    /// On `database`, which an earlier server may have used.
    pub(crate) async fn on(database: TestDatabase, mode: Mode) -> Self {
        Self::start(database, mode, |_| ()).await
    }

    async fn start(database: TestDatabase, mode: Mode, adjust: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = settings(database.url(), mode);
        adjust(&mut settings);
        let clock = Arc::new(AtomicI64::new(START_MS));
        let hands = clock.clone();
        let ready = BoundServer::start(&settings, Arc::new(move || hands.load(Ordering::SeqCst)), system::random())
            .await
            .unwrap();
        let (address, metrics) = (ready.address(), ready.metrics_address());
        let (stop, stopped) = tokio::sync::oneshot::channel();
        tokio::spawn(ready.run(async move { drop(stopped.await) }));
        Self { address, metrics, client: reqwest::Client::new(), clock, stop: Some(stop), database: Some(database) }
    }

    pub(crate) fn advance(&self, ms: i64) {
        self.clock.fetch_add(ms, Ordering::SeqCst);
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn api(&self, path: &str) -> String {
        self.url(&format!("/oapro/wx/{path}"))
    }

    pub(crate) async fn post(&self, path: &str, token: Option<&str>, body: Value) -> Value {
        let mut request = self.client.post(self.api(path)).json(&body);
        if let Some(token) = token {
            request = request.header("X-OA-Token", token);
        }
        envelope(request.send().await.unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str, token: Option<&str>) -> Value {
        let mut request = self.client.get(self.api(path));
        if let Some(token) = token {
            request = request.header("X-OA-Token", token);
        }
        envelope(request.send().await.unwrap()).await
    }

    /// A call to the double's own API, in the default world.
    pub(crate) async fn double(&self, path: &str, body: Value) -> Value {
        let url = self.url(&format!("/wechat-double/_double/{path}"));
        self.client.post(url).json(&body).send().await.unwrap().json().await.unwrap()
    }

    pub(crate) async fn code(&self, user: &str) -> String {
        self.double("phone/login", json!({ "user": user })).await["code"].as_str().unwrap().to_owned()
    }

    /// Logs in a virtual user, as the mini-program does. Returns the response's `data`.
    pub(crate) async fn login(&self, user: &str) -> Value {
        let profile = self.double("phone/getUserProfile", json!({ "user": user, "desc": "用于完善会员资料" })).await;
        let body = json!({ "code": self.code(user).await, "userInfo": profile["userInfo"] });
        let mut response = self.post("auth/login_by_weixin", None, body).await;
        assert_eq!(response["errno"], 0, "{response}");
        response["data"].take()
    }

    pub(crate) async fn token(&self, user: &str) -> String {
        self.login(user).await["token"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn encrypted_phone(&self, user: &str) -> Value {
        let data = self.double("phone/getPhoneNumber", json!({ "user": user })).await;
        json!({ "encryptedData": data["encryptedData"], "iv": data["iv"] })
    }

    /// Sends bytes as they are and reads until the server closes (so `connection: close` must be among them).
    pub(crate) async fn raw(&self, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request).await.unwrap();
        let mut response = Vec::new();
        stream.read_to_end(&mut response).await.unwrap();
        String::from_utf8_lossy(&response).into_owned()
    }

    /// Stops the server and returns the database, for a restart.
    pub(crate) fn stop(mut self) -> TestDatabase {
        drop(self.stop.take());
        self.database.take().unwrap()
    }
}

/// The envelope of a response, after checking the properties of every response.
pub(crate) async fn envelope(response: reqwest::Response) -> Value {
    assert_eq!(response.status(), 200);
    let headers = response.headers().clone();
    assert_eq!(headers["content-type"], "application/json; charset=utf-8");
    assert_eq!(headers["cache-control"], "no-store");
    assert!(headers.contains_key("x-request-id"));
    assert!(!headers.contains_key("location"));
    let body: Value = response.json().await.unwrap();
    assert!(body["errno"].is_i64() && body["errmsg"].is_string(), "{body}");
    assert!(body.get("data") != Some(&Value::Null), "data is absent, not null: {body}");
    body
}
