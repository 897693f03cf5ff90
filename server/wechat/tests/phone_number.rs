//! getuserphonenumber and the access_token that it needs, against a mock of WeChat.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rstest::rstest;
use serde_json::{Value, json};
use wechat::crypto::PhoneInfo;
use wechat::{App, Client, ClientConfig, Error, Unavailable};
use wiremock::matchers::{body_partial_json, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

const SECRET: &str = "5ec2e7c0ffee5ec2e7c0ffee5ec2e7c0";
const NUMBER: &str = "/wxa/business/getuserphonenumber";
const TOKEN: &str = "/cgi-bin/stable_token";
const T0: i64 = 1_700_000_000_000;

fn app() -> App {
    App { appid: "wx0123456789abcdef".to_owned(), secret: SECRET.to_owned().into() }
}

fn client(server: &MockServer) -> Client {
    let mut config = ClientConfig::new(server.uri().parse().unwrap());
    config.response_timeout = Duration::from_millis(400);
    Client::new(config).unwrap()
}

async fn phone_number(client: &Client, now_ms: i64) -> Result<PhoneInfo, Error> {
    client.phone_number(&app(), "phone-code", "o1", None, now_ms).await
}

fn info() -> Value {
    json!({ "errcode": 0, "errmsg": "ok", "phone_info": {
        "phoneNumber": "12066600001", "purePhoneNumber": "12066600001", "countryCode": 86,
        "watermark": { "timestamp": T0 / 1000, "appid": "wx0123456789abcdef" } } })
}

/// `token-1`, `token-2`, …: a new one for every request.
async fn counted_tokens(server: &MockServer, expires_in: i64) -> Arc<AtomicUsize> {
    let requests = Arc::new(AtomicUsize::new(0));
    let count = requests.clone();
    Mock::given(method("POST"))
        .and(path(TOKEN))
        .respond_with(move |_: &wiremock::Request| {
            let nth = count.fetch_add(1, Ordering::SeqCst) + 1;
            ResponseTemplate::new(200)
                .set_body_json(json!({ "access_token": format!("token-{nth}"), "expires_in": expires_in }))
                .set_delay(Duration::from_millis(30))
        })
        .mount(server)
        .await;
    requests
}

async fn number(server: &MockServer, token: &str, response: Value) {
    Mock::given(method("POST"))
        .and(path(NUMBER))
        .and(query_param("access_token", token))
        .respond_with(ResponseTemplate::new(200).set_body_json(response))
        .mount(server)
        .await;
}

#[tokio::test]
async fn sends_what_wechat_documents() {
    let server = MockServer::start().await;
    let grant = json!({ "grant_type": "client_credential", "appid": "wx0123456789abcdef", "secret": SECRET,
        "force_refresh": false });
    Mock::given(path(TOKEN))
        .and(header("x-double-world", "blue"))
        .and(header("content-type", "application/json"))
        .and(body_partial_json(grant))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "access_token": "t", "expires_in": 7200 })))
        .mount(&server)
        .await;
    Mock::given(path(NUMBER))
        .and(header("x-double-world", "blue"))
        .and(query_param("access_token", "t"))
        .and(body_partial_json(json!({ "code": "c", "openid": "o1" })))
        .respond_with(ResponseTemplate::new(200).set_body_json(info()))
        .mount(&server)
        .await;
    let found = client(&server).phone_number(&app(), "c", "o1", Some("blue"), T0).await.unwrap();
    assert_eq!((found.country_code.as_str(), found.pure_number.as_str()), ("86", "12066600001"));
}

#[tokio::test]
async fn a_token_is_cached_until_five_minutes_before_its_expiry() {
    let server = MockServer::start().await;
    let requests = counted_tokens(&server, 7200).await;
    number(&server, "token-1", info()).await;
    number(&server, "token-2", info()).await;
    let client = client(&server);
    for (now_ms, expected) in [(T0, 1), (T0 + 6_899_999, 1), (T0 + 6_900_000, 2), (T0 + 7_200_000, 2)] {
        phone_number(&client, now_ms).await.unwrap();
        assert_eq!(requests.load(Ordering::SeqCst), expected, "{now_ms}");
    }
}

