//! The same login sent more than once, and `rawData` with its signature.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;
use std::time::Duration;

use identity::{ClientProfile, Error, Login, SignedIn, SignedProfile, Status, Store};
use serde_json::json;
use wechat::SessionKey;
use wiremock::matchers::query_param;
use wiremock::{Mock, ResponseTemplate};

use crate::test_env::{APPID, KEY_1, KEY_2, NOW_MS, TestEnv, app, login_with, origin, profile};

/// WeChat accepts `c` once, after 100 ms, and then answers that it was used.
async fn once(env: &TestEnv) {
    let session = ResponseTemplate::new(200)
        .set_body_raw(json!({ "openid": "o1", "session_key": KEY_1 }).to_string(), "text/plain")
        .set_delay(Duration::from_millis(100));
    let used = ResponseTemplate::new(200).set_body_json(json!({ "errcode": 40163, "errmsg": "code been used" }));
    Mock::given(query_param("js_code", "c")).respond_with(session).up_to_n_times(1).mount(&env.wechat).await;
    Mock::given(query_param("js_code", "c")).respond_with(used).mount(&env.wechat).await;
}

async fn exchanges(env: &TestEnv) -> usize {
    env.wechat.received_requests().await.unwrap().len()
}

fn is_used(outcome: &Result<SignedIn, Error>) -> bool {
    matches!(outcome, Err(Error::WeChat(wechat::Error::CodeUsed)))
}

#[tokio::test]
async fn fifty_at_once_are_one_exchange_and_fifty_equal_answers() {
    let env = Arc::new(TestEnv::new().await);
    once(&env).await;
    let mut logins = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let env = env.clone();
        logins.spawn(async move {
            let signed_in = env.login("c", profile()).await.unwrap();
            (signed_in.token.reveal().to_owned(), signed_in.expires_ms, signed_in.user.id)
        });
    }
    let responses = logins.join_all().await;
    assert!(responses.iter().all(|response| response == responses.first().unwrap()));
    assert_eq!((responses.len(), exchanges(&env).await), (50, 1));
}

#[tokio::test]
async fn a_login_that_is_sent_again_gets_its_answer_until_the_token_is_used() {
    let env = TestEnv::new().await;
    once(&env).await;
    let first = env.login("c", profile()).await.unwrap();
    env.wait(9_999);
    let again = env.login("c", profile()).await.unwrap();
    assert_eq!((first.token.reveal(), first.expires_ms), (again.token.reveal(), again.expires_ms));
    assert_eq!(exchanges(&env).await, 1);
    env.identity.authenticate(first.token.reveal()).await.unwrap();
    assert!(is_used(&env.login("c", profile()).await));
    assert!(env.identity.authenticate(first.token.reveal()).await.is_ok(), "the first one is still signed in");
}

#[tokio::test]
async fn after_ten_seconds_the_code_was_used() {
    let env = TestEnv::new().await;
    once(&env).await;
    env.login("c", profile()).await.unwrap();
    env.wait(10_000);
    assert!(is_used(&env.login("c", profile()).await));
}

#[tokio::test]
async fn another_body_address_or_user_agent_is_another_login() {
    let env = TestEnv::new().await;
    once(&env).await;
    env.login("c", profile()).await.unwrap();
    let other = Login { share_user_id: Some(1), ..login_with("c", profile()) };
    assert!(is_used(&env.log_in(other).await));
    let mut elsewhere = origin();
    elsewhere.ip = "192.0.2.8".parse().unwrap();
    let mut agent = origin();
    agent.user_agent = "curl/8".to_owned();
    for origin in [elsewhere, agent] {
        let login = login_with("c", profile());
        assert!(is_used(&env.identity.login(&app(), identity::Realm::new(APPID, None), login, origin).await));
    }
    assert!(env.login("c", profile()).await.is_ok(), "and the first one can still be sent again");
}

#[tokio::test]
async fn a_response_is_not_repeated_after_its_session_ended_or_its_account_was_disabled() {
    let env = TestEnv::new().await;
    once(&env).await;
    let first = env.login("c", profile()).await.unwrap();
    assert!(env.store.set_status(first.user.id, Status::Disabled, NOW_MS).await.unwrap());
    assert!(matches!(env.login("c", profile()).await, Err(Error::AccountDisabled(_))));
    assert!(env.store.set_status(first.user.id, Status::Active, NOW_MS).await.unwrap());
    let hash = identity::TokenHash::of(first.token.reveal()).unwrap();
    let session = env.store.session(&hash, NOW_MS).await.unwrap().unwrap();
    env.store.end_session(session.id).await.unwrap();
    assert!(is_used(&env.login("c", profile()).await));
}

#[tokio::test]
async fn a_phone_that_hangs_up_does_not_end_the_exchange() {
    let env = TestEnv::new().await;
    once(&env).await;
    let impatient = tokio::time::timeout(Duration::from_millis(30), env.login("c", profile())).await;
    assert!(impatient.is_err());
    let again = env.login("c", profile()).await.unwrap();
    assert!(env.identity.authenticate(again.token.reveal()).await.is_ok());
    assert_eq!(exchanges(&env).await, 1);
}

#[tokio::test]
async fn a_failure_is_shared_by_waiting_requests_and_not_kept() {
    let env = Arc::new(TestEnv::new().await);
    let busy = ResponseTemplate::new(200)
        .set_body_json(json!({ "errcode": 45011, "errmsg": "too often" }))
        .set_delay(Duration::from_millis(100));
    Mock::given(query_param("js_code", "c")).respond_with(busy).up_to_n_times(1).mount(&env.wechat).await;
    env.code("c", "o1", KEY_1).await;
    let mut logins = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let env = env.clone();
        logins.spawn(async move { env.login("c", profile()).await.map(drop) });
    }
    let failed = |outcome: &Result<(), Error>| matches!(outcome, Err(Error::WeChat(wechat::Error::TooFrequent)));
    assert!(logins.join_all().await.iter().all(failed));
    assert_eq!(exchanges(&env).await, 1);
    assert!(env.login("c", profile()).await.is_ok());
}

#[tokio::test]
async fn raw_data_is_believed_under_the_key_of_this_login_alone() {
    let env = TestEnv::new().await;
    let raw_data = r#"{"nickName":"晓"}"#.to_owned();
    let signed = |key: &str, profile: Option<ClientProfile>| {
        let signature = wechat::crypto::signature(&raw_data, &SessionKey::new(key.to_owned()));
        Some(SignedProfile { raw_data: raw_data.clone(), signature, profile })
    };
    let vouched = || Some(ClientProfile { nick_name: "晓".to_owned(), ..ClientProfile::default() });
    for (nth, signed, is_unverified, name) in [
        (1, signed(KEY_1, vouched()), false, "晓"),
        (2, signed(KEY_2, vouched()), true, "林"),
        (3, signed(KEY_1, None), false, "林"),
        (4, None, false, "林"),
    ] {
        let code = format!("c{nth}");
        env.code(&code, &format!("o{nth}"), KEY_1).await;
        let signed_in = env.log_in(Login { signed, ..login_with(&code, profile()) }).await.unwrap();
        assert_eq!((signed_in.is_unverified, signed_in.user.nick_name.as_str()), (is_unverified, name), "{nth}");
    }
}
