//! Decryption as a person may follow it, one step after the other: for the diagram of the demo, and for a page that
//! decrypts pasted data. It takes the very steps of [`Ciphertext`](super::Ciphertext) and is never part of a response.

use serde::Serialize;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::decrypt::{AesKey, BLOCK, Decoded, DecryptError, Input, Unpadded};
use super::hex;
use crate::SessionKey;
use crate::mask::mask_members;

/// The four steps, in their order. The watermark is checked after them: [`Watermark::explain`](super::Watermark::explain).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum StepName {
    /// The inputs are standard Base64.
    Base64,
    /// They have the lengths that AES-128-CBC has.
    Length,
    /// What decrypts ends in PKCS#7 padding.
    Padding,
    /// What is left is UTF-8, and a JSON object.
    Json,
}

/// What went wrong at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// What it is.
    pub cause: Cause,
    /// Which input it is about, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<Input>,
}

/// The causes that can be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Cause {
    /// [`DecryptError::Base64`].
    NotBase64,
    /// [`DecryptError::PlusBecameSpace`].
    PlusBecameSpace,
    /// [`DecryptError::PercentEncoded`].
    PercentEncoded,
    /// [`DecryptError::Length`].
    WrongLength,
    /// There is no session_key to decrypt with.
    NoKey,
    /// [`DecryptError::Padding`].
    WrongPadding,
    /// [`DecryptError::Utf8`].
    NotUtf8,
    /// [`DecryptError::Json`].
    NotJson,
    /// Decrypted, and JSON, but of another kind than a phone number.
    NotPhoneNumber,
}

impl DecryptError {
    /// The step that failed.
    pub fn step(self) -> StepName {
        match self {
            Self::Base64(_) | Self::PlusBecameSpace(_) | Self::PercentEncoded(_) => StepName::Base64,
            Self::Length(_) => StepName::Length,
            Self::Padding => StepName::Padding,
            Self::Utf8 | Self::Json => StepName::Json,
        }
    }
}

impl From<DecryptError> for Failure {
    fn from(error: DecryptError) -> Self {
        let (cause, input) = match error {
            DecryptError::Base64(input) => (Cause::NotBase64, Some(input)),
            DecryptError::PlusBecameSpace(input) => (Cause::PlusBecameSpace, Some(input)),
            DecryptError::PercentEncoded(input) => (Cause::PercentEncoded, Some(input)),
            DecryptError::Length(input) => (Cause::WrongLength, Some(input)),
            DecryptError::Padding => (Cause::WrongPadding, None),
            DecryptError::Utf8 => (Cause::NotUtf8, None),
            DecryptError::Json => (Cause::NotJson, None),
        };
        Self { cause, input }
    }
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Which.
    pub step: StepName,
    /// Whether it succeeded. A failed step is the last.
    pub ok: bool,
    /// Why it failed.
    #[serde(flatten)]
    pub failure: Option<Failure>,
    /// What it showed.
    #[serde(flatten)]
    pub shown: Option<Shown>,
}

/// What may be shown of a step: nothing of the key, and of the plaintext what is masked or of the watermark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum Shown {
    /// Of [`StepName::Base64`].
    Base64 {
        /// In hex, at most the 16 bytes that it should have.
        iv: String,
        /// The length of the ciphertext in bytes.
        bytes: usize,
    },
    /// Of [`StepName::Length`].
    Length {
        /// The length of the ciphertext in bytes.
        bytes: usize,
        /// How many whole blocks of 16 bytes that are.
        blocks: usize,
        /// The length of the iv in bytes.
        iv_bytes: usize,
    },
    /// Of [`StepName::Padding`].
    Padding {
        /// How many bytes of padding, 1 to 16.
        pad: usize,
        /// In hex: the last two blocks where they hold nothing but the end of the watermark, else the padding alone.
        tail: String,
    },
    /// Of [`StepName::Json`].
    Json {
        /// The members, masked.
        data: Map<String, Value>,
    },
}

/// The steps of one decryption under one key, up to the one that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Explanation {
    /// In their order.
    pub steps: Vec<Step>,
    /// The plaintext, as [`decrypt`](super::decrypt()) gives it, or why there is none.
    #[serde(skip)]
    pub outcome: Result<Zeroizing<String>, Failure>,
}

