//! bindPhone.

#![expect(clippy::unwrap_used, reason = "tests")]

use identity::{Error, Phone, Session};

use crate::test_env::{
    APPID, DAY_MS, KEY_1, KEY_2, MASTER_A, MASTER_B, MINUTE_MS, NOW_MS, TestEnv, data, encrypted, encrypted_phone,
};

const NUMBER: &str = "12066600001";

/// A signed-in user whose phone and server share `session_key`.
async fn session(env: &TestEnv, openid: &str, session_key: &str) -> Session {
    let signed_in = env.sign_in(openid, session_key).await;
    env.identity.authenticate(signed_in.token.reveal()).await.unwrap()
}

async fn bind(env: &TestEnv, session: &Session, sent: (String, String)) -> Result<Phone, Error> {
    env.identity.bind_phone(session, data(sent)).await
}

#[tokio::test]
async fn a_number_is_decrypted_bound_and_kept() {
    let env = TestEnv::new().await;
    let session = session(&env, "o1", KEY_1).await;
    let phone = bind(&env, &session, encrypted_phone(KEY_1, NUMBER, APPID, NOW_MS)).await.unwrap();
    assert_eq!(phone.display(), NUMBER);
    assert_eq!(env.sign_in("o1", KEY_1).await.user.phone, Some(phone));
}

#[tokio::test]
async fn a_phone_may_have_used_an_earlier_key() {
    let env = TestEnv::new().await;
    session(&env, "o1", KEY_1).await;
    let session = session(&env, "o1", KEY_2).await;
    assert!(bind(&env, &session, encrypted_phone(KEY_1, NUMBER, APPID, NOW_MS)).await.is_ok());
    assert!(bind(&env, &session, encrypted_phone(KEY_2, NUMBER, APPID, NOW_MS)).await.is_ok());
}

#[tokio::test]
async fn an_earlier_key_is_forgotten_after_three_days() {
    let env = TestEnv::new().await;
    session(&env, "o1", KEY_1).await;
    let session = session(&env, "o1", KEY_2).await;
    env.wait(3 * DAY_MS + 1);
    let now_ms = env.identity.now_ms();
    let outcome = bind(&env, &session, encrypted_phone(KEY_1, NUMBER, APPID, now_ms)).await;
    assert!(matches!(outcome, Err(Error::CannotDecrypt(_))));
    assert!(bind(&env, &session, encrypted_phone(KEY_2, NUMBER, APPID, now_ms)).await.is_ok());
}

#[tokio::test]
async fn every_way_to_fail_is_the_same_answer() {
    let env = TestEnv::new().await;
    let session = session(&env, "o1", KEY_1).await;
    let (data, iv) = encrypted_phone(KEY_1, NUMBER, APPID, NOW_MS);
    let sent = [
        encrypted_phone(KEY_2, NUMBER, APPID, NOW_MS),
        (String::new(), iv.clone()),
        (data.replace(['+', 'a', 'B'], " "), iv.clone()),
        (data.clone(), "AAAA".to_owned()),
        ("AAAAAAAAAAAAAAAAAAAAAA==".to_owned(), iv),
        encrypted(KEY_1, "not JSON"),
        encrypted(KEY_1, r#"{"nickName":"no phone"}"#),
        encrypted(KEY_1, &format!(r#"{{"purePhoneNumber":"{NUMBER}","countryCode":"86"}}"#)),
    ];
    for sent in sent {
        assert!(matches!(bind(&env, &session, sent).await, Err(Error::CannotDecrypt(_))));
    }
}

#[tokio::test]
async fn the_watermark_must_be_of_this_app_and_of_now() {
    let env = TestEnv::new().await;
    let session = session(&env, "o1", KEY_1).await;
    let other = bind(&env, &session, encrypted_phone(KEY_1, NUMBER, "wx0000000000000002", NOW_MS)).await;
    assert!(matches!(other, Err(Error::WrongApp)));
    for (made_ms, fresh) in [
        (NOW_MS - 10 * MINUTE_MS - 1000, false),
        (NOW_MS + 2 * MINUTE_MS + 1000, false),
        (NOW_MS - 10 * MINUTE_MS, true),
        (NOW_MS + 2 * MINUTE_MS, true),
    ] {
        let outcome = bind(&env, &session, encrypted_phone(KEY_1, NUMBER, APPID, made_ms)).await;
        assert!(if fresh { outcome.is_ok() } else { matches!(outcome, Err(Error::StaleData)) }, "{made_ms}");
    }
}

#[tokio::test]
async fn a_number_of_another_account_is_taken() {
    let env = TestEnv::new().await;
    let (one, two) = (session(&env, "o1", KEY_1).await, session(&env, "o2", KEY_2).await);
    assert!(bind(&env, &one, encrypted_phone(KEY_1, NUMBER, APPID, NOW_MS)).await.is_ok());
    let taken = bind(&env, &two, encrypted_phone(KEY_2, NUMBER, APPID, NOW_MS)).await;
    assert!(matches!(taken, Err(Error::PhoneTaken)));
}

#[tokio::test]
async fn an_account_that_is_gone_binds_nothing() {
    let env = TestEnv::new().await;
    let mut session = session(&env, "o1", KEY_1).await;
    let sent = encrypted_phone(KEY_1, NUMBER, APPID, NOW_MS);
    session.account.id += 1;
    assert!(matches!(bind(&env, &session, sent).await, Err(Error::CannotDecrypt(_))), "no key on record");
}

#[tokio::test]
async fn a_rotated_master_key_still_opens_and_a_missing_one_stops_this_call_only() {
    let mut env = TestEnv::new().await;
    let session = session(&env, "o1", KEY_1).await;
    let sent = encrypted_phone(KEY_1, NUMBER, APPID, NOW_MS);
    env.restart(&format!("{MASTER_B},{MASTER_A}"));
    assert!(bind(&env, &session, sent.clone()).await.is_ok());
    env.restart(MASTER_B);
    assert!(matches!(bind(&env, &session, sent.clone()).await, Err(Error::CannotDecrypt(_))));
    assert!(env.identity.sessions(&session).await.is_ok());
    env.sign_in("o1", KEY_1).await;
    assert!(bind(&env, &session, sent).await.is_ok(), "the key of the new login opens; the older one is skipped");
}
