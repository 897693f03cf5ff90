//! `encryptedData` and `iv` become JSON, or an error that says at which step and nothing about the data.

use aes::Aes128;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use serde::de::IgnoredAny;
use zeroize::Zeroizing;

use crate::SessionKey;

/// AES-128: key, iv and blocks all have this many bytes.
const BLOCK: usize = 16;

/// Which of the three inputs was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// `session_key`, from our own vault.
    Key,
    /// `iv`, from the phone.
    Iv,
    /// `encryptedData`, from the phone.
    EncryptedData,
}

impl std::fmt::Display for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Key => "session_key",
            Self::Iv => "iv",
            Self::EncryptedData => "encryptedData",
        })
    }
}

/// The step at which decryption failed. For the log: a client gets errno 715 for all of them, since telling them apart
/// would make an oracle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecryptError {
    /// Not standard Base64 with its padding. White space is refused too.
    #[error("Base64: {0} is not standard Base64")]
    Base64(Input),
    /// Not Base64, but it would be if its spaces were `+`.
    #[error("Base64: in {0} every + became a space on the way; the client must send JSON, or encodeURIComponent it")]
    PlusBecameSpace(Input),
    /// A key or iv of other than 16 bytes; a ciphertext that is empty or no multiple of 16.
    #[error("length: {0} has a length that AES-128-CBC does not have")]
    Length(Input),
    /// No PKCS#7 padding. Most often: encrypted under another session_key.
    #[error("padding: no PKCS#7 padding, so most likely another session_key")]
    Padding,
    /// The plaintext is not UTF-8.
    #[error("UTF-8: the plaintext is no text, so most likely another session_key")]
    Utf8,
    /// The plaintext is not a JSON object.
    #[error("JSON: the plaintext is no JSON object")]
    Json,
}

/// Decrypts what `getUserProfile`, `getPhoneNumber` and their like bring: AES-128-CBC under `key`, PKCS#7.
///
/// The answer is a JSON object, of which nothing but that was checked: parse it, and check its watermark.
///
/// # Errors
/// [`DecryptError`], the step that failed.
pub fn decrypt(key: &SessionKey, encrypted_data: &str, iv: &str) -> Result<Zeroizing<String>, DecryptError> {
    let key = decode(Input::Key, key.reveal())?;
    let iv = decode(Input::Iv, iv)?;
    let mut buffer = decode(Input::EncryptedData, encrypted_data)?;
    for (input, bytes) in [(Input::Key, &key), (Input::Iv, &iv)] {
        if bytes.len() != BLOCK {
            return Err(DecryptError::Length(input));
        }
    }
    if buffer.is_empty() || !buffer.len().is_multiple_of(BLOCK) {
        return Err(DecryptError::Length(Input::EncryptedData));
    }
    let cipher = cbc::Decryptor::<Aes128>::new_from_slices(&key, &iv).map_err(|_| DecryptError::Length(Input::Key))?;
    // strict: 1 to 16, and every byte of the padding has that value
    let plaintext = cipher.decrypt_padded::<Pkcs7>(&mut buffer).map_err(|_| DecryptError::Padding)?;
    let text = std::str::from_utf8(plaintext).map_err(|_| DecryptError::Utf8)?;
    let object = text.trim_ascii_start().starts_with('{');
    if !object || serde_json::from_str::<IgnoredAny>(text).is_err() {
        return Err(DecryptError::Json);
    }
    Ok(Zeroizing::new(text.to_owned()))
}

fn decode(input: Input, text: &str) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
    BASE64_STANDARD.decode(text).map(Zeroizing::new).map_err(|_| {
        let repaired = BASE64_STANDARD.decode(text.replace(' ', "+")).map(Zeroizing::new);
        if text.contains(' ') && repaired.is_ok() {
            DecryptError::PlusBecameSpace(input)
        } else {
            DecryptError::Base64(input)
        }
    })
}
