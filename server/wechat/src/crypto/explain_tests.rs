use aes::Aes128;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use cbc::cipher::block_padding::{NoPadding, Pkcs7};
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _};
use rstest::rstest;
use serde_json::json;

use super::*;
use crate::crypto::decrypt;

const KEY: [u8; 16] = *b"0123456789abcdef";
const IV: [u8; 16] = *b"fedcba9876543210";
const IV64: &str = "ZmVkY2JhOTg3NjU0MzIxMA==";
const PHONE: &str = r#"{"phoneNumber":"12066600001","purePhoneNumber":"12066600001","countryCode":"86","watermark":{"timestamp":1700000000,"appid":"wx0a1b2c3d4e5f6789"}}"#;

fn key() -> SessionKey {
    SessionKey::new(BASE64_STANDARD.encode(KEY))
}

fn encrypt(plaintext: &str) -> String {
    let encryptor = cbc::Encryptor::<Aes128>::new(&KEY.into(), &IV.into());
    BASE64_STANDARD.encode(encryptor.encrypt_padded_vec::<Pkcs7>(plaintext.as_bytes()))
}

fn shown(explanation: &Explanation) -> Value {
    serde_json::to_value(explanation).unwrap()
}

#[test]
fn every_step_shows_what_it_found() {
    let tail = format!("{}{}", PHONE.get(PHONE.len() - (32 - 14)..).unwrap(), "\x0e".repeat(14));
    let expected = json!([
        { "step": "base64", "ok": true, "iv": hex(&IV), "bytes": 160 },
        { "step": "length", "ok": true, "bytes": 160, "blocks": 10, "ivBytes": 16 },
        { "step": "padding", "ok": true, "pad": 14, "tail": hex(tail.as_bytes()) },
        { "step": "json", "ok": true, "data": {
            "phoneNumber": "120****0001", "purePhoneNumber": "120****0001", "countryCode": "86",
            "watermark": { "timestamp": 1_700_000_000, "appid": "wx0a1b2c3d4e5f6789" },
        } },
    ]);
    let explanation = explain(Some(&key()), &encrypt(PHONE), IV64);
    assert_eq!(shown(&explanation), expected);
    assert_eq!(explanation.outcome.as_ref().unwrap().as_str(), PHONE);
    let refused = explanation.not_a_phone_number();
    let mut expected = expected;
    (expected[3]["ok"], expected[3]["cause"]) = (json!(false), json!("notPhoneNumber"));
    assert_eq!(shown(&refused), expected);
}

#[test]
fn without_a_key_it_ends_before_the_decryption() {
    let expected = json!([
        { "step": "base64", "ok": true, "iv": hex(&IV), "bytes": 160 },
        { "step": "length", "ok": true, "bytes": 160, "blocks": 10, "ivBytes": 16 },
        { "step": "padding", "ok": false, "cause": "noKey", "input": "session_key" },
    ]);
    assert_eq!(shown(&explain(None, &encrypt(PHONE), IV64)), expected);
}

/// The data is that of `PHONE` but for what the case says.
#[rstest]
#[case::base64("?", IV64, KEY.as_slice(), json!({ "step": "base64", "ok": false, "cause": "notBase64", "input": "encryptedData" }))]
#[case::plus(&PLUS.replace('+', " "), IV64, &KEY, json!({ "step": "base64", "ok": false, "cause": "plusBecameSpace", "input": "encryptedData" }))]
#[case::percent(&encrypt(PHONE), "ZmVkY2JhOTg3NjU0MzIxMA%3D%3D", &KEY, json!({ "step": "base64", "ok": false, "cause": "percentEncoded", "input": "iv" }))]
#[case::cut(&BASE64_STANDARD.encode([7; 31]), IV64, &KEY, json!({ "step": "length", "ok": false, "cause": "wrongLength", "input": "encryptedData", "bytes": 31, "blocks": 1, "ivBytes": 16 }))]
#[case::iv(&encrypt(PHONE), "ZmVk", &KEY, json!({ "step": "length", "ok": false, "cause": "wrongLength", "input": "iv", "bytes": 160, "blocks": 10, "ivBytes": 3 }))]
#[case::short_key(&encrypt(PHONE), IV64, b"0123", json!({ "step": "length", "ok": false, "cause": "wrongLength", "input": "session_key", "bytes": 160, "blocks": 10, "ivBytes": 16 }))]
#[case::other_key(&encrypt(PHONE), IV64, b"another 16 bytes", json!({ "step": "padding", "ok": false, "cause": "wrongPadding" }))]
#[case::no_object(&encrypt("[1]"), IV64, &KEY, json!({ "step": "json", "ok": false, "cause": "notJson" }))]
fn the_failing_step_is_the_last_and_the_one_of_decrypt(
    #[case] encrypted_data: &str,
    #[case] iv: &str,
    #[case] key: &[u8],
    #[case] last: Value,
) {
    let key = SessionKey::new(BASE64_STANDARD.encode(key));
    let explanation = explain(Some(&key), encrypted_data, iv);
    assert_eq!(shown(&explanation).as_array().unwrap().last(), Some(&last));
    let error = decrypt(&key, encrypted_data, iv).unwrap_err();
    assert_eq!(explanation.outcome, Err(error.into()));
    assert_eq!(explanation.steps.last().unwrap().step, error.step());
    assert!(explanation.steps.iter().rev().skip(1).all(|step| step.ok));
}

