//! `control/explain`: how far decryption comes, and no secret.

use serde_json::{Value, json};

use crate::test_server::{TestServer, test_server};

async fn steps(default_world: &TestServer, mut ask: Value) -> (Vec<(String, bool)>, String) {
    ask["user"] = json!("lin");
    let response = default_world.control("explain", ask).await;
    let steps = response["steps"].as_array().unwrap().iter();
    let steps = steps.map(|step| (step["step"].as_str().unwrap().to_owned(), step["ok"].as_bool().unwrap())).collect();
    (steps, response.to_string())
}

#[tokio::test]
async fn good_data_passes_every_step_masked() {
    let default_world = test_server();
    let response = default_world.phone("getPhoneNumber", json!({ "user": "lin" })).await;
    let (steps, text) = steps(&default_world, response).await;
    let names = ["base64", "length", "padding", "json", "watermark"];
    assert_eq!(steps, names.map(|name| (name.to_owned(), true)));
    let key = default_world.session("lin").await["session_key"].as_str().unwrap().to_owned();
    assert!(text.contains("120****0001"), "{text}");
    for secret in ["12066600001", &key] {
        assert!(!text.contains(secret), "{text}");
    }
}

/// The same as the server's own, which is another implementation.
#[tokio::test]
async fn the_key_is_named_by_its_fingerprint() {
    let default_world = test_server();
    let fingerprint = async || {
        let mut ask = default_world.phone("getPhoneNumber", json!({ "user": "lin" })).await;
        ask["user"] = json!("lin");
        default_world.control("explain", ask).await["fingerprint"].as_str().unwrap().to_owned()
    };
    let session = async || default_world.session("lin").await["session_key"].as_str().unwrap().to_owned();
    let of_wechat = async || wechat::SessionKey::new(session().await).fingerprint();
    let first = fingerprint().await;
    assert_eq!(first, of_wechat().await);
    default_world.control("rotate-key", json!({ "user": "lin" })).await;
    assert_ne!(fingerprint().await, first);
    assert_eq!(fingerprint().await, of_wechat().await);
}

#[tokio::test]
async fn the_step_that_fails_is_the_last() {
    let default_world = test_server();
    let good = default_world.phone("getPhoneNumber", json!({ "user": "lin" })).await;
    let last = async |ask: Value| steps(&default_world, ask).await.0.pop().unwrap();
    let mut ask = good.clone();
    ask["encryptedData"] = good["encryptedData"].as_str().unwrap().replace(['+', 'a'], " ").into();
    assert_eq!(last(ask).await, ("base64".to_owned(), false));
    assert_eq!(last(json!({ "encryptedData": "AAAA", "iv": good["iv"] })).await, ("length".to_owned(), false));
    default_world.control("clock", json!({ "advance_s": 601 })).await;
    assert_eq!(last(good.clone()).await, ("watermark".to_owned(), false));
    default_world.control("rotate-key", json!({ "user": "lin" })).await;
    let (steps, text) = steps(&default_world, good).await;
    assert!(!steps.last().unwrap().1 && !text.contains("120"), "{text}");
}

#[tokio::test]
async fn a_signature_is_checked() {
    let default_world = test_server();
    let mut response = default_world.phone("getUserProfile", json!({ "user": "lin", "desc": "x" })).await;
    response["user"] = json!("lin");
    assert_eq!(default_world.control("explain", response.clone()).await["signature"], json!({ "ok": true }));
    response["rawData"] = json!("{}");
    assert_eq!(default_world.control("explain", response).await["signature"], json!({ "ok": false }));
}
