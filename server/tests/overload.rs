//! WeChat is slow and 500 phones log in: the number of waiting calls is limited, the rest is rejected at once, and
//! calls without WeChat are as fast as before. The real binary in live mode, as a separate process, so that the sockets
//! of both sides fit under a limit of 1 024 files.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::join_all;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::Instant;

/// How long WeChat takes for a slow code: less than the 5 s that it has.
const SLOW: Duration = Duration::from_secs(4);
/// The server's limit of waiting calls.
const MAX_CONCURRENT_CALLS: usize = 256;
const LOGINS: usize = 500;

/// Ended with the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// A mock of WeChat that knows every code: `fast-…` at once, any other after [`SLOW`]. Counts waiting calls.
async fn wechat(waiting: Arc<AtomicUsize>) -> String {
    let response = async move |uri: axum::http::Uri| {
        let code = uri.query().unwrap().split('&').find_map(|pair| pair.strip_prefix("js_code=")).unwrap().to_owned();
        if !code.starts_with("fast") {
            waiting.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(SLOW).await;
            waiting.fetch_sub(1, Ordering::SeqCst);
        }
        json!({ "openid": format!("o-{code}"), "session_key": "nzoqhc3OnwHzeTxJs+inbQ==" }).to_string()
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, axum::Router::new().fallback(response)).await });
    format!("http://{address}")
}

/// The server, and the address of its API.
fn serve(folder: &std::path::Path, wechat: &str) -> (Process, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_oa-mini"))
        .current_dir(folder)
        .env_clear()
        .env("OA_LISTEN", "127.0.0.1:0")
        .env("OA_WX_APP_ID", "wx1111111111111111")
        .env("OA_WX_APP_SECRET", "5ec5e7")
        .env("OA_WX_BASE_URL", wechat)
        .env("OA_MASTER_KEY", "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
        .env("OA_RATE_LIMIT", "off")
        .env("OA_LOG", "error")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut greeting = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut greeting).unwrap();
    let at = greeting.find("http").unwrap_or_else(|| panic!("{greeting:?}"));
    (Process(child), greeting[at..].trim_end().trim_end_matches('/').to_owned())
}

#[derive(Clone)]
struct Phone {
    client: reqwest::Client,
    api: String,
}

impl Phone {
    async fn login(&self, code: &str) -> Value {
        let body = json!({ "code": code, "userInfo": {} });
        let request = self.client.post(format!("{}/auth/login_by_weixin", self.api)).json(&body);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// The duration of a call, which must succeed.
    async fn timed(&self, request: reqwest::RequestBuilder) -> Duration {
        let begun = Instant::now();
        let response: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(response["errno"], 0, "{response}");
        begun.elapsed()
    }

    async fn index(&self, token: &str) -> Duration {
        self.timed(self.client.get(format!("{}/user/index", self.api)).header("x-oa-token", token)).await
    }

    async fn logout(&self, token: &str) -> Duration {
        let request = self.client.post(format!("{}/auth/logout", self.api)).header("x-oa-token", token);
        self.timed(request.body("{}")).await
    }

    async fn meetings(&self) -> Duration {
        self.timed(self.client.get(format!("{}/meeting/list", self.api))).await
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

#[tokio::test]
async fn other_calls_are_as_fast_while_500_logins_wait() {
    drop(rustls::crypto::ring::default_provider().install_default());
    let waiting = Arc::new(AtomicUsize::new(0));
    let folder = tempfile::tempdir().unwrap();
    let (_process, api) = serve(folder.path(), &wechat(waiting.clone()).await);
    let phone = Phone { client: reqwest::Client::new(), api };
    let logins = join_all((0..30).map(|nth| {
        let phone = phone.clone();
        async move { phone.login(&format!("fast-{nth}")).await["data"]["token"].as_str().unwrap().to_owned() }
    }));
    let tokens = logins.await;
    let measure = async |tokens: &[String]| {
        let mut times = Vec::new();
        for nth in 0..60 {
            times.push(phone.index(&tokens[nth % tokens.len()]).await);
            times.push(phone.meetings().await);
        }
        median(times)
    };
    let leave = async |tokens: &[String]| {
        let mut times = Vec::new();
        for token in tokens {
            times.push(phone.logout(token).await);
        }
        median(times)
    };
    let (first, rest) = tokens.split_at(10);
    let before = measure(rest).await;
    let logout_before = leave(first).await;

    let begun = Instant::now();
    let mut logins = JoinSet::new();
    for nth in 0..LOGINS {
        let phone = phone.clone();
        logins.spawn(async move { (phone.login(&format!("slow-{nth}")).await, begun.elapsed()) });
    }
    // those beyond the limit are rejected at once
    let mut refused = Duration::ZERO;
    for _ in 0..LOGINS - MAX_CONCURRENT_CALLS {
        let (response, after) = logins.join_next().await.unwrap().unwrap();
        assert_eq!(response, json!({ "errno": 714, "errmsg": "微信服务暂不可用" }));
        refused = refused.max(after);
    }
    assert!(refused < SLOW, "{refused:?}");
    // the last of the permitted ones may still be on their way
    while waiting.load(Ordering::SeqCst) < MAX_CONCURRENT_CALLS && begun.elapsed() < SLOW {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(waiting.load(Ordering::SeqCst), MAX_CONCURRENT_CALLS);

    let during = measure(rest).await;
    let logout_during = leave(&rest[..10]).await;
    assert_eq!(waiting.load(Ordering::SeqCst), MAX_CONCURRENT_CALLS, "they waited all the while");
    println!(
        "user/index and meeting/list: {before:?} before, {during:?} with {MAX_CONCURRENT_CALLS} waiting; \
         logout: {logout_before:?}, {logout_during:?}; {} refused within {refused:?}",
        LOGINS - MAX_CONCURRENT_CALLS
    );
    // as fast as before, with a margin for a busy machine and for the disk: a logout is a write
    let most = |before: Duration| before * 3 + Duration::from_millis(50);
    assert!(during < most(before), "{before:?} before, {during:?} now");
    assert!(logout_during < most(logout_before), "{logout_before:?} before, {logout_during:?} now");

    // the waiting logins succeed, and the permits are released
    while let Some(login) = logins.join_next().await {
        assert_eq!(login.unwrap().0["errno"], 0);
    }
    assert_eq!(phone.login("fast-again").await["errno"], 0);
}
