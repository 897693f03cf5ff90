//! `getPhoneNumber`, and the exchange of its code.

use serde_json::{Value, json};
use wechat_double::{DEMO_APPID, DEMO_SECRET};

use crate::test_server::{NOW_MS, TestServer, decrypt, test_server};

fn info(number: &str, pure: &str, country: &str) -> Value {
    let watermark = json!({ "timestamp": NOW_MS / 1000, "appid": DEMO_APPID });
    json!({ "phoneNumber": number, "purePhoneNumber": pure, "countryCode": country, "watermark": watermark })
}

async fn token(default_world: &TestServer) -> String {
    let body = json!({ "grant_type": "client_credential", "appid": DEMO_APPID, "secret": DEMO_SECRET });
    default_world.post("/cgi-bin/stable_token", body).await.json()["access_token"].as_str().unwrap().to_owned()
}

async fn number(default_world: &TestServer, token: &str, body: Value) -> Value {
    default_world.post(&format!("/wxa/business/getuserphonenumber?access_token={token}"), body).await.json()
}

#[tokio::test]
async fn a_number_is_returned_encrypted_and_as_a_code() {
    let default_world = test_server();
    let response = default_world.phone("getPhoneNumber", json!({ "user": "chen" })).await;
    assert_eq!(response["errMsg"], "getPhoneNumber:ok");
    let key = default_world.session("chen").await["session_key"].clone();
    let expected = info("12066600002", "12066600002", "86");
    assert_eq!(decrypt(&key, &response).as_ref(), Some(&expected));

    let token = token(&default_world).await;
    let code = response["code"].as_str().unwrap();
    assert_eq!(code.len(), 64);
    let openid = default_world.double.openid("default", "chen");
    let found = number(&default_world, &token, json!({ "code": code, "openid": openid })).await;
    assert_eq!(found, json!({ "errcode": 0, "errmsg": "ok", "phone_info": expected }));
    assert_eq!(number(&default_world, &token, json!({ "code": code })).await["errcode"], 40029);
}

#[tokio::test]
async fn another_number_may_be_chosen_and_a_foreign_one_carries_its_country() {
    let default_world = test_server();
    let response = default_world.phone("getPhoneNumber", json!({ "user": "lin", "phone": "12066600009" })).await;
    let key = default_world.session("lin").await["session_key"].clone();
    assert_eq!(decrypt(&key, &response), Some(info("12066600009", "12066600009", "86")));
    let found = number(&default_world, &token(&default_world).await, json!({ "code": response["code"] })).await;
    assert_eq!(found["phone_info"]["purePhoneNumber"], "12066600009");

    default_world.control("users", json!({ "user": "lin", "phone": "51234567", "countryCode": "852" })).await;
    let response = default_world.phone("getPhoneNumber", json!({ "user": "lin" })).await;
    assert_eq!(decrypt(&key, &response), Some(info("+85251234567", "51234567", "852")));
}

#[tokio::test]
async fn a_phone_code_is_no_login_code_and_belongs_to_its_user() {
    let default_world = test_server();
    let response = default_world.phone("getPhoneNumber", json!({ "user": "lin" })).await;
    let code = response["code"].as_str().unwrap();
    assert_eq!(default_world.errcode(code).await, 40029);
    let token = token(&default_world).await;
    assert_eq!(
        number(&default_world, &token, json!({ "code": default_world.code("lin").await })).await["errcode"],
        40029
    );
    let openid = default_world.double.openid("default", "chen");
    assert_eq!(number(&default_world, &token, json!({ "code": code, "openid": openid })).await["errcode"], 40029);
    assert_eq!(number(&default_world, "", json!({ "code": code })).await["errcode"], 41001);
    assert_eq!(number(&default_world, "nonsense", json!({ "code": code })).await["errcode"], 40001);
    default_world.pass(300_000);
    assert_eq!(number(&default_world, &token, json!({ "code": code })).await["errcode"], 40029);
}

#[tokio::test]
async fn older_base_libraries_give_no_code() {
    let default_world = test_server();
    default_world.control("base-library", json!({ "version": "2.21.1" })).await;
    let response = default_world.phone("getPhoneNumber", json!({ "user": "lin" })).await;
    assert!(response.get("code").is_none() && response["encryptedData"].is_string());
}

#[tokio::test]
async fn letters_are_no_number() {
    let reply = test_server().post("/_double/phone/getPhoneNumber", json!({ "user": "lin", "phone": "120x" })).await;
    assert_eq!(reply.status, 400);
    assert_eq!(reply.json()["errMsg"], "getPhoneNumber:fail phone must be 5 to 20 digits");
}

#[tokio::test]
async fn a_ciphertext_is_recognised_by_its_digest() {
    use sha2::{Digest as _, Sha256};
    let default_world = test_server();
    let response = default_world.phone("getPhoneNumber", json!({ "user": "lin" })).await;
    let digest = Sha256::digest(response["encryptedData"].as_str().unwrap());
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let path = format!("/wxa/business/checkencryptedmsg?access_token={}", token(&default_world).await);
    let known = default_world.post(&path, json!({ "encrypted_msg_hash": digest })).await.json();
    assert_eq!(known, json!({ "errcode": 0, "errmsg": "ok", "vaild": true, "create_time": NOW_MS / 1000 }));
    let unknown = default_world.post(&path, json!({ "encrypted_msg_hash": "00" })).await.json();
    assert_eq!(unknown["vaild"], false);
}
