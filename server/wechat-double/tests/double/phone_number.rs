//! `getPhoneNumber`, and what the server does with its code.

use serde_json::{Value, json};
use wechat_double::{DEMO_APPID, DEMO_SECRET};

use crate::test_server::{NOW_MS, TestServer, decrypt, test_server};

fn info(number: &str, pure: &str, country: &str) -> Value {
    let watermark = json!({ "timestamp": NOW_MS / 1000, "appid": DEMO_APPID });
    json!({ "phoneNumber": number, "purePhoneNumber": pure, "countryCode": country, "watermark": watermark })
}

async fn token(here: &TestServer) -> String {
    let body = json!({ "grant_type": "client_credential", "appid": DEMO_APPID, "secret": DEMO_SECRET });
    here.post("/cgi-bin/stable_token", body).await.json()["access_token"].as_str().unwrap().to_owned()
}

async fn number(here: &TestServer, token: &str, body: Value) -> Value {
    here.post(&format!("/wxa/business/getuserphonenumber?access_token={token}"), body).await.json()
}

#[tokio::test]
async fn a_number_comes_encrypted_and_as_a_code() {
    let here = test_server();
    let response = here.phone("getPhoneNumber", json!({ "user": "chen" })).await;
    assert_eq!(response["errMsg"], "getPhoneNumber:ok");
    let key = here.session("chen").await["session_key"].clone();
    let expected = info("12066600002", "12066600002", "86");
    assert_eq!(decrypt(&key, &response).as_ref(), Some(&expected));

    let token = token(&here).await;
    let code = response["code"].as_str().unwrap();
    assert_eq!(code.len(), 64);
    let openid = here.double.openid("default", "chen");
    let found = number(&here, &token, json!({ "code": code, "openid": openid })).await;
    assert_eq!(found, json!({ "errcode": 0, "errmsg": "ok", "phone_info": expected }));
    assert_eq!(number(&here, &token, json!({ "code": code })).await["errcode"], 40029);
}

#[tokio::test]
async fn another_number_may_be_chosen_and_a_foreign_one_carries_its_country() {
    let here = test_server();
    let response = here.phone("getPhoneNumber", json!({ "user": "lin", "phone": "12066600009" })).await;
    let key = here.session("lin").await["session_key"].clone();
    assert_eq!(decrypt(&key, &response), Some(info("12066600009", "12066600009", "86")));
    let found = number(&here, &token(&here).await, json!({ "code": response["code"] })).await;
    assert_eq!(found["phone_info"]["purePhoneNumber"], "12066600009");

    here.control("users", json!({ "user": "lin", "phone": "51234567", "countryCode": "852" })).await;
    let response = here.phone("getPhoneNumber", json!({ "user": "lin" })).await;
    assert_eq!(decrypt(&key, &response), Some(info("+85251234567", "51234567", "852")));
}

#[tokio::test]
async fn a_phone_code_is_no_login_code_and_belongs_to_its_user() {
    let here = test_server();
    let response = here.phone("getPhoneNumber", json!({ "user": "lin" })).await;
    let code = response["code"].as_str().unwrap();
    assert_eq!(here.errcode(code).await, 40029);
    let token = token(&here).await;
    assert_eq!(number(&here, &token, json!({ "code": here.code("lin").await })).await["errcode"], 40029);
    let openid = here.double.openid("default", "chen");
    assert_eq!(number(&here, &token, json!({ "code": code, "openid": openid })).await["errcode"], 40029);
    assert_eq!(number(&here, "", json!({ "code": code })).await["errcode"], 41001);
    assert_eq!(number(&here, "nonsense", json!({ "code": code })).await["errcode"], 40001);
    here.pass(300_000);
    assert_eq!(number(&here, &token, json!({ "code": code })).await["errcode"], 40029);
}

#[tokio::test]
async fn older_base_libraries_give_no_code() {
    let here = test_server();
    here.control("base-library", json!({ "version": "2.21.1" })).await;
    let response = here.phone("getPhoneNumber", json!({ "user": "lin" })).await;
    assert!(response.get("code").is_none() && response["encryptedData"].is_string());
}

#[tokio::test]
async fn letters_are_no_number() {
    let reply = test_server().post("/_double/phone/getPhoneNumber", json!({ "user": "lin", "phone": "120x" })).await;
    assert_eq!(reply.status, 400);
    assert_eq!(reply.json()["errMsg"], "getPhoneNumber:fail phone must be 5 to 20 digits");
}

#[tokio::test]
async fn a_ciphertext_of_ours_is_known_by_its_digest() {
    use sha2::{Digest as _, Sha256};
    let here = test_server();
    let response = here.phone("getPhoneNumber", json!({ "user": "lin" })).await;
    let digest = Sha256::digest(response["encryptedData"].as_str().unwrap());
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let path = format!("/wxa/business/checkencryptedmsg?access_token={}", token(&here).await);
    let known = here.post(&path, json!({ "encrypted_msg_hash": digest })).await.json();
    assert_eq!(known, json!({ "errcode": 0, "errmsg": "ok", "vaild": true, "create_time": NOW_MS / 1000 }));
    let unknown = here.post(&path, json!({ "encrypted_msg_hash": "00" })).await.json();
    assert_eq!(unknown["vaild"], false);
}
