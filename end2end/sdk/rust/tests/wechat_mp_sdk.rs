//! Rust's wechat-mp-sdk against the WeChat double, as an independent backend would use it. Its builder has a base URL.

use std::fmt::Debug;

use sdk_rust::{Double, LIN, result, text, works};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use wechat_mp_sdk::crypto::{DecryptedUserData, decrypt_user_data, verify_watermark};
use wechat_mp_sdk::error::HttpError;
use wechat_mp_sdk::types::{AppId, AppSecret};
use wechat_mp_sdk::{WechatClient, WechatError, WechatMp};

const LOGIN: &str = "/sns/jscode2session";
const PHONE: &str = "/wxa/business/getuserphonenumber";

fn sdk(base: &str, appid: &str, secret: &str) -> WechatMp {
    let builder = WechatMp::builder().appid(AppId::new(appid).unwrap()).secret(AppSecret::new(secret).unwrap());
    builder.base_url(base).build().unwrap()
}

fn start() -> (Double, WechatMp) {
    let double = Double::start();
    let sdk = sdk(&double.base, &double.appid, &double.secret);
    (double, sdk)
}

async fn decrypt(double: &Double, sdk: &WechatMp, data: &Value) -> Result<DecryptedUserData, WechatError> {
    let session = sdk.auth_login(&double.code("lin").await).await.unwrap();
    decrypt_user_data(&session.session_key, &text(&data["encryptedData"]), &text(&data["iv"]))
}

/// The exchange of a phone code by the SDK's plain client, as its own method cannot read the answer.
async fn number(double: &Double, token: &str) -> Result<String, WechatError> {
    let client = WechatClient::builder().appid(AppId::new(&*double.appid)?).secret(AppSecret::new(&*double.secret)?);
    let client = client.base_url(&*double.base).build()?;
    let code = text(&double.phone_data().await["code"]);
    let answer: Value = client.post(&format!("{PHONE}?access_token={token}"), &json!({ "code": code })).await?;
    Ok(text(&answer["phone_info"]["purePhoneNumber"]))
}

fn refused<T: Debug>(errcode: i32, outcome: Result<T, WechatError>) {
    let error = outcome.unwrap_err();
    assert!(matches!(&error, WechatError::Api { code, .. } if *code == errcode), "{error:?} is not {errcode}");
}

#[tokio::test]
async fn login() {
    let (double, sdk) = start();
    let session = sdk.auth_login(&double.code("lin").await).await.unwrap();
    let lin = &double.list("users").await[0];
    assert_eq!(session.openid, text(&lin["openid"]));
    assert_eq!(session.unionid.unwrap(), text(&lin["unionid"]));
    works("login");
}

#[tokio::test]
async fn phone_by_data() {
    let (double, sdk) = start();
    let data = double.phone_data().await;
    assert_eq!(decrypt(&double, &sdk, &data).await.unwrap().phone_number(), Some(LIN));
    works("phone-data");
    double.call("control/rotate-key", json!({ "user": "lin" })).await;
    decrypt(&double, &sdk, &data).await.unwrap_err();
    works("old-key");
}

#[tokio::test]
async fn data_of_another_mini_program() {
    let (double, sdk) = start();
    double.call("control/watermark", json!({ "appid": "wxanother" })).await;
    let data = decrypt(&double, &sdk, &double.phone_data().await).await.unwrap();
    assert!(matches!(verify_watermark(&data, sdk.appid()), Err(WechatError::Signature(_))));
    works("foreign-watermark");
}

/// Its `PhoneInfo` has the names of its own fields, not WeChat's `purePhoneNumber`: the answer cannot be read, and the code is spent.
#[tokio::test]
async fn a_phone_code_is_spent_in_vain() {
    let (double, sdk) = start();
    let code = text(&double.phone_data().await["code"]);
    let error = sdk.get_phone_number(&code).await.unwrap_err();
    assert!(matches!(&error, WechatError::Http(HttpError::Decode(_))), "{error:?}");
    result("phone-code", "✗");
    refused(40029, sdk.get_phone_number(&code).await);
    works("phone 40029");
    double.call("control/fault", json!({ "path": PHONE, "times": 1, "errcode": 45009 })).await;
    refused(45009, sdk.get_phone_number(&code).await);
    works("phone 45009");
}

#[tokio::test]
async fn profile_data() {
    let (double, sdk) = start();
    let profile = double.call("phone/getUserProfile", json!({ "user": "lin", "desc": "用于完善会员资料" })).await;
    assert_eq!(decrypt(&double, &sdk, &profile).await.unwrap().nick_name(), Some("林晓"));
    works("profile-data");
}