impl Explanation {
    /// The last step failed after all: the plaintext is no phone number.
    #[must_use]
    pub fn not_a_phone_number(mut self) -> Self {
        let failure = Failure { cause: Cause::NotPhoneNumber, input: None };
        if let Some(last) = self.steps.last_mut() {
            (last.ok, last.failure) = (false, Some(failure));
        }
        Self { outcome: Err(failure), ..self }
    }
}

/// Decrypts `encrypted_data` as [`decrypt`](super::decrypt()) does, and tells each step. Without a key it ends where the key is
/// needed.
pub fn explain(key: Option<&SessionKey>, encrypted_data: &str, iv: &str) -> Explanation {
    let mut steps = Vec::new();
    let outcome = take_steps(key, encrypted_data, iv, &mut steps);
    Explanation { steps, outcome }
}

fn take_steps(
    key: Option<&SessionKey>,
    encrypted_data: &str,
    iv: &str,
    steps: &mut Vec<Step>,
) -> Result<Zeroizing<String>, Failure> {
    let mut push = |step, shown, error: Option<Failure>| {
        steps.push(Step { step, ok: error.is_none(), failure: error, shown });
        error.map_or(Ok(()), Err)
    };
    // the key's own error belongs to the step that looks at the same of the other two
    let key = key.map(AesKey::new).transpose();
    let key_error = |step| key.as_ref().err().copied().filter(|error| error.step() == step);

    let decoded = Decoded::new(encrypted_data, iv);
    let (shown, lengths) = decoded.as_ref().map_or((None, None), |decoded| {
        let (iv, bytes) = (&decoded.iv, decoded.blocks.len());
        let begin = iv.get(..BLOCK).unwrap_or(iv);
        let lengths = Shown::Length { bytes, blocks: bytes / BLOCK, iv_bytes: iv.len() };
        (Some(Shown::Base64 { iv: hex(begin), bytes }), Some(lengths))
    });
    let error = decoded.as_ref().err().copied().or_else(|| key_error(StepName::Base64));
    push(StepName::Base64, shown, error.map(Failure::from))?;

    let ciphertext = decoded.and_then(Decoded::check_lengths);
    let error = ciphertext.as_ref().err().copied().or_else(|| key_error(StepName::Length));
    push(StepName::Length, lengths, error.map(Failure::from))?;

    let unpadded = match (ciphertext?, key?) {
        (ciphertext, Some(key)) => ciphertext.unpad(&key).map_err(Failure::from),
        (_, None) => Err(Failure { cause: Cause::NoKey, input: Some(Input::Key) }),
    };
    let text = unpadded.as_ref().map_err(|failure| *failure).and_then(|unpadded| Ok(unpadded.json()?));
    let shown = unpadded.as_ref().ok().map(|unpadded| padding(unpadded, text.as_ref().ok().map(|text| text.as_str())));
    push(StepName::Padding, shown, unpadded.err())?;

    let members = text.as_ref().ok().and_then(|text| serde_json::from_str(text).ok());
    let shown = members.map(|members| Shown::Json { data: mask_members(&members) });
    push(StepName::Json, shown, text.as_ref().err().copied())?;
    text
}

fn padding(unpadded: &Unpadded, text: Option<&str>) -> Shown {
    let pad = unpadded.pad();
    let tail = if text.is_some_and(|text| ends_in_watermark(text, 2 * BLOCK - pad)) { 2 * BLOCK } else { pad };
    Shown::Padding { pad, tail: hex(unpadded.tail(tail)) }
}

/// Whether the last `count` bytes of `text` are the end of its watermark and nothing else: they lie after its brace, and no
/// member follows it.
fn ends_in_watermark(text: &str, count: usize) -> bool {
    let Some((before, watermark)) = text.rsplit_once('{') else { return false };
    let is_last = watermark.strip_suffix("}}").is_some_and(|members| !members.contains('}'));
    is_last && watermark.len() >= count && before.ends_with("\"watermark\":")
}

#[cfg(test)]
#[path = "explain_tests.rs"]
mod tests;
