//! Worlds do not see each other, and a public demo's cannot be guessed.

use rstest::rstest;
use serde_json::json;
use wechat_double::Forgotten;

use crate::harness::{decrypt, harness, harness_with};

#[tokio::test]
async fn worlds_share_nothing() {
    let red = harness().in_world("red");
    let blue = red.in_world("blue");
    let code = red.code("lin").await;
    assert_eq!(blue.errcode(&code).await, 40029);
    assert_eq!(red.errcode(&code).await, 0);
    assert_ne!(red.double.openid("red", "lin"), red.double.openid("blue", "lin"));

    let (ours, theirs) = (red.session("lin").await, blue.session("lin").await);
    assert_ne!(ours["session_key"], theirs["session_key"]);
    let answer = red.phone("getPhoneNumber", json!({ "user": "lin" })).await;
    assert_eq!(decrypt(&theirs["session_key"], &answer), None);

    red.control("fault", json!({ "times": 9, "errcode": -1 })).await;
    red.control("clock", json!({ "advance_s": 60 })).await;
    red.control("quota", json!({ "login_per_minute": 1 })).await;
    red.control("users", json!({ "user": "mo" })).await;
    let state = blue.get("/_double/control/state").await.json();
    assert_eq!((&state["faults"], &state["clock"]["advance_s"]), (&json!([]), &json!(0)));
    assert_eq!(state["quota"]["login_per_minute"], 100);
    assert_eq!(blue.get("/_double/users").await.json().as_array().unwrap().len(), 6);
    assert_eq!(blue.get("/_double/control/journal").await.json().as_array().unwrap().len(), 3);
}

#[rstest]
#[case("A", 400)]
#[case("a_b", 400)]
#[case("", 400)]
#[case("a-1", 200)]
#[tokio::test]
async fn a_name_has_its_letters(#[case] name: &str, #[case] status: u16) {
    let here = harness().in_world(name);
    assert_eq!(here.get("/_double/users").await.status.as_u16(), status);
    assert_eq!(here.get("/sns/jscode2session").await.status.as_u16(), status);
}

#[tokio::test]
async fn a_public_demo_has_no_guessable_world() {
    let here = harness_with(true);
    assert_eq!(here.get("/_double/users").await.status, 403);
    assert_eq!(here.in_world("default").get("/_double/users").await.status, 403);
    assert_eq!(here.in_world(&"a".repeat(21)).get("/_double/users").await.status, 403);
    assert_eq!(here.in_world(&"a".repeat(22)).get("/_double/users").await.status, 200);
}

#[tokio::test]
async fn an_idle_world_is_forgotten_and_told() {
    let here = harness();
    let session = here.in_world("red").session("lin").await;
    here.pass(24 * 3600 * 1000);
    here.get("/_double/users").await;
    assert_eq!(*here.forgotten.lock().unwrap(), [Forgotten::World("red".to_owned())]);
    let again = here.in_world("red").session("lin").await;
    assert_eq!(again["openid"], session["openid"]);
    assert_ne!(again["session_key"], session["session_key"]);
}
