//! Decrypts `encryptedData` with `iv` to JSON, or returns an error that names the step and nothing of the data.
//!
//! Two halves: what can be validated without a key ([`Ciphertext::parse`]), and the decryption under a key. Both are made
//! of the steps that [`explain`](super::explain()) shows one by one.

use aes::Aes128;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use cbc::cipher::block_padding::{NoPadding, Pkcs7};
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use serde::Serialize;
use serde::de::IgnoredAny;
use zeroize::Zeroizing;

use crate::SessionKey;

/// AES-128: key, iv and blocks all have this many bytes.
pub(super) const BLOCK: usize = 16;

/// Which of the three inputs was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Input {
    /// `session_key`, from the server's vault.
    #[serde(rename = "session_key")]
    Key,
    /// `iv`, from the phone.
    #[serde(rename = "iv")]
    Iv,
    /// `encryptedData`, from the phone.
    #[serde(rename = "encryptedData")]
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

/// The step at which decryption failed. For the log: a client gets errno 715 for all of them. Which key-dependent step
/// failed would be a padding oracle; what is wrong with the client's own input, whatever the key, is reported:
/// [`Self::reason`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecryptError {
    /// Not standard Base64 with padding. White space is rejected too.
    #[error("Base64: {0} is not standard Base64")]
    Base64(Input),
    /// Not Base64, but it would be if its spaces were `+`: form and query encoding decode `+` to a space.
    #[error(
        "Base64: in {0} every + became a space: it went through a form or a query on its way; the client must send it in a JSON body, as wx gave it"
    )]
    PlusBecameSpace(Input),
    /// Not Base64, but it would be after percent-decoding `%2B`, `%2F` and `%3D`: nothing decodes them in JSON.
    #[error(
        "Base64: {0} is percent-encoded (%2B in place of +), which nothing decodes in JSON; the client must send it as wx gave it, without encodeURIComponent"
    )]
    PercentEncoded(Input),
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

impl DecryptError {
    /// What the client may be told about its own input, as `field: reason`. `None` for whatever depends on a key.
    pub fn reason(self) -> Option<&'static str> {
        use Input::{EncryptedData, Iv, Key};
        Some(match self {
            Self::Base64(Iv) => "iv: not Base64",
            Self::Base64(EncryptedData) => "encryptedData: not Base64",
            Self::PlusBecameSpace(Iv) => "iv: a space in place of +, send JSON as wx gave it",
            Self::PlusBecameSpace(EncryptedData) => "encryptedData: a space in place of +, send JSON as wx gave it",
            Self::PercentEncoded(Iv) => "iv: percent-encoded, send it as wx gave it",
            Self::PercentEncoded(EncryptedData) => "encryptedData: percent-encoded, send it as wx gave it",
            Self::Length(Iv) => "iv: not 16 bytes",
            Self::Length(EncryptedData) => "encryptedData: not whole blocks of 16 bytes",
            Self::Base64(Key) | Self::PlusBecameSpace(Key) | Self::PercentEncoded(Key) | Self::Length(Key) => {
                return None;
            }
            Self::Padding | Self::Utf8 | Self::Json => return None,
        })
    }
}

/// `encryptedData` and `iv`, decoded: whole blocks and an iv of 16 bytes.
pub struct Ciphertext {
    blocks: Zeroizing<Vec<u8>>,
    iv: Zeroizing<[u8; BLOCK]>,
}

impl Ciphertext {
    /// Parses what the phone sent. Needs no key, so its errors reveal nothing of one.
    ///
    /// # Errors
    /// [`DecryptError::Base64`], [`DecryptError::PlusBecameSpace`], [`DecryptError::PercentEncoded`],
    /// [`DecryptError::Length`].
    pub fn parse(encrypted_data: &str, iv: &str) -> Result<Self, DecryptError> {
        Decoded::new(encrypted_data, iv)?.check_lengths()
    }

    /// Decrypts the data of `getUserProfile`, `getPhoneNumber` and the like: AES-128-CBC under `key`, PKCS#7.
    ///
    /// The result is a JSON object and nothing more was validated: parse it, and check its watermark.
    ///
    /// # Errors
    /// [`DecryptError`], the step that failed.
    pub fn decrypt(&self, key: &SessionKey) -> Result<Zeroizing<String>, DecryptError> {
        self.unpad(&AesKey::new(key)?)?.json()
    }

