//! Faults: each kind, counted, for a path or for all.

use std::time::Duration;

use http_body_util::BodyExt as _;
use rstest::rstest;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::test_server::{TestServer, test_server};

const PATH: &str = "/sns/jscode2session";

async fn order(here: &TestServer, fault: Value) {
    here.control("fault", fault).await;
}

#[tokio::test]
async fn an_errcode_comes_in_place_of_the_call_and_is_counted() {
    let here = test_server();
    order(&here, json!({ "path": PATH, "times": 2, "errcode": -1 })).await;
    let code = here.code("lin").await;
    assert_eq!(here.errcode(&code).await, -1);
    assert_eq!(here.get("/_double/control/state").await.json()["faults"][0]["times"], 1);
    assert_eq!(here.errcode(&code).await, -1);
    assert_eq!(here.errcode(&code).await, 0);
}

#[tokio::test]
async fn a_path_has_its_own_and_no_path_is_all() {
    let here = test_server();
    order(&here, json!({ "path": "/cgi-bin/token", "times": 1, "errcode": -1 })).await;
    assert_eq!(here.errcode(&here.code("lin").await).await, 0);
    assert_eq!(here.get("/cgi-bin/token").await.json()["errcode"], -1);
    order(&here, json!({ "times": 1, "errcode": 40164 })).await;
    assert_eq!(here.errcode("x").await, 40164);
}

#[tokio::test]
async fn a_status_comes_with_a_page_and_spends_nothing() {
    let here = test_server();
    order(&here, json!({ "times": 1, "status": 502 })).await;
    let code = here.code("lin").await;
    let reply = here.exchange(&code).await;
    assert_eq!((reply.status.as_u16(), reply.content_type()), (502, "text/html; charset=utf-8"));
    assert_eq!(here.errcode(&code).await, 0);
}

#[tokio::test]
async fn a_truncated_answer_is_half_and_the_code_is_spent() {
    let here = test_server();
    order(&here, json!({ "times": 1, "truncate": true })).await;
    let code = here.code("lin").await;
    let reply = here.exchange(&code).await;
    assert_eq!(reply.status, 200);
    assert!(!reply.text.is_empty() && serde_json::from_str::<Value>(&reply.text).is_err());
    assert_eq!(here.errcode(&code).await, 40163);
}

#[tokio::test]
async fn a_cut_breaks_the_answer_and_the_code_is_spent() {
    let here = test_server();
    order(&here, json!({ "times": 1, "cut": true })).await;
    let code = here.code("lin").await;
    let query = format!("appid={}&secret={}", wechat_double::DEMO_APPID, wechat_double::DEMO_SECRET);
    let uri = format!("{PATH}?{query}&js_code={code}&grant_type=authorization_code");
    let request = here.request("GET", &uri).body(axum::body::Body::empty()).unwrap();
    let response = here.double.router().oneshot(request).await.unwrap();
    assert!(response.headers().contains_key("content-length"));
    assert!(response.into_body().collect().await.is_err());
    assert_eq!(here.errcode(&code).await, 40163);
}

#[tokio::test(start_paused = true)]
async fn a_delay_comes_after_the_call_even_if_nobody_waits() {
    let here = test_server();
    order(&here, json!({ "times": 1, "delay_ms": 9000 })).await;
    let code = here.code("lin").await;
    let hung_up = tokio::time::timeout(Duration::from_secs(5), here.exchange(&code)).await;
    assert!(hung_up.is_err());
    assert_eq!(here.errcode(&code).await, 40163);
    let journal = here.get("/_double/control/journal").await.json();
    assert!(journal.as_array().unwrap().iter().any(|call| call["duration_ms"].as_u64() >= Some(9000)));
}

#[tokio::test(start_paused = true)]
async fn at_most_eight_calls_wait() {
    let here = std::sync::Arc::new(test_server());
    order(&here, json!({ "times": 100, "delay_ms": 9000 })).await;
    let mut waiting = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let here = here.clone();
        waiting.spawn(async move { here.exchange("x").await.status });
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(here.exchange("x").await.status, 503);
    assert_eq!(here.in_world("blue").exchange("x").await.status, 200);
    while let Some(status) = waiting.join_next().await {
        assert_eq!(status.unwrap(), 200);
    }
}

#[tokio::test]
async fn times_0_ends_them() {
    let here = test_server();
    for path in [PATH, "/cgi-bin/token"] {
        order(&here, json!({ "path": path, "times": 9, "errcode": -1 })).await;
    }
    order(&here, json!({ "path": PATH, "times": 0 })).await;
    assert_eq!(here.errcode("x").await, 40029);
    order(&here, json!({ "times": 0 })).await;
    assert_eq!(here.get("/_double/control/state").await.json()["faults"], json!([]));
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