#[tokio::test]
async fn token() {
    let (double, sdk) = start();
    let token = sdk.get_access_token().await.unwrap();
    assert_eq!(double.journal().await, ["/cgi-bin/token 0"]);
    assert_eq!(number(&double, &token).await.unwrap(), LIN);
    works("token");
    refused(40125, self::sdk(&double.base, &double.appid, &"0".repeat(32)).get_access_token().await);
    works("token 40125");
    sdk.invalidate_token().await;
    double.call("control/fault", json!({ "path": "/cgi-bin/token", "times": 1, "errcode": 40164 })).await;
    refused(40164, sdk.get_access_token().await);
    works("token 40164");
}

/// It can be fetched; the SDK's own calls use the other one.
#[tokio::test]
async fn stable_token() {
    let (double, sdk) = start();
    let token = sdk.get_stable_access_token(false).await.unwrap().access_token;
    assert_eq!(double.journal().await, ["/cgi-bin/stable_token 0"]);
    assert_eq!(number(&double, &token).await.unwrap(), LIN);
    works("stable-token");
}

/// Until the caller invalidates it.
#[tokio::test]
async fn a_dead_token_is_not_fetched_anew() {
    for (errcode, call, body) in
        [(40001, "control/reset", json!({})), (42001, "control/clock", json!({ "advance_s": 7200 }))]
    {
        let (double, sdk) = start();
        sdk.get_access_token().await.unwrap();
        double.call(call, body).await;
        refused(errcode, sdk.get_phone_number("x").await);
        refused(errcode, sdk.get_phone_number("x").await);
        result(&format!("renewal {errcode}"), "✗");
        sdk.invalidate_token().await;
        refused(40029, sdk.get_phone_number("x").await);
    }
}

/// Both are GET at WeChat; the SDK sends a POST.
#[tokio::test]
async fn the_session_is_asked_for_by_post() {
    let (double, sdk) = start();
    let session = sdk.auth_login(&double.code("lin").await).await.unwrap();
    refused(43002, sdk.check_session_key(&session.openid, "x", "hmac_sha256").await);
    result("check-session", "✗");
    refused(43002, sdk.reset_user_session_key(&session.openid, "x", "hmac_sha256").await);
    result("reset-session", "✗");
}

#[tokio::test]
async fn whether_a_ciphertext_is_wechats() {
    let (double, sdk) = start();
    let digest = Sha256::digest(text(&double.phone_data().await["encryptedData"]));
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(sdk.check_encrypted_data(&digest).await.unwrap().vaild);
    assert!(!sdk.check_encrypted_data(&"0".repeat(64)).await.unwrap().vaild);
    works("check-encrypted");
}

#[tokio::test]
async fn what_a_login_is_refused_with() {
    let (double, sdk) = start();
    let code = double.code("lin").await;
    sdk.auth_login(&code).await.unwrap();
    refused(40163, sdk.auth_login(&code).await);
    refused(40029, sdk.auth_login("no-such-code").await);
    refused(40013, self::sdk(&double.base, "wx0000000000000000", &double.secret).auth_login("x").await);
    refused(40125, self::sdk(&double.base, &double.appid, &"0".repeat(32)).auth_login("x").await);
    let mo = json!({ "user": "mo", "nickName": "墨", "phone": "12066600099", "highRisk": true });
    double.call("control/users", mo).await;
    refused(40226, sdk.auth_login(&double.code("mo").await).await);
    double.call("control/quota", json!({ "login_per_minute": 1 })).await;
    refused(45011, sdk.auth_login(&double.code("lin").await).await);
    for errcode in [-1, 40164, 40243] {
        double.call("control/fault", json!({ "path": LOGIN, "times": 1, "errcode": errcode })).await;
        refused(errcode, sdk.auth_login(&double.code("lin").await).await);
    }
    for errcode in [-1, 40013, 40029, 40125, 40163, 40164, 40226, 40243, 45011] {
        works(&format!("login {errcode}"));
    }
}

#[tokio::test]
async fn broken_responses() {
    let (double, sdk) = start();
    let faults = [
        ("502", "status", json!(502)),
        ("html", "status", json!(200)),
        ("cut", "cut", json!(true)),
        ("truncated", "truncate", json!(true)),
    ];
    for (name, fault, value) in faults {
        double.call("control/fault", json!({ "path": LOGIN, "times": 1, fault: value })).await;
        let error = sdk.auth_login(&double.code("lin").await).await.unwrap_err();
        assert!(matches!(&error, WechatError::Http(_)), "{name}: {error:?}");
        works(&format!("login {name}"));
    }
}
