//! `wx.login`, `wx.checkSession` and the life of a session_key.

use serde_json::json;

use crate::test_server::{TestServer, test_server};

async fn check(default_world: &TestServer, device: &str) -> String {
    let response = default_world.phone("checkSession", json!({ "user": "lin", "device": device })).await;
    response["errMsg"].as_str().unwrap().to_owned()
}

const OK: &str = "checkSession:ok";
const EXPIRED: &str = "checkSession:fail session_key expired";

#[tokio::test]
async fn a_phone_that_never_logged_in_has_no_session() {
    assert_eq!(check(&test_server(), "a").await, EXPIRED);
}

#[tokio::test]
async fn rotation_ends_the_session_of_every_phone_until_its_next_login() {
    let default_world = test_server();
    default_world.phone("login", json!({ "user": "lin", "device": "a" })).await;
    default_world.phone("login", json!({ "user": "lin", "device": "b" })).await;
    assert_eq!((check(&default_world, "a").await, check(&default_world, "b").await), (OK.into(), OK.into()));
    let key = default_world.session("lin").await["session_key"].clone();
    default_world.control("rotate-key", json!({ "user": "lin" })).await;
    assert_ne!(default_world.session("lin").await["session_key"], key);
    default_world.phone("login", json!({ "user": "lin", "device": "b" })).await;
    assert_eq!((check(&default_world, "a").await, check(&default_world, "b").await), (EXPIRED.into(), OK.into()));
}

#[tokio::test]
async fn a_key_has_three_virtual_days() {
    let default_world = test_server();
    let key = default_world.session("lin").await["session_key"].clone();
    for _ in 0..2 {
        default_world.control("clock", json!({ "advance_s": 86_400 })).await;
    }
    default_world.control("clock", json!({ "advance_s": 86_399 })).await;
    assert_eq!(check(&default_world, "default").await, OK);
    assert_eq!(default_world.session("lin").await["session_key"], key);
    default_world.control("clock", json!({ "advance_s": 1 })).await;
    assert_eq!(check(&default_world, "default").await, EXPIRED);
    assert_ne!(default_world.session("lin").await["session_key"], key);
}

#[tokio::test]
async fn an_unknown_user_and_a_bad_body_are_refused_in_the_phones_format() {
    let default_world = test_server();
    let reply = default_world.post("/_double/phone/login", json!({ "user": "nobody" })).await;
    assert_eq!(
        (reply.status.as_u16(), reply.json()["errMsg"].as_str().unwrap().starts_with("login:fail ")),
        (404, true)
    );
    let reply = default_world.post("/_double/phone/checkSession", json!({ "user": 1 })).await;
    let text = reply.json()["errMsg"].as_str().unwrap().starts_with("checkSession:fail ");
    assert_eq!((reply.status.as_u16(), text), (400, true));
}
