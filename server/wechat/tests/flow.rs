//! What an observer of the flow gets of each call to WeChat: request and response as they were, and no secret.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use rstest::rstest;
use serde_json::{Value, json};
use wechat::flow::{FlowEvent, FlowObserver, observe};
use wechat::{App, Client, ClientConfig};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

const APPID: &str = "wx0123456789abcdef";
const SECRET: &str = "5ec2e7c0ffee5ec2e7c0ffee5ec2e7c0";
const CODE: &str = "0c3fQWERTYUIOPASDFGHJKLZXCVBZt1";
const OPENID: &str = "oLX7qwertyuiopasdfghjklz2Qd";
const SESSION_KEY: &str = "tiihtNczf5v6AKRyjwEUhQ==";
const TOKEN: &str = "62_mnbvcxzlkjhgfdsapoiuytrewq9A";
const NUMBER: &str = "12066600001";

#[derive(Default)]
struct Recorder(Mutex<Vec<FlowEvent>>);

impl FlowObserver for Recorder {
    fn event(&self, event: FlowEvent) {
        self.0.lock().unwrap().push(event);
    }

    fn response(&self, _: String) {}
}

async fn wechat(responses: [(&str, ResponseTemplate); 3]) -> MockServer {
    let server = MockServer::start().await;
    for (at, response) in responses {
        Mock::given(path(at)).respond_with(response).mount(&server).await;
    }
    server
}

/// A login and a phone code. The kinds and details of their events, in order.
async fn details(server: &MockServer) -> Vec<(&'static str, Value)> {
    let mut config = ClientConfig::new(server.uri().parse().unwrap());
    (config.response_timeout, config.call_budget) = (Duration::from_millis(300), Duration::from_millis(400));
    let client = Client::new(config).unwrap();
    let app = App { appid: APPID.to_owned(), secret: SECRET.to_owned().into() };
    let recorder = Arc::new(Recorder::default());
    observe(recorder.clone(), async {
        let _ = client.code2session(&app, CODE, None).await;
        let _ = client.phone_number(&app, CODE, OPENID, None, 1_700_000_000_000).await;
    })
    .await;
    let events = recorder.0.lock().unwrap();
    events.iter().map(|event| (event.kind, serde_json::to_value(&event.detail).unwrap())).collect()
}

/// No run of more characters of a secret than its mask leaves.
fn holds_no_secret(details: &[(&str, Value)]) {
    let text = serde_json::to_string(details).unwrap();
    for (secret, shown) in [(SECRET, 0), (CODE, 4), (OPENID, 4), (SESSION_KEY, 2), (TOKEN, 4), (NUMBER, 4)] {
        let letters: Vec<char> = secret.chars().collect();
        for part in letters.windows(shown + 3) {
            let part: String = part.iter().collect();
            assert!(!text.contains(&part), "{part} of {secret} in {text}");
        }
    }
}

fn session() -> Value {
    json!({ "session_key": SESSION_KEY, "openid": OPENID, "unionid": OPENID, "later": SECRET })
}

fn token() -> Value {
    json!({ "access_token": TOKEN, "expires_in": 7200 })
}

fn phone() -> Value {
    json!({ "errcode": 0, "errmsg": "ok", "phone_info": { "phoneNumber": NUMBER, "purePhoneNumber": NUMBER,
        "countryCode": "86", "watermark": { "timestamp": 1_700_000_000, "appid": APPID } } })
}

