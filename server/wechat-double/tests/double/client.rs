//! The double over a real connection, seen by the client that the server uses: the two were written apart, and default_world they
//! must agree.

use std::time::Duration;

use axum::Router;
use rstest::rstest;
use serde_json::{Value, json};
use wechat::crypto::{PhoneInfo, decrypt, signature_matches};
use wechat::{App, Client, ClientConfig, CodeSession, Error, Unavailable};
use wechat_double::{DEMO_APPID, DEMO_SECRET};

use crate::test_server::{NOW_MS, TestServer, test_server};

const PATH: &str = "/sns/jscode2session";

/// The double as the demo mounts it.
async fn serve(default_world: &TestServer) -> Client {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/wechat-double", listener.local_addr().unwrap());
    let router = Router::new().nest("/wechat-double", default_world.double.router());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let mut config = ClientConfig::new(base.parse().unwrap());
    config.response_timeout = Duration::from_millis(400);
    Client::new(config).unwrap()
}

async fn login(client: &Client, code: &str, world: Option<&str>) -> Result<CodeSession, Error> {
    let app = App { appid: DEMO_APPID.to_owned(), secret: DEMO_SECRET.to_owned().into() };
    client.code2session(&app, code, world).await
}

#[tokio::test]
async fn a_login_a_profile_and_a_number() {
    let default_world = test_server().in_world("blue");
    let client = serve(&default_world).await;
    let code = default_world.code("lin").await;
    let session = login(&client, &code, Some("blue")).await.unwrap();
    assert_eq!(session.openid, default_world.double.openid("blue", "lin"));
    assert_eq!(login(&client, &code, Some("blue")).await.unwrap_err(), Error::CodeUsed);
    assert_eq!(login(&client, &default_world.code("lin").await, None).await.unwrap_err(), Error::InvalidCode);

    let profile = default_world.phone("getUserProfile", json!({ "user": "lin", "desc": "x" })).await;
    let text = |field: &str| profile[field].as_str().unwrap();
    assert!(signature_matches(text("rawData"), &session.session_key, text("signature")));

    let number = default_world.phone("getPhoneNumber", json!({ "user": "lin" })).await;
    let text = |field: &str| number[field].as_str().unwrap();
    let plaintext = decrypt(&session.session_key, text("encryptedData"), text("iv")).unwrap();
    let info = PhoneInfo::parse(&plaintext).unwrap();
    assert_eq!((info.country_code.as_str(), info.pure_number.as_str()), ("86", "12066600001"));
    assert_eq!(info.watermark.check(DEMO_APPID, NOW_MS, 600_000, 120_000), Ok(()));
}

#[rstest]
#[case::busy(json!({ "times": 3, "errcode": -1 }), Error::Unavailable(Unavailable::Busy))]
#[case::whitelist(json!({ "times": 1, "errcode": 40164 }), Error::Misconfigured(40164))]
#[case::gateway(json!({ "times": 1, "status": 502 }), Error::Unavailable(Unavailable::Status(502)))]
#[case::slow(json!({ "times": 1, "delay_ms": 3000 }), Error::Unavailable(Unavailable::Timeout))]
#[case::cut(json!({ "times": 1, "cut": true }), Error::Unavailable(Unavailable::Malformed))]
#[case::truncated(json!({ "times": 1, "truncate": true }), Error::Unavailable(Unavailable::Malformed))]
#[tokio::test]
async fn a_fault_gives_the_clients_error(#[case] mut fault: Value, #[case] expected: Error) {
    let default_world = test_server();
    let client = serve(&default_world).await;
    fault["path"] = PATH.into();
    default_world.control("fault", fault).await;
    assert_eq!(login(&client, &default_world.code("lin").await, None).await.unwrap_err(), expected);
    let state = default_world.get("/_double/control/state").await.json();
    assert_eq!(state["faults"], json!([]), "retried as often as is safe, and no more");
}

#[tokio::test]
async fn busy_twice_is_not_noticed() {
    let default_world = test_server();
    let client = serve(&default_world).await;
    default_world.control("fault", json!({ "times": 2, "errcode": -1 })).await;
    assert!(login(&client, &default_world.code("lin").await, None).await.is_ok());
}