/// Base64 with `+`.
const PLUS: &str = "+/+/+/+/+/+/+/+/+/+/+w==";

#[test]
fn a_key_that_is_not_base64_fails_with_the_other_inputs() {
    let explanation = explain(Some(&SessionKey::new("tiihtNcz".repeat(3) + "?")), &encrypt(PHONE), IV64);
    let expected = json!([
        { "step": "base64", "ok": false, "cause": "notBase64", "input": "session_key", "iv": hex(&IV), "bytes": 160 },
    ]);
    assert_eq!(shown(&explanation), expected);
}

#[test]
fn an_iv_of_any_length_is_shown_short() {
    let explanation = explain(None, &encrypt(PHONE), &BASE64_STANDARD.encode([7; 40_000]));
    assert_eq!(explanation.steps[0].shown, Some(Shown::Base64 { iv: "07".repeat(16), bytes: 160 }));
}

/// Whatever the plaintext is, its end is shown only where it is the watermark's.
#[rstest]
#[case::number_last(r#"{"watermark":{"timestamp":1700000000,"appid":"wx1"},"purePhoneNumber":"12066600001"}"#)]
#[case::number_after(r#"{"a":{"watermark":{"timestamp":1700000000,"appid":"wx1"},"phoneNumber":"12066600001"}}"#)]
#[case::short_watermark(r#"{"purePhoneNumber":"12066600001","watermark":{"appid":"wx1"}}"#)]
#[case::other_object(r#"{"phone":{"purePhoneNumber":"12066600001","countryCode":"86"}}"#)]
#[case::no_object(r#""12066600001""#)]
fn the_tail_of_other_plaintexts_is_their_padding(#[case] plaintext: &str) {
    let explanation = explain(Some(&key()), &encrypt(plaintext), IV64);
    let Some(Shown::Padding { pad, tail }) = explanation.steps[2].shown.clone() else { panic!("{explanation:?}") };
    assert_eq!(tail, format!("{pad:02x}").repeat(pad));
    assert!(!shown(&explanation).to_string().contains("12066600001"));
}

/// Text that the page of a decryptor may meet: JSON that is valid and not representable.
#[test]
fn a_plaintext_without_members_to_show_still_passes() {
    let explanation = explain(Some(&key()), &encrypt(r#"{"n":1e999}"#), IV64);
    assert!(explanation.outcome.is_ok());
    assert_eq!(shown(&explanation)[3], json!({ "step": "json", "ok": true }));
}

#[test]
fn padding_that_fits_by_chance_shows_no_plaintext() {
    let block = [b"garbage or plain".as_slice(), b"bytes of a text\x01"].concat();
    let encryptor = cbc::Encryptor::<Aes128>::new(&KEY.into(), &IV.into());
    let data = BASE64_STANDARD.encode(encryptor.encrypt_padded_vec::<NoPadding>(&block));
    let explanation = explain(Some(&key()), &data, IV64);
    assert_eq!(explanation.steps[2].shown, Some(Shown::Padding { pad: 1, tail: "01".to_owned() }));
    assert_eq!(explanation.outcome, Err(DecryptError::Json.into()));
}
