//! Several apps: each has its own openid, session_key, codes and tokens of the same user.

use rstest::rstest;
use serde_json::{Value, json};
use wechat_double::{DEMO_APPID, DoubleApp};

use crate::test_server::{TestServer, decrypt, test_server, test_server_as};

const A: (&str, &str) = ("wxaaaaaaaaaaaaaaaa", "secretofa");
const B: (&str, &str) = ("wxbbbbbbbbbbbbbbbb", "secretofb");

fn two() -> TestServer {
    let app = |(appid, secret): (&str, &str)| DoubleApp { appid: appid.to_owned(), secret: secret.into() };
    test_server_as(|config| config.apps = vec![app(A), app(B)])
}

async fn code(default_world: &TestServer, appid: &str) -> String {
    let response = default_world.phone("login", json!({ "user": "lin", "appid": appid })).await;
    assert_eq!(response["errMsg"], "login:ok");
    response["code"].as_str().unwrap().to_owned()
}

async fn session(default_world: &TestServer, app: (&str, &str)) -> Value {
    default_world.exchange_as(app.0, app.1, &code(default_world, app.0).await).await.json()
}

async fn token(default_world: &TestServer, app: (&str, &str)) -> String {
    let grant = json!({ "grant_type": "client_credential", "appid": app.0, "secret": app.1 });
    default_world.post("/cgi-bin/stable_token", grant).await.json()["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_user_is_another_one_in_each_app() {
    let default_world = two();
    let (a, b) = (session(&default_world, A).await, session(&default_world, B).await);
    for field in ["openid", "session_key"] {
        assert_ne!(a[field], b[field], "{field}");
    }
    assert_eq!(session(&default_world, A).await, a);
    for (app, session) in [(A, &a), (B, &b)] {
        let users = default_world.get(&format!("/_double/users?appid={}", app.0)).await.json();
        assert_eq!(users[0]["openid"], session["openid"]);
        let sealed = default_world.phone("getPhoneNumber", json!({ "user": "lin", "appid": app.0 })).await;
        assert_eq!(decrypt(&session["session_key"], &sealed).unwrap()["watermark"]["appid"], app.0);
        let ask = json!({ "user": "lin", "appid": app.0, "desc": "x" });
        let profile = default_world.phone("getUserProfile", ask).await;
        assert_eq!(decrypt(&session["session_key"], &profile).unwrap()["watermark"]["appid"], app.0);
        let explain =
            json!({ "user": "lin", "appid": app.0, "encryptedData": sealed["encryptedData"], "iv": sealed["iv"] });
        let steps = default_world.control("explain", explain).await["steps"].take();
        assert!(steps.as_array().unwrap().len() == 5 && steps[4]["ok"] == true, "{steps}");
    }
    // without an appid the first app is used
    assert_eq!(default_world.get("/_double/users").await.json()[0]["openid"], a["openid"]);
    let plain = default_world.code("lin").await;
    assert_eq!(default_world.exchange_as(A.0, A.1, &plain).await.json(), a);
}

#[tokio::test]
async fn a_code_and_a_token_are_valid_only_for_their_app() {
    let default_world = two();
    let of_a = code(&default_world, A.0).await;
    assert_eq!(default_world.exchange_as(B.0, B.1, &of_a).await.json()["errcode"], 40029);
    assert_eq!(default_world.exchange_as(A.0, B.1, &of_a).await.json()["errcode"], 40125);
    let session = default_world.exchange_as(A.0, A.1, &of_a).await.json();
    assert!(session["openid"].is_string(), "what another app tried spent nothing: {session}");

    let (of_a, of_b) = (token(&default_world, A).await, token(&default_world, B).await);
    assert_ne!(of_a, of_b);
    let number = default_world.phone("getPhoneNumber", json!({ "user": "lin", "appid": A.0 })).await;
    let exchange = async |token: &str| {
        let path = format!("/wxa/business/getuserphonenumber?access_token={token}");
        default_world.post(&path, json!({ "code": number["code"], "openid": session["openid"] })).await.json()
    };
    assert_eq!(exchange(&of_b).await["errcode"], 40029);
    let found = exchange(&of_a).await;
    assert_eq!((&found["errcode"], &found["phone_info"]["watermark"]["appid"]), (&json!(0), &json!(A.0)));
}

#[tokio::test]
async fn a_key_is_rotated_and_checked_in_one_app() {
    let default_world = two();
    let (a, b) = (session(&default_world, A).await, session(&default_world, B).await);
    default_world.control("rotate-key", json!({ "user": "lin", "appid": B.0 })).await;
    let lives = async |appid: &str| default_world.phone("checkSession", json!({ "user": "lin", "appid": appid })).await;
    assert_eq!(lives(A.0).await["errMsg"], "checkSession:ok");
    assert_eq!(lives(B.0).await["errMsg"], "checkSession:fail session_key expired");
    assert_eq!(session(&default_world, A).await["session_key"], a["session_key"]);
    assert_ne!(session(&default_world, B).await["session_key"], b["session_key"]);
}

#[rstest]
#[case("login")]
#[case("checkSession")]
#[case("getUserProfile")]
#[case("getPhoneNumber")]
#[tokio::test]
async fn an_unknown_app_fails(#[case] call: &str) {
    let default_world = two();
    let body = json!({ "user": "lin", "desc": "x", "appid": DEMO_APPID });
    let reply = default_world.post(&format!("/_double/phone/{call}"), body).await;
    assert_eq!(reply.status, 404);
    assert!(
        reply.json()["errMsg"].as_str().unwrap().starts_with(&format!("{call}:fail no such appid")),
        "{}",
        reply.text
    );
}

#[tokio::test]
async fn the_default_app_may_be_named_too() {
    let default_world = test_server();
    let session = default_world.exchange(&code(&default_world, DEMO_APPID).await).await.json();
    assert_eq!(session["openid"], default_world.double.openid("default", "lin"));
}