#[tokio::test]
async fn fifty_concurrent_calls_request_one_token() {
    let server = MockServer::start().await;
    let requests = counted_tokens(&server, 7200).await;
    number(&server, "token-1", info()).await;
    let client = client(&server);
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let client = client.clone();
        calls.spawn(async move { phone_number(&client, T0).await });
    }
    assert!(calls.join_all().await.iter().all(Result::is_ok));
    assert_eq!(requests.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_failed_token_request_fails_all_waiting_calls() {
    let server = MockServer::start().await;
    let refusal = ResponseTemplate::new(200)
        .set_body_json(json!({ "errcode": 40125, "errmsg": "invalid appsecret" }))
        .set_delay(Duration::from_millis(100));
    Mock::given(path(TOKEN)).respond_with(refusal).mount(&server).await;
    let client = client(&server);
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let client = client.clone();
        calls.spawn(async move { phone_number(&client, T0).await });
    }
    let refused = Error::Misconfigured(40125);
    assert!(calls.join_all().await.into_iter().all(|outcome| outcome == Err(refused)));
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
    assert_eq!(phone_number(&client, T0).await, Err(refused), "the next one requests again");
    assert_eq!(server.received_requests().await.unwrap().len(), 2);
}

#[tokio::test]
async fn worlds_and_apps_have_tokens_of_their_own() {
    let server = MockServer::start().await;
    let requests = counted_tokens(&server, 7200).await;
    for nth in 1..=3 {
        number(&server, &format!("token-{nth}"), info()).await;
    }
    let client = client(&server);
    let other = App { appid: "wx2".to_owned(), ..app() };
    for (app, world) in [(&app(), None), (&app(), Some("red")), (&other, None), (&app(), Some("red"))] {
        client.phone_number(app, "c", "o1", world, T0).await.unwrap();
    }
    assert_eq!(requests.load(Ordering::SeqCst), 3);
}

#[rstest]
#[case(40001)]
#[case(40014)]
#[case(42001)]
#[tokio::test]
async fn a_rejected_token_is_renewed_once(#[case] errcode: i64) {
    let server = MockServer::start().await;
    let requests = counted_tokens(&server, 7200).await;
    number(&server, "token-1", json!({ "errcode": errcode, "errmsg": "no" })).await;
    number(&server, "token-2", info()).await;
    let client = client(&server);
    assert!(phone_number(&client, T0).await.is_ok());
    assert!(phone_number(&client, T0).await.is_ok());
    assert_eq!(requests.load(Ordering::SeqCst), 2, "another node had renewed it: nothing is forced");

    let server = MockServer::start().await;
    let requests = counted_tokens(&server, 7200).await;
    for nth in 1..=4 {
        number(&server, &format!("token-{nth}"), json!({ "errcode": errcode, "errmsg": "no" })).await;
    }
    let client = self::client(&server);
    assert_eq!(phone_number(&client, T0).await, Err(Error::Unexpected(errcode)));
    assert_eq!(requests.load(Ordering::SeqCst), 2, "once");
}

