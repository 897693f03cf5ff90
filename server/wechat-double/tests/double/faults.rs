//! Faults: each kind, counted, for a path or for all.

use std::time::Duration;

use http_body_util::BodyExt as _;
use rstest::rstest;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::test_server::{TestServer, test_server};

const PATH: &str = "/sns/jscode2session";

async fn order(default_world: &TestServer, fault: Value) {
    default_world.control("fault", fault).await;
}

#[tokio::test]
async fn an_errcode_fault_replaces_the_call_and_is_counted() {
    let default_world = test_server();
    order(&default_world, json!({ "path": PATH, "times": 2, "errcode": -1 })).await;
    let code = default_world.code("lin").await;
    assert_eq!(default_world.errcode(&code).await, -1);
    assert_eq!(default_world.get("/_double/control/state").await.json()["faults"][0]["times"], 1);
    assert_eq!(default_world.errcode(&code).await, -1);
    assert_eq!(default_world.errcode(&code).await, 0);
}

#[tokio::test]
async fn a_fault_is_for_one_path_or_for_all() {
    let default_world = test_server();
    order(&default_world, json!({ "path": "/cgi-bin/token", "times": 1, "errcode": -1 })).await;
    assert_eq!(default_world.errcode(&default_world.code("lin").await).await, 0);
    assert_eq!(default_world.get("/cgi-bin/token").await.json()["errcode"], -1);
    order(&default_world, json!({ "times": 1, "errcode": 40164 })).await;
    assert_eq!(default_world.errcode("x").await, 40164);
}

#[tokio::test]
async fn a_status_fault_has_a_page_and_uses_no_code() {
    let default_world = test_server();
    order(&default_world, json!({ "times": 1, "status": 502 })).await;
    let code = default_world.code("lin").await;
    let reply = default_world.exchange(&code).await;
    assert_eq!((reply.status.as_u16(), reply.content_type()), (502, "text/html; charset=utf-8"));
    assert_eq!(default_world.errcode(&code).await, 0);
}

#[tokio::test]
async fn a_truncated_response_is_half_and_the_code_is_used() {
    let default_world = test_server();
    order(&default_world, json!({ "times": 1, "truncate": true })).await;
    let code = default_world.code("lin").await;
    let reply = default_world.exchange(&code).await;
    assert_eq!(reply.status, 200);
    assert!(!reply.text.is_empty() && serde_json::from_str::<Value>(&reply.text).is_err());
    assert_eq!(default_world.errcode(&code).await, 40163);
}

#[tokio::test]
async fn a_cut_breaks_the_response_and_the_code_is_used() {
    let default_world = test_server();
    order(&default_world, json!({ "times": 1, "cut": true })).await;
    let code = default_world.code("lin").await;
    let query = format!("appid={}&secret={}", wechat_double::DEMO_APPID, wechat_double::DEMO_SECRET);
    let uri = format!("{PATH}?{query}&js_code={code}&grant_type=authorization_code");
    let request = default_world.request("GET", &uri).body(axum::body::Body::empty()).unwrap();
    let response = default_world.double.router().oneshot(request).await.unwrap();
    assert!(response.headers().contains_key("content-length"));
    assert!(response.into_body().collect().await.is_err());
    assert_eq!(default_world.errcode(&code).await, 40163);
}

#[tokio::test(start_paused = true)]
async fn a_delay_follows_the_call_even_if_the_client_disconnects() {
    let default_world = test_server();
    order(&default_world, json!({ "times": 1, "delay_ms": 9000 })).await;
    let code = default_world.code("lin").await;
    let hung_up = tokio::time::timeout(Duration::from_secs(5), default_world.exchange(&code)).await;
    assert!(hung_up.is_err());
    assert_eq!(default_world.errcode(&code).await, 40163);
    let journal = default_world.get("/_double/control/journal").await.json();
    assert!(journal.as_array().unwrap().iter().any(|call| call["duration_ms"].as_u64() >= Some(9000)));
}

#[tokio::test(start_paused = true)]
async fn at_most_eight_calls_wait() {
    let default_world = std::sync::Arc::new(test_server());
    order(&default_world, json!({ "times": 100, "delay_ms": 9000 })).await;
    let mut waiting = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let default_world = default_world.clone();
        waiting.spawn(async move { default_world.exchange("x").await.status });
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(default_world.exchange("x").await.status, 503);
    assert_eq!(default_world.in_world("blue").exchange("x").await.status, 200);
    while let Some(status) = waiting.join_next().await {
        assert_eq!(status.unwrap(), 200);
    }
}

#[tokio::test]
async fn times_0_ends_them() {
    let default_world = test_server();
    for path in [PATH, "/cgi-bin/token"] {
        order(&default_world, json!({ "path": path, "times": 9, "errcode": -1 })).await;
    }
    order(&default_world, json!({ "path": PATH, "times": 0 })).await;
    assert_eq!(default_world.errcode("x").await, 40029);
    order(&default_world, json!({ "times": 0 })).await;
    assert_eq!(default_world.get("/_double/control/state").await.json()["faults"], json!([]));
}

#[rstest]
#[case(json!({ "times": 1 }))]
#[case(json!({ "errcode": -1 }))]
#[case(json!({ "times": 1, "errcode": 0 }))]
#[case(json!({ "times": -1, "errcode": -1 }))]
#[case(json!({ "times": 1, "status": 99 }))]
#[case(json!({ "times": 1, "delay_ms": 60_001 }))]
#[case(json!({ "times": 1, "errcode": -1, "path": "sns" }))]
#[tokio::test]
async fn nonsense_is_refused(#[case] fault: Value) {
    let reply = test_server().post("/_double/control/fault", fault).await;
    assert_eq!(reply.status, 400);
    assert!(reply.json()["error"].is_string());
}
