//! bindPhone by WeChat's one-time code, and what happens when a client sends both code and data.

#![expect(clippy::unwrap_used, reason = "tests")]

use identity::{EncryptedPhone, Error, Phone, PhoneProof, Session};
use serde_json::{Value, json};
use wiremock::matchers::{body_json, path};
use wiremock::{Mock, ResponseTemplate};

use crate::test_env::{APPID, KEY_1, KEY_2, MINUTE_MS, NOW_MS, TestEnv, encrypted_phone};

const BY_CODE: &str = "12066600001";
const BY_DATA: &str = "12066600002";

fn number(appid: &str, made_ms: i64) -> Value {
    json!({ "errcode": 0, "errmsg": "ok", "phone_info": {
        "phoneNumber": BY_CODE, "purePhoneNumber": BY_CODE, "countryCode": "86",
        "watermark": { "timestamp": made_ms / 1000, "appid": appid } } })
}

/// A signed-in user `o1`, and a WeChat that answers the phone code `c` of `o1` so.
async fn env(response: Value) -> (TestEnv, Session) {
    let env = TestEnv::new().await;
    let token = json!({ "access_token": "t", "expires_in": 7200 });
    let response = ResponseTemplate::new(200).set_body_json(response);
    Mock::given(path("/cgi-bin/stable_token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(token))
        .mount(&env.wechat)
        .await;
    Mock::given(path("/wxa/business/getuserphonenumber"))
        .and(body_json(json!({ "code": "c", "openid": "o1" })))
        .respond_with(response)
        .mount(&env.wechat)
        .await;
    let signed_in = env.sign_in("o1", KEY_1).await;
    let session = env.identity.authenticate(signed_in.token.reveal()).await.unwrap();
    (env, session)
}

fn code() -> PhoneProof {
    PhoneProof::Code("c".to_owned())
}

fn both(key: &str) -> PhoneProof {
    let (encrypted_data, iv) = encrypted_phone(key, BY_DATA, APPID, NOW_MS);
    PhoneProof::Both("c".to_owned(), EncryptedPhone { encrypted_data, iv })
}

fn is(outcome: Result<Phone, Error>, number: &str) -> bool {
    outcome.is_ok_and(|phone| phone.display() == number)
}

#[tokio::test]
async fn a_code_of_this_user_becomes_the_number() {
    let (env, session) = env(number(APPID, NOW_MS)).await;
    assert!(is(env.identity.bind_phone(&session, code()).await, BY_CODE));
    assert_eq!(env.sign_in("o1", KEY_1).await.user.phone.unwrap().display(), BY_CODE);
}

#[tokio::test]
async fn the_watermark_of_a_code_is_checked_too() {
    let (stage_1, session) = env(number("wx0000000000000002", NOW_MS)).await;
    assert!(matches!(stage_1.identity.bind_phone(&session, code()).await, Err(Error::WrongApp)));
    for made_ms in [NOW_MS - 11 * MINUTE_MS, NOW_MS + 3 * MINUTE_MS] {
        let (env, session) = env(number(APPID, made_ms)).await;
        assert!(matches!(env.identity.bind_phone(&session, code()).await, Err(Error::StaleData)), "{made_ms}");
    }
}

#[tokio::test]
async fn of_both_the_code_is_preferred() {
    let (env, session) = env(number(APPID, NOW_MS)).await;
    assert!(is(env.identity.bind_phone(&session, both(KEY_1)).await, BY_CODE));
    assert!(is(env.identity.bind_phone(&session, both(KEY_2)).await, BY_CODE), "the data is not looked at");
}

#[tokio::test]
async fn of_both_the_data_is_tried_when_wechat_does_not_exchange_the_code() {
    for errcode in [40029, 45011, 40125, 48001] {
        let (env, session) = env(json!({ "errcode": errcode, "errmsg": "no" })).await;
        let alone = env.identity.bind_phone(&session, code()).await;
        let is_told = if errcode == 40029 {
            matches!(alone, Err(Error::PhoneCode))
        } else {
            matches!(alone, Err(Error::WeChat(_)))
        };
        assert!(is_told, "{errcode}: {alone:?}");
        assert!(is(env.identity.bind_phone(&session, both(KEY_1)).await, BY_DATA), "{errcode}");
        let neither = env.identity.bind_phone(&session, both(KEY_2)).await;
        assert!(matches!(neither, Err(Error::CannotDecrypt(_))), "{errcode}");
    }
}

#[tokio::test]
async fn a_code_that_no_wechat_gives_is_not_sent() {
    let (env, session) = env(number(APPID, NOW_MS)).await;
    let before = env.wechat.received_requests().await.unwrap().len();
    for code in ["x".repeat(513), "a\0b".to_owned()] {
        let outcome = env.identity.bind_phone(&session, PhoneProof::Code(code)).await;
        assert!(matches!(outcome, Err(Error::Refused { field: "code", .. })));
    }
    assert_eq!(env.wechat.received_requests().await.unwrap().len(), before);
}

#[tokio::test]
async fn a_session_of_an_app_that_is_gone_makes_no_call() {
    let (env, mut session) = env(number(APPID, NOW_MS)).await;
    session.account.realm = identity::Realm::new("wx0000000000000009", None);
    let outcome = env.identity.bind_phone(&session, code()).await;
    assert!(matches!(outcome, Err(Error::WeChat(wechat::Error::Misconfigured(40013)))));
}
