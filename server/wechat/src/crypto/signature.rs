//! The two signatures. In both the key is the Base64 *text* of session_key, not its bytes.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use sha1::{Digest as _, Sha1};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use super::hex;
use crate::SessionKey;

/// `signature` of `getUserProfile`: lower-case hex of sha1(rawData + session_key).
pub fn signature(raw_data: &str, key: &SessionKey) -> String {
    hex(&Sha1::new().chain_update(raw_data).chain_update(key.reveal()).finalize())
}

/// Whether `claimed` is the [`signature`]. Compares in constant time.
pub fn signature_matches(raw_data: &str, key: &SessionKey, claimed: &str) -> bool {
    signature(raw_data, key).as_bytes().ct_eq(claimed.as_bytes()).into()
}

/// The login-state signature: lower-case hex of HMAC-SHA256 over `message` (for `checksession` the empty text).
pub fn hmac_sha256_hex(key: &SessionKey, message: &str) -> String {
    // HMAC accepts a key of any length, so this cannot fail
    Hmac::<Sha256>::new_from_slice(key.reveal().as_bytes())
        .map(|mac| hex(&mac.chain_update(message).finalize().into_bytes()))
        .unwrap_or_default()
}

/// Whether `claimed` is the [`hmac_sha256_hex`]. Compares in constant time.
pub fn hmac_sha256_matches(key: &SessionKey, message: &str, claimed: &str) -> bool {
    hmac_sha256_hex(key, message).as_bytes().ct_eq(claimed.as_bytes()).into()
}

/// The check of a `signature`, for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignatureCheck {
    /// Whether it matched.
    pub ok: bool,
    /// The length of rawData in bytes of UTF-8, which is what was hashed.
    pub bytes: usize,
    /// Of the session_key that it was checked with.
    pub fingerprint: String,
}

impl SignatureCheck {
    /// What [`signature_matches`] found for `raw_data` and `key`.
    pub fn new(raw_data: &str, key: &SessionKey, ok: bool) -> Self {
        Self { ok, bytes: raw_data.len(), fingerprint: key.fingerprint() }
    }
}
