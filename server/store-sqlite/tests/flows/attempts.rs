//! What an observer of bindPhone is told of the decryption: every key that was tried, and the attempt that got furthest.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::{Arc, Mutex};

use identity::Session;
use identity::flow::{FlowDetail, FlowEvent, FlowObserver, observe};
use serde_json::{Value, json};
use wechat::SessionKey;

use crate::test_env::{APPID, KEY_1, KEY_2, MASTER_B, NOW_MS, TestEnv, data, encrypted, encrypted_phone};

const NUMBER: &str = "12066600001";

#[derive(Default)]
struct Recorder(Mutex<Vec<FlowEvent>>);

impl FlowObserver for Recorder {
    fn event(&self, event: FlowEvent) {
        self.0.lock().unwrap().push(event);
    }

    fn response(&self, _: String) {}
}

/// The decryption of a bindPhone: the keys that were tried, and the last step of the attempt that is shown.
async fn attempt(env: &TestEnv, session: &Session, sent: (String, String)) -> (Value, String) {
    let recorder = Arc::new(Recorder::default());
    let bound = observe(recorder.clone(), env.identity.bind_phone(session, data(sent))).await;
    let events = recorder.0.lock().unwrap();
    let event = events.iter().find(|event| event.kind == "decrypted").unwrap();
    assert_eq!(event.ok, bound.is_ok());
    let Some(FlowDetail::Decryption(decryption)) = &event.detail else { unreachable!("{event:?}") };
    let last = decryption.steps.last().unwrap();
    let name = |of: Value| of.as_str().unwrap().to_owned();
    let step = name(json!(last.step));
    let cause = last.failure.map_or("ok".to_owned(), |failure| name(json!(failure.cause)));
    let shown = format!("{step} {cause} | {}", event.value);
    (serde_json::to_value(&decryption.keys).unwrap(), shown)
}

fn tried(key: &str, failed_at: Option<&str>) -> Value {
    let fingerprint = SessionKey::new(key.to_owned()).fingerprint();
    match failed_at {
        Some(failed_at) => json!({ "fingerprint": fingerprint, "failedAt": failed_at }),
        None => json!({ "fingerprint": fingerprint }),
    }
}

async fn sign_in(env: &TestEnv, session_key: &str) -> Session {
    let signed_in = env.sign_in("o1", session_key).await;
    env.identity.authenticate(signed_in.token.reveal()).await.unwrap()
}

#[tokio::test]
async fn every_key_that_was_tried_is_named_the_newest_first() {
    let env = TestEnv::new().await;
    sign_in(&env, KEY_1).await;
    let session = sign_in(&env, KEY_2).await;
    let phone = |key| encrypted_phone(key, NUMBER, APPID, NOW_MS);

    let (keys, shown) = attempt(&env, &session, phone(KEY_2)).await;
    assert_eq!(keys, json!([tried(KEY_2, None)]), "none is tried after the one that fits");
    assert_eq!(shown, "json ok | PKCS#7 0e × 14");

    let (keys, shown) = attempt(&env, &session, phone(KEY_1)).await;
    assert_eq!(keys, json!([tried(KEY_2, Some("padding")), tried(KEY_1, None)]));
    assert_eq!(shown, "json ok | PKCS#7 0e × 14");

    let (keys, shown) = attempt(&env, &session, phone("AAECAwQFBgcICQoLDA0ODw==")).await;
    assert_eq!(keys, json!([tried(KEY_2, Some("padding")), tried(KEY_1, Some("padding"))]));
    assert_eq!(shown, "padding wrongPadding | 2 × session_key ✗");

    // the older key gets further
    let (keys, shown) = attempt(&env, &session, encrypted(KEY_1, "no JSON")).await;
    assert_eq!(keys, json!([tried(KEY_2, Some("padding")), tried(KEY_1, Some("json"))]));
    assert_eq!(shown, "json notJson | 2 × session_key ✗");

    let (keys, shown) = attempt(&env, &session, encrypted(KEY_2, r#"{"nickName":"no phone"}"#)).await;
    assert_eq!(keys, json!([tried(KEY_2, None)]));
    assert_eq!(shown, "json notPhoneNumber | PKCS#7 09 × 9");

    let (encrypted_data, iv) = phone(KEY_2);
    let (keys, shown) = attempt(&env, &session, (encrypted_data.clone() + "?", iv.clone())).await;
    assert_eq!((keys, shown), (json!([]), "base64 notBase64 | Base64 ✗".to_owned()));
    let (keys, shown) = attempt(&env, &session, (encrypted_data, "AAAA".to_owned())).await;
    assert_eq!((keys, shown), (json!([]), "length wrongLength | length ✗".to_owned()));
}

#[tokio::test]
async fn keys_that_cannot_be_used_are_told() {
    let mut env = TestEnv::new().await;
    let mut session = sign_in(&env, KEY_1).await;
    let phone = encrypted_phone(KEY_1, NUMBER, APPID, NOW_MS);
    env.restart(MASTER_B);
    let (keys, shown) = attempt(&env, &session, phone.clone()).await;
    assert_eq!(keys, json!([{ "failedAt": "vault" }]));
    assert_eq!(shown, "padding noKey | 1 × session_key ✗");
    session.account.id += 1;
    let (keys, shown) = attempt(&env, &session, phone).await;
    assert_eq!((keys, shown), (json!([]), "padding noKey | 0 × session_key ✗".to_owned()), "no key on record");
}
