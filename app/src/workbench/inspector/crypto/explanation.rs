//! What the double explains: the five steps of a decryption, and the check of a signature.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::wx::SealedData;

/// How many steps there are: Base64, length, padding, JSON, watermark.
pub(super) const STEPS: usize = 5;

/// What is asked.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ExplanationRequest<'a> {
    user: &'a str,
    encrypted_data: &'a str,
    iv: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw_data: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<&'a str>,
}

impl<'a> ExplanationRequest<'a> {
    /// For the data of `user`. Without the signature rawData proves nothing.
    pub(super) fn new(user: &'a str, sealed: &'a SealedData) -> Self {
        let is_signed = !sealed.signature.is_empty();
        Self {
            user,
            encrypted_data: &sealed.encrypted_data,
            iv: &sealed.iv,
            raw_data: is_signed.then_some(&sealed.raw_data),
            signature: is_signed.then_some(&sealed.signature),
        }
    }
}

/// What the double responds. Steps after the one that failed are not there.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Explanation {
    pub(super) steps: Vec<ExplainedStep>,
    pub(super) signature: Option<SignatureCheck>,
}

/// Whether a signature is that of its data.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SignatureCheck {
    pub(super) ok: bool,
}

/// A step. Each has some of the fields.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in crate::workbench) struct ExplainedStep {
    pub(super) ok: bool,
    /// In hex, masked but for one byte.
    pub(super) key: String,
    pub(super) iv: String,
    pub(super) bytes: usize,
    pub(super) blocks: usize,
    /// The last blocks in hex.
    pub(super) tail: String,
    /// How many bytes of it are padding.
    pub(super) pad: usize,
    pub(super) data: Option<Box<RawValue>>,
    pub(super) appid: String,
    pub(super) age_seconds: i64,
}

/// A checked signature, as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::workbench) struct Signature {
    pub(super) raw_data: String,
    pub(super) signature: String,
    pub(super) is_ok: bool,
}

/// What the panel shows.
#[derive(Debug, Clone, Default)]
pub(in crate::workbench) struct Explained {
    pub(super) steps: Vec<ExplainedStep>,
    pub(super) signature: Option<Signature>,
}
