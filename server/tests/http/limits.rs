//! How often: logins per address and per account, bound phones per account.

use std::time::Duration;

use crate::test_app::{TestApp, envelope};
use serde_json::{Value, json};
use tokio::time::Instant;

const LOGIN: &str = "auth/login_by_weixin";

/// A login that WeChat refuses (710), so that it counts for an address and for no account.
async fn try_from(app: &TestApp, forwarded: &str) -> i64 {
    let body = json!({ "code": "no-such-code", "userInfo": {} });
    let request = app.client.post(app.api(LOGIN)).header("x-forwarded-for", forwarded).json(&body);
    envelope(request.send().await.unwrap()).await["errno"].as_i64().unwrap()
}

/// Uses the quota of an address up.
async fn use_up(app: &TestApp, forwarded: &str) {
    for nth in 0..60 {
        assert_eq!(try_from(app, forwarded).await, 710, "{nth}");
    }
}

/// The answer of a call that is made too often, and after how many seconds to come again.
async fn refusal(request: reqwest::RequestBuilder) -> i64 {
    let response = request.send().await.unwrap();
    let retry_after = response.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert_eq!(envelope(response).await, json!({ "errno": 429, "errmsg": "请求过于频繁" }));
    retry_after
}

#[tokio::test]
async fn the_61st_login_of_an_address_waits() {
    let app = TestApp::limited(&[]).await;
    use_up(&app, "").await;
    let login = || app.client.post(app.api(LOGIN));
    assert_eq!(refusal(login().body("{")).await, 1, "before it is decoded");
    assert_eq!(refusal(login().body("x".repeat(100_000))).await, 1, "before its length is looked at");
    assert_eq!(refusal(login().header("x-forwarded-for", "203.0.113.7").body("{}")).await, 1, "a stranger's word");
    // what is wrong about the request itself comes first
    assert_eq!(app.get(LOGIN, None).await["errno"], 405);
    assert_eq!(app.post("auth/login_by_wexin", None, json!({})).await["errno"], 404);
    // and other calls do not count
    assert_eq!(app.get("meeting/list", None).await["errno"], 0);
    assert_eq!(app.get("user/index", None).await["errno"], 501);

    app.advance(999);
    assert_eq!(refusal(login().body("{}")).await, 1);
    app.advance(1);
    assert_eq!(try_from(&app, "").await, 710, "as was said");
    assert_eq!(try_from(&app, "").await, 429, "one, and no more");
    app.advance(60_000);
    use_up(&app, "").await;
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let app = TestApp::limited(&[]).await;
    use_up(&app, "").await;
    let begun = Instant::now();
    let head = b"POST /oapro/wx/auth/login_by_weixin HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 50000\r\n\r\n";
    let answer = app.raw(head).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains(r#"{"errno":429"#), "{answer}");
    assert!(answer.contains("\r\nretry-after: 1\r\n"), "{answer}");
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn every_address_has_a_quota_of_its_own_and_a_64_of_ipv6_is_one() {
    let app = TestApp::limited(&["127.0.0.0/8"]).await;
    use_up(&app, "203.0.113.7").await;
    assert_eq!(try_from(&app, "203.0.113.7").await, 429);
    assert_eq!(try_from(&app, "198.51.100.1, 203.0.113.7").await, 429, "what the client itself puts in front");
    assert_eq!(try_from(&app, "203.0.113.8").await, 710);
    for nth in 0..60 {
        assert_eq!(try_from(&app, &format!("2001:db8:1:2::{nth:x}")).await, 710);
    }
    assert_eq!(try_from(&app, "2001:db8:1:2:ffff::").await, 429);
    assert_eq!(try_from(&app, "2001:db8:1:3::").await, 710);
}

/// A login as the mini-program makes it, in a world of the double.
async fn login(app: &TestApp, world: &str, user: &str) -> Value {
    let url = app.url("/wechat-double/_double/phone/login");
    let code = app.client.post(url).header("x-double-world", world).json(&json!({ "user": user }));
    let code: Value = code.send().await.unwrap().json().await.unwrap();
    let body = json!({ "code": code["code"], "userInfo": {} });
    let request = app.client.post(app.api(LOGIN)).header("x-double-world", world).json(&body);
    envelope(request.send().await.unwrap()).await
}

#[tokio::test]
async fn the_21st_login_of_an_account_waits() {
    let app = TestApp::limited(&[]).await;
    let mut token = String::new();
    for _ in 0..20 {
        token = login(&app, "default", "lin").await["data"]["token"].as_str().unwrap().to_owned();
    }
    let body = json!({ "code": app.code("lin").await, "userInfo": {} });
    assert_eq!(refusal(app.client.post(app.api(LOGIN)).json(&body)).await, 3);
    let devices = app.get("auth/sessions", Some(&token)).await["data"]["list"].as_array().unwrap().len();
    assert_eq!(devices, 20, "nothing was written");
    assert_eq!(login(&app, "default", "chen").await["errno"], 0, "another account");
    assert_eq!(login(&app, "elsewhere", "lin").await["errno"], 0, "another world's");
    app.advance(3_000);
    assert_eq!(login(&app, "default", "lin").await["errno"], 0);
    assert_eq!(login(&app, "default", "lin").await["errno"], 429);
}

#[tokio::test]
async fn the_same_login_sent_again_counts_once_for_its_account() {
    let app = TestApp::limited(&[]).await;
    let body = json!({ "code": app.code("lin").await, "userInfo": {} });
    for _ in 0..30 {
        assert_eq!(app.post(LOGIN, None, body.clone()).await["errno"], 0);
    }
    assert_eq!(login(&app, "default", "lin").await["errno"], 0);
}

#[tokio::test]
async fn the_11th_phone_of_an_account_waits() {
    let app = TestApp::limited(&[]).await;
    let (lin, chen) = (app.token("lin").await, app.token("chen").await);
    // the malformed ones count too
    for (body, errno) in [("{", 402), ("{}", 401), (r#"{"code":"no-such-code"}"#, 721)].into_iter().cycle().take(10) {
        let request = app.client.post(app.api("auth/bindPhone")).header("x-oa-token", &lin).body(body);
        assert_eq!(envelope(request.send().await.unwrap()).await["errno"], errno);
    }
    let bind = |token: &str| app.client.post(app.api("auth/bindPhone")).header("x-oa-token", token).body("{}");
    assert_eq!(refusal(bind(&lin)).await, 6);
    let other_device = app.token("lin").await;
    assert_eq!(refusal(bind(&other_device)).await, 6, "the account, not its device");
    assert_eq!(app.post("auth/bindPhone", Some("x"), json!({})).await["errno"], 501);
    let phone = app.encrypted_phone("chen").await;
    assert_eq!(app.post("auth/bindPhone", Some(&chen), phone).await["errno"], 0, "another account");
    assert_eq!(app.get("user/index", Some(&lin)).await["errno"], 0, "another call");
    // an account that is reset is the same person still
    app.double("control/reset", json!({ "user": "lin" })).await;
    let anew = app.token("lin").await;
    assert_eq!(refusal(bind(&anew)).await, 6);
    app.advance(6_000);
    let phone = app.encrypted_phone("lin").await;
    assert_eq!(app.post("auth/bindPhone", Some(&anew), phone).await["errno"], 0);
}

#[tokio::test]
async fn off_is_off() {
    let app = TestApp::demo().await;
    for _ in 0..70 {
        assert_eq!(try_from(&app, "").await, 710);
    }
    let mut token = String::new();
    for _ in 0..25 {
        token = login(&app, "default", "lin").await["data"]["token"].as_str().unwrap().to_owned();
    }
    for _ in 0..15 {
        assert_eq!(app.post("auth/bindPhone", Some(&token), json!({})).await["errno"], 401);
    }
}
