//! A mock of WeChat that accepts every code `OPENID.NUMBER` once, and the encrypted data of its users' phones.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use aes::Aes128;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _, block_padding::Pkcs7};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub(crate) const APPID: &str = "wx1111111111111111";
const IV: [u8; 16] = [7; 16];

/// Starts one. Its address; it ends with the runtime.
pub(crate) async fn start() -> String {
    let used = Arc::new(Mutex::new(HashSet::new()));
    let response = async move |uri: axum::http::Uri| {
        let code = uri.query().unwrap().split('&').find_map(|pair| pair.strip_prefix("js_code=")).unwrap().to_owned();
        exchange(&used, &code)
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, axum::Router::new().fallback(response)).await });
    format!("http://{address}")
}

/// WeChat's response to a code, which is `used` then.
pub(crate) fn exchange(used: &Mutex<HashSet<String>>, code: &str) -> String {
    let Some((openid, _)) = code.split_once('.') else {
        return json!({ "errcode": 40029, "errmsg": "invalid code" }).to_string();
    };
    if !used.lock().unwrap().insert(code.to_owned()) {
        return json!({ "errcode": 40163, "errmsg": "code been used" }).to_string();
    }
    json!({ "openid": openid, "session_key": session_key_of(openid) }).to_string()
}

/// A new code of `wx.login`.
pub(crate) fn code(openid: &str) -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("{openid}.{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A unique phone number.
pub(crate) fn number() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("139{:08}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The body that the phone of `openid` sends to bindPhone.
pub(crate) fn encrypted_phone(openid: &str, number: &str, now_ms: i64) -> Value {
    let plain = json!({
        "phoneNumber": number, "purePhoneNumber": number, "countryCode": "86",
        "watermark": { "timestamp": now_ms / 1000, "appid": APPID },
    });
    let plain = plain.to_string();
    let mut buffer = plain.as_bytes().to_vec();
    buffer.resize(plain.len() + 16, 0);
    let cipher = cbc::Encryptor::<Aes128>::new(&session_key(openid).into(), &IV.into());
    let data = cipher.encrypt_padded::<Pkcs7>(&mut buffer, plain.len()).unwrap();
    json!({ "encryptedData": BASE64_STANDARD.encode(data), "iv": BASE64_STANDARD.encode(IV) })
}

/// As WeChat sends it.
pub(crate) fn session_key_of(openid: &str) -> String {
    BASE64_STANDARD.encode(session_key(openid))
}

/// Every user has a key of their own, so that mixed-up keys are detected.
fn session_key(openid: &str) -> [u8; 16] {
    *Sha256::digest(openid).first_chunk().unwrap()
}
