//! Every vector of `vectors/*.json`: what Tencent and the well-known SDKs published, and what was computed with openssl.
//! An unknown kind is listed and skipped, so that more vectors can be added.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::path::{Path, PathBuf};

use serde_json::Value;
use wechat::crypto::{
    DecryptError, decrypt, explain, hmac_sha256_hex, hmac_sha256_matches, signature, signature_matches,
};
use wechat::{CodeSession, Error, SessionKey, response};

const AES: &str = "aes-128-cbc";
const SHA1: &str = "signature=sha1(rawData+session_key)";
const HMAC: &str = "login-state signature = hmac_sha256(key=session_key STRING, msg)";
const RESPONSE: &str = "http-response-sample";

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

fn vectors() -> Vec<Value> {
    files()
        .iter()
        .flat_map(|path| match serde_json::from_slice(&std::fs::read(path).unwrap()) {
            Ok(Value::Array(list)) => list,
            Ok(one) => vec![one],
            Err(error) => panic!("{}: {error}", path.display()),
        })
        .collect()
}

fn of_kind(kind: &str) -> Vec<Value> {
    let found: Vec<_> = vectors().into_iter().filter(|vector| vector["kind"] == kind).collect();
    assert!(!found.is_empty(), "no vector of kind {kind}");
    found
}

fn text<'a>(vector: &'a Value, field: &str) -> &'a str {
    vector[field].as_str().unwrap_or_else(|| panic!("{}: no {field}", vector["id"]))
}

fn key(vector: &Value) -> SessionKey {
    SessionKey::new(text(vector, "session_key").to_owned())
}

#[test]
fn vector_kinds_are_listed() {
    for vector in vectors() {
        let known = [AES, SHA1, HMAC, RESPONSE].iter().any(|kind| vector["kind"] == *kind);
        println!("{} {} {}", if known { "reads" } else { "skips" }, vector["kind"], vector["id"]);
    }
}

#[test]
fn vector_aes_128_cbc() {
    for vector in of_kind(AES) {
        let outcome = decrypt(&key(&vector), text(&vector, "encryptedData"), text(&vector, "iv"));
        let expected = &vector["expected"];
        if expected.is_null() && vector["expected_text"].is_null() {
            assert!(outcome.is_err(), "{}: must fail", vector["id"]);
            continue;
        }
        let plaintext = outcome.unwrap_or_else(|error| panic!("{}: {error}", vector["id"]));
        if let Some(expected_text) = vector["expected_text"].as_str() {
            assert_eq!(plaintext.as_str(), expected_text, "{}", vector["id"]);
        }
        if !expected.is_null() {
            assert_eq!(serde_json::from_str::<Value>(&plaintext).unwrap(), *expected, "{}", vector["id"]);
        }
    }
}

/// The explanation comes as far as the decryption, whatever the vector is.
#[test]
fn vector_explained() {
    for vector in of_kind(AES) {
        let (data, iv) = (text(&vector, "encryptedData"), text(&vector, "iv"));
        let explanation = explain(Some(&key(&vector)), data, iv);
        let last = explanation.steps.last().unwrap();
        match decrypt(&key(&vector), data, iv) {
            Ok(plaintext) => assert_eq!(explanation.outcome, Ok(plaintext), "{}", vector["id"]),
            Err(error) => assert_eq!((last.step, last.failure), (error.step(), Some(error.into())), "{}", vector["id"]),
        }
        assert_eq!(last.ok, explanation.steps.len() == 4 && explanation.outcome.is_ok(), "{}", vector["id"]);
    }
}

#[test]
fn vector_plus_that_became_a_space_is_reported() {
    let vectors = of_kind(AES);
    let vector = vectors.iter().find(|vector| vector["id"] == "neg-plus-to-space").unwrap();
    let error = decrypt(&key(vector), text(vector, "encryptedData"), text(vector, "iv")).unwrap_err();
    assert!(matches!(error, DecryptError::PlusBecameSpace(_)), "{error:?}");
}

#[test]
fn vector_signature() {
    for vector in of_kind(SHA1) {
        let (raw_data, claimed) = (text(&vector, "rawData"), text(&vector, "signature"));
        let expected = vector["expected"].as_bool().unwrap_or(true);
        assert_eq!(signature_matches(raw_data, &key(&vector), claimed), expected, "{}", vector["id"]);
        assert_eq!(signature(raw_data, &key(&vector)) == claimed, expected, "{}", vector["id"]);
    }
}

#[test]
fn vector_hmac() {
    for vector in of_kind(HMAC) {
        let (message, claimed) = (text(&vector, "message"), text(&vector, "signature"));
        let expected = vector["expected"].as_bool().unwrap_or(true);
        assert_eq!(hmac_sha256_matches(&key(&vector), message, claimed), expected, "{}", vector["id"]);
        assert_eq!(hmac_sha256_hex(&key(&vector), message) == claimed, expected, "{}", vector["id"]);
    }
}

/// The id names the expected result: `…-ok…`, or `…-{errcode}`.
#[test]
fn vector_responses() {
    for vector in of_kind(RESPONSE) {
        let (id, body) = (text(&vector, "id"), text(&vector, "body"));
        let expected = if id.split('-').any(|part| part == "ok") {
            Some(0)
        } else {
            id.split('-').find_map(|part| part.parse::<i64>().ok())
        };
        let Some(expected) = expected else { continue };
        assert_eq!(response::errcode(body.as_bytes()).unwrap(), expected, "{id}");
        if id.contains("jscode2session") {
            code_session(id, body, expected);
        }
    }
}

fn code_session(id: &str, body: &str, errcode: i64) {
    if errcode != 0 {
        assert_eq!(CodeSession::parse(body.as_bytes()).unwrap_err(), Error::from_errcode(errcode), "{id}");
        return;
    }
    let mut fields: Value = serde_json::from_str(body).unwrap();
    if !SessionKey::new(text(&fields, "session_key").to_owned()).is_well_formed() {
        // a documentation's placeholder: refused as it stands, read with a real key in its place
        assert!(CodeSession::parse(body.as_bytes()).is_err(), "{id}");
        fields["session_key"] = "tiihtNczf5v6AKRyjwEUhQ==".into();
    }
    let session = CodeSession::parse(fields.to_string().as_bytes()).unwrap_or_else(|error| panic!("{id}: {error}"));
    assert_eq!(session.openid, text(&fields, "openid"), "{id}");
    assert_eq!(session.session_key.reveal(), text(&fields, "session_key"), "{id}");
    assert_eq!(session.unionid.as_deref(), fields["unionid"].as_str(), "{id}");
}
