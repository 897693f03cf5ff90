//! POST /demo/status.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::Page;
use crate::test_app::TestApp;

async fn set(page: &Page<'_>, user: &str, status: i64) -> (StatusCode, Value) {
    let request = page.app.client.post(page.app.url("/demo/status")).header("x-double-world", page.world);
    let response = request.json(&json!({ "user": user, "status": status })).send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

#[tokio::test]
async fn an_account_is_disabled_closed_and_restored() {
    let app = TestApp::demo().await;
    let (page, other) = (Page { app: &app, world: "a" }, Page { app: &app, world: "b" });
    let (token, theirs) = (page.login("l").await, other.login("l").await);
    let index =
        async |page: &Page<'_>, token: &str| page.call("i", "user/index", Some(token), None).await["errno"].clone();
    for status in [1, 0, 2, 0, 2, 2, 0] {
        assert_eq!(set(&page, "lin", status).await, (StatusCode::OK, json!({})));
        assert_eq!(index(&page, &token).await, if status == 0 { 0 } else { 719 }, "{status}");
        assert_eq!(index(&other, &theirs).await, 0, "another world's");
    }
    set(&page, "lin", 2).await;
    assert_eq!(set(&page, "lin", 1).await.0, StatusCode::CONFLICT);
    let login = json!({ "code": page.code().await, "userInfo": {} });
    let mut stream = page.read().await;
    assert_eq!(page.call("off", "auth/login_by_weixin", None, Some(login)).await["errno"], 719);
    let events = loop {
        let event = stream.next().await.unwrap().data;
        if event["request"] == "off" && event["step"] == "upsert" {
            break event;
        }
    };
    assert_eq!(events["outcome"], "error", "nothing was written");
}

#[tokio::test]
async fn unsupported_input_is_rejected() {
    let app = TestApp::demo().await;
    let page = Page { app: &app, world: "a" };
    let never = json!({ "error": "this user has no account here: log in first" });
    assert_eq!(set(&page, "lin", 1).await, (StatusCode::NOT_FOUND, never));
    assert_eq!(set(&page, "nobody", 1).await.0, StatusCode::NOT_FOUND);
    page.login("l").await;
    for status in [-1, 3] {
        assert_eq!(set(&page, "lin", status).await.0, StatusCode::BAD_REQUEST);
    }
    assert_eq!(set(&Page { app: &app, world: "No Such" }, "lin", 1).await.0, StatusCode::BAD_REQUEST);
    let url = app.url("/demo/status");
    let post = || app.client.post(&url).header("x-double-world", "a").body(r#"{"user":"lin","status":1}"#);
    let status = async |request: reqwest::RequestBuilder| request.send().await.unwrap().status();
    assert_eq!(status(post()).await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(status(post().header("content-type", "text/plain")).await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let json = || post().header("content-type", "application/json");
    assert_eq!(status(json().header("host", "evil.example")).await, StatusCode::FORBIDDEN);
    assert_eq!(status(json().body("[]")).await, StatusCode::BAD_REQUEST);
    assert_eq!(status(json().body(" ".repeat(10_000))).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(status(json()).await, StatusCode::OK);
}
