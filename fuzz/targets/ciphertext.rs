//! Ciphertext of a phone, or bytes in its place: no panic, a JSON object or the step that failed, and decryption reverses
//! encryption.
#![no_main]

use aes::Aes128;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _, block_padding::Pkcs7};
use libfuzzer_sys::fuzz_target;
use wechat::{
    SessionKey,
    crypto::{PhoneInfo, decrypt},
};

fuzz_target!(|input: ([u8; 16], [u8; 16], &[u8], &str)| {
    let (key, iv, bytes, text) = input;
    let session_key = SessionKey::new(BASE64_STANDARD.encode(key));
    let iv_text = BASE64_STANDARD.encode(iv);
    // as an attacker sends it
    for (data, iv) in [(text, iv_text.as_str()), (&BASE64_STANDARD.encode(bytes), &iv_text), (&iv_text, text)] {
        read(&session_key, data, iv);
        read(&SessionKey::new(text.to_owned()), data, iv);
    }
    // as a phone sends it, for any text
    let encrypted = cbc::Encryptor::<Aes128>::new(&key.into(), &iv.into()).encrypt_padded_vec::<Pkcs7>(text.as_bytes());
    let encrypted = BASE64_STANDARD.encode(encrypted);
    let is_object = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text).is_ok();
    let decrypted = decrypt(&session_key, &encrypted, &iv_text);
    // a number outside serde's range is still JSON, so only this direction holds
    assert!(!is_object || decrypted.is_ok());
    assert!(decrypted.is_err() || decrypted.is_ok_and(|decrypted| *decrypted == text));
    read(&session_key, &encrypted, &iv_text);
});

fn read(key: &SessionKey, data: &str, iv: &str) {
    let Ok(plain) = decrypt(key, data, iv) else { return };
    assert!(plain.trim_ascii_start().starts_with('{'));
    if let Ok(info) = PhoneInfo::parse(&plain) {
        assert!(info.pure_number.bytes().all(|byte| byte.is_ascii_digit()));
        let _ = info.watermark.check("wx1", 1_700_000_000_000, 600_000, 120_000);
    }
}