#[tokio::test]
async fn each_call_is_shown_masked() {
    let json = |body| ResponseTemplate::new(200).set_body_json(body);
    let server = wechat([
        ("/sns/jscode2session", json(session())),
        ("/cgi-bin/stable_token", json(token())),
        ("/wxa/business/getuserphonenumber", json(phone())),
    ])
    .await;
    let mut details = details(&server).await;
    holds_no_secret(&details);
    let kinds = ["jscode2session", "jscode2session", "stable_token", "stable_token"];
    let kinds = kinds.into_iter().chain(["getuserphonenumber"; 2]);
    assert!(details.iter().map(|(kind, _)| *kind).eq(kinds));
    for (_, detail) in &mut details {
        if let Some(response) = detail.get_mut("response") {
            assert_eq!(response["status"], 200);
            let headers = response["headers"].as_array().unwrap();
            let names: Vec<_> = headers.iter().map(|header| header[0].as_str().unwrap()).collect();
            assert_eq!(names, ["content-type", "content-length", "date"]);
            *detail = response["body"].take();
        }
    }
    let masked_phone = json!({ "phoneNumber": "120****0001", "purePhoneNumber": "120****0001", "countryCode": "86",
        "watermark": { "timestamp": 1_700_000_000, "appid": APPID } });
    let expected = [
        json!({ "request": { "method": "GET", "path": "/sns/jscode2session", "query": [["appid", APPID],
            ["secret", "••••"], ["js_code", "0c3f…Zt1"], ["grant_type", "authorization_code"]] } }),
        json!({ "session_key": "ti…", "openid": "oLX7…2Qd", "unionid": "oLX7…2Qd", "later": "••••" }),
        json!({ "request": { "method": "POST", "path": "/cgi-bin/stable_token", "query": [],
            "body": { "grant_type": "client_credential", "appid": APPID, "secret": "••••", "force_refresh": false } } }),
        json!({ "access_token": "62_m…q9A", "expires_in": 7200 }),
        json!({ "request": { "method": "POST", "path": "/wxa/business/getuserphonenumber",
            "query": [["access_token", "62_m…q9A"]], "body": { "code": "0c3f…Zt1", "openid": "oLX7…2Qd" } } }),
        json!({ "errcode": 0, "errmsg": "ok", "phone_info": masked_phone }),
    ];
    for ((kind, detail), expected) in details.into_iter().zip(expected) {
        assert_eq!(detail, expected, "{kind}");
    }
}

/// What is shown of a response that is none of WeChat's: as much as came, and nothing of a body that cannot be masked.
#[rstest]
#[case::refusal(ResponseTemplate::new(200).set_body_json(json!({ "errcode": 40029, "errmsg": "invalid code, rid: 1-2-3" })), json!({ "status": 200, "body": { "errcode": 40029, "errmsg": "invalid code, rid: 1-2-3" } }))]
#[case::status(ResponseTemplate::new(500).set_body_json(session()), json!({ "status": 500 }))]
#[case::html(ResponseTemplate::new(200).set_body_string(format!("<html>{SECRET}{SESSION_KEY}")), json!({ "status": 200 }))]
#[case::cut(ResponseTemplate::new(200).set_body_string(session().to_string().replace('}', "")), json!({ "status": 200 }))]
#[case::list(ResponseTemplate::new(200).set_body_json(json!([SESSION_KEY])), json!({ "status": 200 }))]
#[tokio::test]
async fn a_response_of_another_kind(#[case] response: ResponseTemplate, #[case] mut expected: Value) {
    let json = |body| ResponseTemplate::new(200).set_body_json(body);
    let token = json(token());
    let server = wechat([
        ("/sns/jscode2session", response.clone()),
        ("/cgi-bin/stable_token", token),
        ("/wxa/business/getuserphonenumber", response),
    ])
    .await;
    let details = details(&server).await;
    holds_no_secret(&details);
    for at in [1, 5] {
        let mut shown = details.get(at).unwrap().1["response"].clone();
        (shown["headers"], expected["headers"]) = (Value::Null, Value::Null);
        assert_eq!(shown, expected, "{details:?}");
    }
}

#[tokio::test]
async fn no_response_is_a_failure() {
    let slow = ResponseTemplate::new(200).set_body_json(session()).set_delay(Duration::from_secs(2));
    let server = wechat([
        ("/sns/jscode2session", slow.clone()),
        ("/cgi-bin/stable_token", slow.clone()),
        ("/wxa/business/getuserphonenumber", slow),
    ])
    .await;
    let details = details(&server).await;
    assert_eq!(details.get(1).unwrap().1, json!({ "failure": "no answer in time" }));
}