/// WeChat gives the same token until a refresh is forced.
#[tokio::test]
async fn a_refresh_is_forced_as_the_last_resort_and_at_most_every_30_s() {
    let server = MockServer::start().await;
    let forced = Arc::new(AtomicUsize::new(0));
    let count = forced.clone();
    Mock::given(path(TOKEN))
        .respond_with(move |request: &wiremock::Request| {
            let force = request.body_json::<Value>().unwrap()["force_refresh"] == true;
            let nth = count.fetch_add(usize::from(force), Ordering::SeqCst) + usize::from(force);
            let token = json!({ "access_token": format!("token-{nth}"), "expires_in": 7200 });
            ResponseTemplate::new(200).set_body_json(token)
        })
        .mount(&server)
        .await;
    for dead in ["token-0", "token-1"] {
        number(&server, dead, json!({ "errcode": 42001, "errmsg": "access_token expired" })).await;
    }
    number(&server, "token-2", info()).await;
    let client = client(&server);
    let outcomes =
        [(T0, Err(42001), 1), (T0 + 29_999, Err(42001), 1), (T0 + 30_000, Ok(()), 2), (T0 + 30_001, Ok(()), 2)];
    for (now_ms, expected, times) in outcomes {
        let outcome = phone_number(&client, now_ms).await.map(drop).map_err(|error| error.errcode().unwrap());
        assert_eq!((outcome, forced.load(Ordering::SeqCst)), (expected, times), "{now_ms}");
    }
}

#[tokio::test]
async fn an_old_token_is_used_until_its_expiry_when_renewal_fails() {
    let server = MockServer::start().await;
    let token = ResponseTemplate::new(200).set_body_json(json!({ "access_token": "t", "expires_in": 7200 }));
    Mock::given(path(TOKEN)).respond_with(token).up_to_n_times(1).mount(&server).await;
    Mock::given(path(TOKEN)).respond_with(ResponseTemplate::new(502)).mount(&server).await;
    number(&server, "t", info()).await;
    let client = client(&server);
    for now_ms in [T0, T0 + 6_900_000, T0 + 7_199_999] {
        assert!(phone_number(&client, now_ms).await.is_ok(), "{now_ms}");
    }
    assert_eq!(phone_number(&client, T0 + 7_200_000).await, Err(Error::Unavailable(Unavailable::Status(502))));
}

#[rstest]
#[case(-1, Error::Unavailable(Unavailable::Busy), 3)]
#[case(40029, Error::InvalidCode, 1)]
#[case(40163, Error::CodeUsed, 1)]
#[case(40226, Error::HighRisk, 1)]
#[case(45011, Error::TooFrequent, 1)]
#[case(40013, Error::Misconfigured(40013), 1)]
#[case(48001, Error::Unexpected(48001), 1)]
#[tokio::test]
async fn an_errcode_is_returned(#[case] errcode: i64, #[case] expected: Error, #[case] times: usize) {
    let server = MockServer::start().await;
    counted_tokens(&server, 7200).await;
    number(&server, "token-1", json!({ "errcode": errcode, "errmsg": "no, rid: 1" })).await;
    assert_eq!(phone_number(&client(&server), T0).await, Err(expected));
    assert_eq!(server.received_requests().await.unwrap().len(), 1 + times);
}

#[tokio::test]
async fn calls_beyond_the_concurrency_limit_fail_at_once() {
    let server = MockServer::start().await;
    let silent = ResponseTemplate::new(200).set_delay(Duration::from_secs(5));
    Mock::given(path("/sns/jscode2session")).respond_with(silent).mount(&server).await;
    let mut config = ClientConfig::new(server.uri().parse().unwrap());
    config.response_timeout = Duration::from_millis(600);
    config.max_waiting = 10;
    let client = Client::new(config).unwrap();
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let client = client.clone();
        calls.spawn(async move { client.code2session(&app(), "c", None).await.unwrap_err() });
    }
    let (mut overloaded, mut timeouts) = (0, 0);
    while let Some(error) = calls.join_next().await {
        match error.unwrap() {
            Error::Unavailable(Unavailable::Overloaded) => overloaded += 1,
            Error::Unavailable(Unavailable::Timeout) => timeouts += 1,
            other => assert_eq!(other, Error::InvalidCode, "no other"),
        }
    }
    assert_eq!((overloaded, timeouts), (40, 10));
    // the permits are released
    let again = client.code2session(&app(), "c", None).await;
    assert_eq!(again.unwrap_err(), Error::Unavailable(Unavailable::Timeout));
}
