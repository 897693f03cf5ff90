//! Who may drive the double: no web page elsewhere.

use axum::body::Body;
use http::Request;
use rstest::rstest;

use crate::harness::{HOST, harness};

#[rstest]
#[case("evil.example", 403)]
#[case("127.0.0.1", 403)]
#[case("127.0.0.1:8080", 200)]
#[tokio::test]
async fn the_host_must_be_ours(#[case] host: &str, #[case] status: u16) {
    let here = harness();
    for path in ["/_double/users", "/_double/control/state"] {
        let request = Request::get(path).header("host", host).body(Body::empty()).unwrap();
        assert_eq!(here.send(request).await.status.as_u16(), status);
    }
    // WeChat's own paths answer to any name, as WeChat's servers see only theirs
    let request = Request::get("/sns/jscode2session").header("host", host).body(Body::empty()).unwrap();
    assert_eq!(here.send(request).await.status, 200);
}

#[tokio::test]
async fn without_a_host_there_is_no_answer() {
    let request = Request::get("/_double/users").body(Body::empty()).unwrap();
    assert_eq!(harness().send(request).await.status, 403);
}

#[rstest]
#[case(None, 415)]
#[case(Some("text/plain"), 415)]
#[case(Some("application/x-www-form-urlencoded"), 415)]
#[case(Some("application/json"), 200)]
#[case(Some("Application/JSON; charset=utf-8"), 200)]
#[tokio::test]
async fn a_post_must_be_json(#[case] content_type: Option<&str>, #[case] status: u16) {
    let here = harness();
    for (path, body, field) in
        [("/_double/phone/login", r#"{"user":"lin"}"#, "errMsg"), ("/_double/control/expire-codes", "{}", "error")]
    {
        let mut request = Request::post(path).header("host", HOST);
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        let reply = here.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(reply.status.as_u16(), status);
        assert!(status == 200 || reply.json()[field].is_string(), "{}", reply.text);
    }
}

#[tokio::test]
async fn a_body_has_a_limit() {
    let here = harness();
    let body = format!(r#"{{"user":"{}"}}"#, "x".repeat(70_000));
    let request = here.request("POST", "/_double/phone/login").header("content-type", "application/json");
    assert_eq!(here.send(request.body(Body::from(body)).unwrap()).await.status, 413);
}
