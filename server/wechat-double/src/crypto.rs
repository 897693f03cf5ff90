//! WeChat's encryption and signature of data for a phone. Independent of the `wechat` crate, so that each verifies the
//! other.

use aes::Aes128;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _};
use serde::Serialize;
use sha1::{Digest as _, Sha1};
use sha2::Sha256;

use crate::double::Shared;

/// A user's session_key.
#[derive(Clone)]
pub(crate) struct Key([u8; 16]);

impl Key {
    pub(crate) fn generate(shared: &Shared) -> Self {
        Self(shared.random())
    }

    /// Base64, as WeChat sends it to the server, never to a phone.
    pub(crate) fn base64(&self) -> String {
        BASE64_STANDARD.encode(self.0)
    }

    /// What tells keys apart without showing them: the first 4 bytes of SHA-256 over the Base64 text, in hex.
    pub(crate) fn fingerprint(&self) -> String {
        hex(&Sha256::digest(self.base64())).chars().take(8).collect()
    }

    pub(crate) fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// `{encryptedData, iv}` of `data`, under a fresh iv.
    pub(crate) fn seal(&self, shared: &Shared, data: &impl Serialize) -> Sealed {
        let iv: [u8; 16] = shared.random();
        let plaintext = serde_json::to_vec(data).unwrap_or_default();
        let cipher = cbc::Encryptor::<Aes128>::new(&self.0.into(), &iv.into());
        let ciphertext = cipher.encrypt_padded_vec::<Pkcs7>(&plaintext);
        Sealed { encrypted_data: BASE64_STANDARD.encode(ciphertext), iv: BASE64_STANDARD.encode(iv) }
    }

    /// `signature` of `getUserProfile`: sha1(rawData + session_key).
    pub(crate) fn sign(&self, raw_data: &str) -> String {
        hex(&Sha1::new().chain_update(raw_data).chain_update(self.base64()).finalize())
    }
}

/// The encrypted data that a phone receives.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Sealed {
    pub(crate) encrypted_data: String,
    pub(crate) iv: String,
}

/// `watermark` of every plaintext.
#[derive(Serialize)]
pub(crate) struct Watermark {
    /// UTC epoch seconds.
    pub(crate) timestamp: i64,
    pub(crate) appid: String,
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
