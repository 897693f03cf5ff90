//! What the control side changes of what phones receive: the watermark, the number, the next code. And taking it all back.

use rstest::rstest;
use serde_json::{Value, json};
use wechat_double::DEMO_APPID;

use crate::test_server::{NOW_MS, TestServer, decrypt, test_server};

async fn number_data(world: &TestServer, user: &str) -> Value {
    let response = world.phone("getPhoneNumber", json!({ "user": user })).await;
    let key = world.session(user).await["session_key"].clone();
    decrypt(&key, &response).unwrap()
}

async fn state(world: &TestServer) -> Value {
    world.get("/_double/control/state").await.json()
}

#[tokio::test]
async fn data_of_another_mini_program_decrypts_and_says_so() {
    let world = test_server();
    world.control("watermark", json!({ "appid": "wxanother" })).await;
    assert_eq!(
        number_data(&world, "lin").await["watermark"],
        json!({ "timestamp": NOW_MS / 1000, "appid": "wxanother" })
    );
    let profile = world.phone("getUserProfile", json!({ "user": "lin", "desc": "x" })).await;
    let key = world.session("lin").await["session_key"].clone();
    assert_eq!(decrypt(&key, &profile).unwrap()["watermark"]["appid"], "wxanother");
    assert_eq!(state(&world).await["watermark"], json!({ "appid": "wxanother" }));
    world.control("watermark", json!({ "appid": null })).await;
    assert_eq!(number_data(&world, "lin").await["watermark"]["appid"], DEMO_APPID);
}

#[tokio::test]
async fn one_number_for_every_user() {
    let world = test_server();
    world.control("number", json!({ "phone": "12066600099" })).await;
    for user in ["lin", "he"] {
        assert_eq!(number_data(&world, user).await["purePhoneNumber"], "12066600099");
    }
    assert_eq!(state(&world).await["number"], json!({ "phone": "12066600099" }));
    let users = world.get("/_double/users").await.json();
    assert_eq!(users[0]["phone"], "12066600001", "the users keep theirs");
    world.control("number", json!({ "phone": null })).await;
    assert_eq!(number_data(&world, "he").await["purePhoneNumber"], "12066600006");
}

#[tokio::test]
async fn the_next_login_code_is_expired_and_the_one_after_it_good() {
    let world = test_server();
    world.control("expire-codes", json!({ "next_login": true })).await;
    assert_eq!(state(&world).await["codes"], json!({ "next_login": true, "next_phone": false }));
    world.phone("getPhoneNumber", json!({ "user": "lin" })).await; // a code of the other kind leaves it alone
    let expired = world.code("lin").await;
    assert_eq!(state(&world).await["codes"]["next_login"], false);
    let good = world.code("lin").await;
    assert_eq!((world.errcode(&expired).await, world.errcode(&good).await), (40029, 0));
}

#[tokio::test]
async fn a_next_code_that_was_taken_back_is_good() {
    let world = test_server();
    world.control("expire-codes", json!({ "next_login": true, "next_phone": true })).await;
    world.control("expire-codes", json!({ "next_login": false })).await;
    assert_eq!(state(&world).await["codes"], json!({ "next_login": false, "next_phone": true }));
    assert_eq!(world.errcode(&world.code("lin").await).await, 0);
}

#[tokio::test]
async fn restore_takes_back_every_control_and_keeps_users_keys_and_codes() {
    let world = test_server();
    let before = state(&world).await;
    let (code, key) = (world.code("lin").await, world.session("chen").await["session_key"].clone());
    for (call, body) in [
        ("fault", json!({ "times": 3, "errcode": 40003 })),
        ("clock", json!({ "advance_s": 60 })),
        ("quota", json!({ "login_per_minute": 1 })),
        ("base-library", json!({ "version": "3.0.0" })),
        ("watermark", json!({ "appid": "wxanother" })),
        ("number", json!({ "phone": "12066600099" })),
    ] {
        world.control(call, body).await;
    }
    let changed = state(&world).await;
    for part in before.as_object().unwrap().keys().filter(|part| *part != "codes") {
        assert_ne!(changed[part], before[part], "{part}");
    }
    assert_eq!(world.control("restore", json!({})).await, json!({}));
    assert_eq!(state(&world).await, before);
    assert_eq!(world.errcode(&code).await, 0);
    assert_eq!(world.session("chen").await["session_key"], key);
    world.control("expire-codes", json!({ "next_login": true, "next_phone": true })).await;
    world.control("restore", json!({})).await;
    assert_eq!(state(&world).await, before);
}

#[tokio::test]
async fn a_rotation_names_both_keys_by_fingerprint() {
    let world = test_server();
    let first = world.control("rotate-key", json!({ "user": "lin" })).await;
    let second = world.control("rotate-key", json!({ "user": "lin" })).await;
    assert_eq!(first["from"], Value::Null);
    assert_eq!(second["from"], first["to"]);
    let key = world.session("lin").await["session_key"].clone();
    let digest = <sha2::Sha256 as sha2::Digest>::digest(key.as_str().unwrap());
    let expected: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(second["to"], expected);
}

#[rstest]
#[case("watermark", json!({ "appid": "" }))]
#[case("watermark", json!({ "appid": "x".repeat(65) }))]
#[case("number", json!({ "phone": "12x" }))]
#[case("expire-codes", json!({ "next_login": "yes" }))]
#[tokio::test]
async fn what_cannot_be_is_refused(#[case] call: &str, #[case] body: Value) {
    assert_eq!(test_server().post(&format!("/_double/control/{call}"), body).await.status, 400);
}
