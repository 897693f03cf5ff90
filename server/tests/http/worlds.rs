//! A public demo's visitors cannot take worlds, accounts or streams from each other.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::{
    events::Page,
    test_app::{TestApp, envelope},
};

const MINE: &str = "mine-0123456789abcdef0123456789";

/// The calls of an unknown client in a world of any name, with the header that the proxy adds.
async fn call(app: &TestApp, path: &str, world: &str, from: &str) -> reqwest::Response {
    let request = match path {
        "/wechat-double/_double/phone/login" => app.client.post(app.url(path)).json(&json!({ "user": "lin" })),
        "/wechat-double/cgi-bin/stable_token" => app.client.post(app.url(path)).json(&json!({})),
        "/oapro/wx/auth/login_by_weixin" => {
            app.client.post(app.url(path)).json(&json!({ "code": "x", "userInfo": {} }))
        }
        _ => app.client.get(app.url(path)),
    };
    let request = request.header("x-double-world", world).header("x-forwarded-for", from).header("x-request-id", "r");
    request.send().await.unwrap()
}

#[tokio::test]
async fn ten_thousand_names_of_one_address_evict_no_world_in_use() {
    let app = TestApp::public_behind(&["127.0.0.0/8"]).await;
    let page = Page { app: &app, world: MINE };
    let mut stream = page.read().await;
    let token = page.login("l").await;
    stream.until_response("l").await;
    app.advance(9 * 60_000);
    let paths = [
        "/wechat-double/_double/users",
        "/wechat-double/_double/phone/login",
        "/wechat-double/sns/jscode2session",
        "/wechat-double/cgi-bin/stable_token",
        "/oapro/wx/user/index",
        "/oapro/wx/swiperImgs",
        "/oapro/wx/auth/login_by_weixin",
    ];
    let (mut opened, mut refused) = (0, 0);
    for nth in 0..10_000 {
        let path = paths[nth % paths.len()];
        let response = call(&app, path, &format!("stranger-{nth:020}"), "203.0.113.7").await;
        match (response.status(), response.headers().contains_key("retry-after")) {
            (StatusCode::OK, false) => opened += 1,
            (StatusCode::TOO_MANY_REQUESTS, true) => refused += 1,
            (StatusCode::OK, true) => {
                assert_eq!(envelope(response).await["errno"], 429);
                refused += 1;
            }
            other => panic!("{path}: {other:?}"),
        }
    }
    // WeChat's own paths respond to everybody and create nothing; 20 worlds were created by the others
    assert_eq!((opened, refused), (2 * 1_429 + 20, 7_122), "two of seven paths are WeChat's");
    // another address has its own quota of worlds
    let other = call(&app, paths[0], "other-visitor-0123456789abcdef", "203.0.113.8").await;
    assert_eq!(other.status(), StatusCode::OK);
    // the existing user keeps world, account and stream
    assert_eq!(page.call("i", "user/index", Some(&token), None).await["errno"], 0);
    let events = stream.until_response("i").await;
    assert!(!events.is_empty() && !stream.raw.contains("stranger"));
    let phone = page.encrypted_phone().await;
    let body = json!({ "encryptedData": phone["encryptedData"], "iv": phone["iv"] });
    assert_eq!(page.call("b", "auth/bindPhone", Some(&token), Some(body)).await["errno"], 0, "the same session_key");
}

/// From as many addresses as worlds, while every world is in use.
#[tokio::test]
async fn when_all_worlds_are_in_use_a_new_one_is_refused() {
    let app = TestApp::public_behind(&["127.0.0.0/8"]).await;
    let page = Page { app: &app, world: MINE };
    let mut stream = page.read().await;
    let token = page.login("l").await;
    stream.until_response("l").await;
    let users = "/wechat-double/_double/users";
    for nth in 0..1_000_u32 {
        let response = call(&app, users, &format!("stranger-{nth:020}"), &format!("203.0.{}.1", nth / 20)).await;
        assert_eq!(response.status(), if nth < 999 { 200 } else { 503 }, "{nth}");
    }
    let late = "late-0123456789abcdef0123456789";
    let refused = call(&app, users, late, "198.51.100.1").await;
    assert_eq!(refused.headers()["retry-after"], "600");
    let refused: Value = refused.json().await.unwrap();
    assert!(refused["error"].as_str().unwrap().contains("every world is in use"), "{refused}");
    let refused = call(&app, "/oapro/wx/swiperImgs", late, "198.51.100.1").await;
    assert_eq!(envelope(refused).await["errno"], 429);
    assert_eq!(page.call("i", "user/index", Some(&token), None).await["errno"], 0);
    stream.until_response("i").await;
    // unused worlds are evicted; the one in use stays
    app.advance(9 * 60_000);
    assert_eq!(page.call("i2", "user/index", Some(&token), None).await["errno"], 0);
    app.advance(60_000);
    for nth in 0..999_u32 {
        let response = call(&app, users, &format!("second-{nth:022}"), &format!("198.51.{}.1", nth / 20)).await;
        assert_eq!(response.status(), 200, "{nth}");
    }
    assert_eq!(page.call("i3", "user/index", Some(&token), None).await["errno"], 0);
    stream.until_response("i3").await;
}

#[tokio::test]
async fn a_thousand_calls_with_unknown_worlds_end_no_stream() {
    let app = TestApp::demo().await;
    let pages = ["a", "b", "c"].map(|world| Page { app: &app, world });
    let mut streams = Vec::new();
    for page in &pages {
        page.code().await;
        streams.push(page.read().await);
    }
    for nth in 0..1_000 {
        call(&app, "/oapro/wx/user/index", &format!("unknown-{nth}"), "203.0.113.7").await;
        call(&app, "/wechat-double/sns/jscode2session", &format!("never-{nth}"), "203.0.113.7").await;
    }
    for (page, stream) in pages.iter().zip(&mut streams) {
        page.call("still-here", "swiperImgs", None, None).await;
        stream.until_response("still-here").await;
    }
}

/// A stream creates no world. It waits for it, and when too many wait, the browser gets a `retry` to reconnect.
#[tokio::test]
async fn the_stream_of_an_unknown_world_waits_and_creates_nothing() {
    let app = TestApp::demo().await;
    let mut waiting = Vec::new();
    for nth in 0..256 {
        let world = format!("unknown-{nth}");
        waiting.push(Page { app: &app, world: &world }.read().await);
    }
    let page = Page { app: &app, world: "a" };
    let mut refused = page.read().await;
    assert!(
        refused.next().await.is_none() && refused.raw.contains("retry:"),
        "the browser opens it again: {}",
        refused.raw
    );
    page.code().await;
    let mut stream = page.read().await;
    page.call("c", "swiperImgs", None, None).await;
    stream.until_response("c").await;
    // one of the waiting streams
    Page { app: &app, world: "unknown-7" }.call("d", "swiperImgs", None, None).await;
    waiting[7].until_response("d").await;
    let state = app.client.get(app.url("/wechat-double/_double/control/journal")).header("x-double-world", "unknown-8");
    let journal: Value = state.send().await.unwrap().json().await.unwrap();
    assert_eq!(journal, json!([]));
}