    /// What AES-128-CBC makes of the blocks under `key`, with the padding and with nothing checked: which of it is text tells a
    /// wrong key from a wrong iv and from cut data. For a developer who looks at data of their own; a response to a client that
    /// depends on it would be a padding oracle.
    ///
    /// # Errors
    /// [`DecryptError`] of the key: not Base64, or not 16 bytes.
    pub fn decrypt_unchecked(&self, key: &SessionKey) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        let cipher = cbc::Decryptor::<Aes128>::new((&*AesKey::new(key)?.0).into(), (&*self.iv).into());
        let mut buffer = self.blocks.clone();
        cipher.decrypt_padded::<NoPadding>(&mut buffer).map_err(|_| DecryptError::Length(Input::EncryptedData))?;
        Ok(buffer)
    }

    /// The step `padding`: AES-128-CBC, and PKCS#7 off the end.
    pub(super) fn unpad(&self, key: &AesKey) -> Result<Unpadded, DecryptError> {
        let cipher = cbc::Decryptor::<Aes128>::new((&*key.0).into(), (&*self.iv).into());
        let mut buffer = self.blocks.clone();
        // strict: 1 to 16, and every byte of the padding has that value
        let end = cipher.decrypt_padded::<Pkcs7>(&mut buffer).map_err(|_| DecryptError::Padding)?.len();
        Ok(Unpadded { buffer, end })
    }
}

/// The step `base64`: `encryptedData` and `iv` in bytes, of whatever length.
pub(super) struct Decoded {
    pub(super) blocks: Zeroizing<Vec<u8>>,
    pub(super) iv: Zeroizing<Vec<u8>>,
}

impl Decoded {
    pub(super) fn new(encrypted_data: &str, iv: &str) -> Result<Self, DecryptError> {
        let iv = decode(Input::Iv, iv)?;
        Ok(Self { blocks: decode(Input::EncryptedData, encrypted_data)?, iv })
    }

    /// The step `length`.
    pub(super) fn check_lengths(self) -> Result<Ciphertext, DecryptError> {
        let Self { blocks, iv } = self;
        let iv = exactly_a_block(Input::Iv, &iv)?;
        if blocks.is_empty() || !blocks.len().is_multiple_of(BLOCK) {
            return Err(DecryptError::Length(Input::EncryptedData));
        }
        Ok(Ciphertext { blocks, iv })
    }
}

/// The bytes of a session_key: the steps `base64` and `length` of it.
pub(super) struct AesKey(Zeroizing<[u8; BLOCK]>);

impl AesKey {
    pub(super) fn new(key: &SessionKey) -> Result<Self, DecryptError> {
        exactly_a_block(Input::Key, &decode(Input::Key, key.reveal())?).map(Self)
    }
}

/// Decrypted blocks whose padding is right.
pub(super) struct Unpadded {
    /// With the padding.
    buffer: Zeroizing<Vec<u8>>,
    /// Where the padding begins.
    end: usize,
}

impl Unpadded {
    /// How many bytes of padding there are: 1 to 16, each of this value.
    pub(super) fn pad(&self) -> usize {
        self.buffer.len() - self.end
    }

    /// The last `count` bytes, padding included.
    pub(super) fn tail(&self, count: usize) -> &[u8] {
        self.buffer.get(self.buffer.len().saturating_sub(count)..).unwrap_or_default()
    }

    /// The step `json`: UTF-8, and a JSON object.
    pub(super) fn json(&self) -> Result<Zeroizing<String>, DecryptError> {
        let plaintext = self.buffer.get(..self.end).unwrap_or_default();
        let text = std::str::from_utf8(plaintext).map_err(|_| DecryptError::Utf8)?;
        let object = text.trim_ascii_start().starts_with('{');
        if !object || serde_json::from_str::<IgnoredAny>(text).is_err() {
            return Err(DecryptError::Json);
        }
        Ok(Zeroizing::new(text.to_owned()))
    }
}

/// [`Ciphertext::parse`] and [`Ciphertext::decrypt`] in one.
///
/// # Errors
/// [`DecryptError`], the step that failed.
pub fn decrypt(key: &SessionKey, encrypted_data: &str, iv: &str) -> Result<Zeroizing<String>, DecryptError> {
    Ciphertext::parse(encrypted_data, iv)?.decrypt(key)
}

fn exactly_a_block(input: Input, bytes: &[u8]) -> Result<Zeroizing<[u8; BLOCK]>, DecryptError> {
    bytes.try_into().map(Zeroizing::new).map_err(|_| DecryptError::Length(input))
}

/// Decodes one of the three inputs: standard Base64 with padding, of any length.
///
/// # Errors
/// [`DecryptError::Base64`], [`DecryptError::PlusBecameSpace`], [`DecryptError::PercentEncoded`].
pub fn decode(input: Input, text: &str) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
    let decoded = |text: &str| BASE64_STANDARD.decode(text).map(Zeroizing::new);
    decoded(text).map_err(|_| {
        if text.contains(' ') && decoded(&text.replace(' ', "+")).is_ok() {
            DecryptError::PlusBecameSpace(input)
        } else if text.contains('%') && decoded(&unescaped(text)).is_ok() {
            DecryptError::PercentEncoded(input)
        } else {
            DecryptError::Base64(input)
        }
    })
}

/// Percent-decodes the three Base64 characters that `encodeURIComponent` escapes.
fn unescaped(text: &str) -> String {
    [("%2B", "+"), ("%2F", "/"), ("%3D", "=")]
        .iter()
        .fold(text.to_owned(), |text, (escape, sign)| text.replace(escape, sign).replace(&escape.to_lowercase(), sign))
}
