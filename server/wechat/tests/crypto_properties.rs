//! Properties of the crypto for every input: no panic, no accepted garbage, and decryption reverses encryption.

use aes::Aes128;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use cbc::cipher::block_padding::{NoPadding, Pkcs7};
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _};
use proptest::prelude::*;
use wechat::SessionKey;
use wechat::crypto::{DecryptError, Input, PhoneInfo, decrypt, explain, signature_matches};

const KEY: [u8; 16] = *b"0123456789abcdef";
const IV: [u8; 16] = *b"fedcba9876543210";
const PHONE: &str = r#"{"phoneNumber":"12066600001","purePhoneNumber":"12066600001","countryCode":"86","watermark":{"timestamp":1700000000,"appid":"wx0123456789abcdef"}}"#;
const NOW_MS: i64 = 1_700_000_000_000;

fn key() -> SessionKey {
    SessionKey::new(BASE64_STANDARD.encode(KEY))
}

fn encrypt(plaintext: &[u8], iv: [u8; 16]) -> Vec<u8> {
    cbc::Encryptor::<Aes128>::new(&KEY.into(), &iv.into()).encrypt_padded_vec::<Pkcs7>(plaintext)
}

fn encrypt_raw(blocks: &[u8]) -> String {
    BASE64_STANDARD
        .encode(cbc::Encryptor::<Aes128>::new(&KEY.into(), &IV.into()).encrypt_padded_vec::<NoPadding>(blocks))
}

/// What bindPhone does with it: decrypts, parses, checks the watermark.
fn accepted(ciphertext: &[u8], iv: &[u8]) -> Option<PhoneInfo> {
    let plaintext = decrypt(&key(), &BASE64_STANDARD.encode(ciphertext), &BASE64_STANDARD.encode(iv)).ok()?;
    let info = PhoneInfo::parse(&plaintext).ok()?;
    info.watermark.check("wx0123456789abcdef", NOW_MS, 600_000, 120_000).ok()?;
    Some(info)
}

/// Any JSON, three levels deep.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into);
        let map = prop::collection::btree_map(any::<String>(), inner, 0..6);
        prop_oneof![list, map.prop_map(|map| serde_json::Value::Object(map.into_iter().collect()))]
    })
}

proptest! {
    #[test]
    fn any_text_is_refused_without_a_panic(data in ".{0,200}", iv in ".{0,40}", key in ".{0,40}") {
        let key = SessionKey::new(key);
        prop_assert!(decrypt(&key, &data, &iv).is_err());
        prop_assert!(explain(Some(&key), &data, &iv).outcome.is_err());
        let _ = PhoneInfo::parse(&data);
        let _ = signature_matches(&data, &SessionKey::new(iv), &data);
    }

    #[test]
    fn any_bytes_are_refused_without_a_panic(data: Vec<u8>, iv: [u8; 16], key: [u8; 16]) {
        let key = SessionKey::new(BASE64_STANDARD.encode(key));
        let (data, iv) = (BASE64_STANDARD.encode(&data), BASE64_STANDARD.encode(iv));
        let error = decrypt(&key, &data, &iv).unwrap_err();
        prop_assert_eq!(explain(Some(&key), &data, &iv).outcome, Err(error.into()));
    }

    #[test]
    fn decryption_reverses_encryption(json in any_json(), iv: [u8; 16]) {
        let plaintext = serde_json::json!({ "any": json }).to_string();
        let data = BASE64_STANDARD.encode(encrypt(plaintext.as_bytes(), iv));
        let decrypted = decrypt(&key(), &data, &BASE64_STANDARD.encode(iv)).unwrap();
        prop_assert_eq!(decrypted.as_str(), plaintext);
    }

    /// One changed byte of the ciphertext garbles a whole block and changes one byte of the next, which no plaintext of
    /// this shape survives.
    #[test]
    fn one_changed_byte_of_the_ciphertext_is_detected(at: prop::sample::Index, change in 1..=255u8) {
        let mut ciphertext = encrypt(PHONE.as_bytes(), IV);
        let at = at.index(ciphertext.len());
        if let Some(byte) = ciphertext.get_mut(at) { *byte ^= change; }
        prop_assert_eq!(accepted(&ciphertext, &IV), None);
    }

    /// The iv reaches the first block alone, which holds the first field's name and no value that is used.
    #[test]
    fn one_changed_byte_of_the_iv_changes_no_number(at in 0..16usize, change in 1..=255u8) {
        let mut iv = IV;
        if let Some(byte) = iv.get_mut(at) { *byte ^= change; }
        let info = accepted(&encrypt(PHONE.as_bytes(), IV), &iv);
        prop_assert!(info.is_none_or(|info| info.pure_number == "12066600001" && info.country_code == "86"));
    }

    #[test]
    fn padding_is_strict(pad in 0..=255u8, wrong in 0..15usize) {
        let mut block = *b"{}              ";
        if let Some(last) = block.last_mut() { *last = pad; }
        // pad bytes are spaces but the last: valid only where the last is 1
        let outcome = decrypt(&key(), &encrypt_raw(&block), &BASE64_STANDARD.encode(IV));
        prop_assert_eq!(outcome.is_ok(), pad == 1);
        // a whole block of padding with one byte of another value
        let mut blocks = [16u8; 32];
        blocks.iter_mut().zip(*b"{}              ").for_each(|(to, from)| *to = from);
        if let Some(byte) = blocks.get_mut(16 + wrong) { *byte = 15; }
        let outcome = decrypt(&key(), &encrypt_raw(&blocks), &BASE64_STANDARD.encode(IV));
        prop_assert_eq!(outcome.unwrap_err(), DecryptError::Padding);
    }
}

#[test]
fn each_step_has_its_error() {
    let iv = BASE64_STANDARD.encode(IV);
    let sealed = |plaintext: &[u8]| BASE64_STANDARD.encode(encrypt(plaintext, IV));
    let error = |data: &str, iv: &str| decrypt(&key(), data, iv).unwrap_err();
    let good = sealed(PHONE.as_bytes());

    assert_eq!(error("?", &iv), DecryptError::Base64(Input::EncryptedData));
    assert_eq!(error(&format!("{good}\n"), &iv), DecryptError::Base64(Input::EncryptedData));
    assert_eq!(error(&format!(" {good}"), &iv), DecryptError::Base64(Input::EncryptedData));
    assert_eq!(error(&good, "?"), DecryptError::Base64(Input::Iv));
    assert_eq!(error(&good, "r7BXXKkLb8qrSNn05n0qi w="), DecryptError::PlusBecameSpace(Input::Iv));
    assert_eq!(error("", &iv), DecryptError::Length(Input::EncryptedData));
    assert_eq!(error("AAAA", &iv), DecryptError::Length(Input::EncryptedData));
    assert_eq!(error(&good, "AAAA"), DecryptError::Length(Input::Iv));
    assert_eq!(error(&encrypt_raw(&[0; 16]), &iv), DecryptError::Padding);
    assert_eq!(error(&sealed(b"\xff\xfe"), &iv), DecryptError::Utf8);
    for plaintext in ["", "[]", "1", "\"a\"", "{\"a\":", "{} x", "{'a':1}"] {
        assert_eq!(error(&sealed(plaintext.as_bytes()), &iv), DecryptError::Json, "{plaintext}");
    }
    let short = SessionKey::new("AAECAw==".to_owned());
    assert_eq!(decrypt(&short, &good, &iv).unwrap_err(), DecryptError::Length(Input::Key));
    assert!(accepted(&encrypt(PHONE.as_bytes(), IV), &IV).is_some());
}
