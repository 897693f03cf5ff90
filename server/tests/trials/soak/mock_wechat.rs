//! A mock of WeChat that injects faults: the kind of fault changes at random.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{StatusCode, Uri};
use serde_json::{Value, json};
use std::sync::Arc;

use super::rng::Rng;
use crate::wechat;

/// The access_token. In no log.
pub(super) const ACCESS: &str = "ACCESS-TOKEN-OF-THE-SOAK";

/// The kinds of fault.
#[derive(Debug, Clone, Copy)]
enum Fault {
    Slow,
    Busy,
    TooOften,
    Status,
    /// Before the code was looked at.
    CutBefore,
    /// The code is used, and the response is lost.
    CutAfter,
    Garbage,
}

const FAULTS: [Fault; 7] =
    [Fault::Slow, Fault::Busy, Fault::TooOften, Fault::Status, Fault::CutBefore, Fault::CutAfter, Fault::Garbage];

pub(super) struct MockWeChat {
    used: Mutex<HashSet<String>>,
    /// 0 clear, else one of [`FAULTS`].
    fault_mode: AtomicU8,
    seed: AtomicU64,
    pub(super) faults: AtomicU64,
}

impl MockWeChat {
    /// Its address; it ends with the runtime.
    pub(super) async fn start(seed: u64) -> (Arc<Self>, String) {
        let mock_wechat = Arc::new(Self {
            used: Mutex::default(),
            fault_mode: AtomicU8::new(0),
            seed: AtomicU64::new(seed),
            faults: AtomicU64::new(0),
        });
        let router = Router::new().fallback(respond).with_state(mock_wechat.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        (mock_wechat, format!("http://{address}"))
    }

    /// Clear half of the time.
    pub(super) fn change(&self, rng: &mut Rng) {
        let fault_mode = if rng.one_in(2) { 0 } else { 1 + rng.below(FAULTS.len()) };
        self.fault_mode.store(u8::try_from(fault_mode).unwrap(), Ordering::Relaxed);
    }

    pub(super) fn clear(&self) {
        self.fault_mode.store(0, Ordering::Relaxed);
    }

    /// One call of four is hit.
    fn fault(&self) -> Option<Fault> {
        let fault = *FAULTS.get(usize::from(self.fault_mode.load(Ordering::Relaxed)).wrapping_sub(1))?;
        let hit = Rng::new(self.seed.fetch_add(1, Ordering::Relaxed)).one_in(4);
        self.faults.fetch_add(u64::from(hit), Ordering::Relaxed);
        hit.then_some(fault)
    }

    fn response_body(&self, uri: &Uri, body: &[u8]) -> Value {
        match uri.path() {
            "/sns/jscode2session" => {
                let query = uri.query().unwrap();
                let code = query.split('&').find_map(|pair| pair.strip_prefix("js_code=")).unwrap();
                serde_json::from_str(&wechat::exchange(&self.used, code)).unwrap()
            }
            "/cgi-bin/stable_token" => json!({ "access_token": ACCESS, "expires_in": 7200 }),
            "/wxa/business/getuserphonenumber" => {
                let code = serde_json::from_slice::<Value>(body).unwrap()["code"].as_str().unwrap().to_owned();
                if !self.used.lock().unwrap().insert(code.clone()) {
                    return json!({ "errcode": 40029, "errmsg": "invalid code" });
                }
                let number = code.split('.').nth(1).unwrap();
                let now_s = (server::system::clock())() / 1000;
                json!({ "errcode": 0, "errmsg": "ok", "phone_info": {
                    "phoneNumber": number, "purePhoneNumber": number, "countryCode": "86",
                    "watermark": { "timestamp": now_s, "appid": wechat::APPID },
                } })
            }
            path => panic!("{path}"),
        }
    }
}

async fn respond(State(mock_wechat): State<Arc<MockWeChat>>, uri: Uri, body: Bytes) -> Response {
    let body = |mock_wechat: &MockWeChat| mock_wechat.response_body(&uri, &body).to_string();
    let cut = || {
        let broken: [Result<Bytes, std::io::Error>; 2] =
            [Ok(Bytes::from_static(b"{\"")), Err(std::io::ErrorKind::BrokenPipe.into())];
        Body::from_stream(futures::stream::iter(broken)).into_response()
    };
    match mock_wechat.fault() {
        None => body(&mock_wechat).into_response(),
        Some(Fault::Slow) => {
            tokio::time::sleep(Duration::from_millis(400)).await;
            body(&mock_wechat).into_response()
        }
        Some(Fault::Busy) => r#"{"errcode":-1,"errmsg":"system error"}"#.into_response(),
        Some(Fault::TooOften) => r#"{"errcode":45011,"errmsg":"api minute-quota reach limit"}"#.into_response(),
        Some(Fault::Status) => (StatusCode::BAD_GATEWAY, "<html>502 Bad Gateway</html>").into_response(),
        Some(Fault::CutBefore) => cut(),
        Some(Fault::CutAfter) => {
            body(&mock_wechat);
            cut()
        }
        Some(Fault::Garbage) => "<html>login to the hotel's WLAN</html>".into_response(),
    }
}
