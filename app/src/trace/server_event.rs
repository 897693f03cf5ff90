//! An event of the server's stream (`/demo/events`): one hop between the server and another participant, and what the server found
//! there. Fields that an event does not have are empty.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// A hop.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ServerEvent {
    /// `x-request-id` of the call that it belongs to.
    pub request: String,
    /// The step's id.
    pub step: String,
    /// Whence: `phone`, `server`, `wechat` or `database`.
    pub from: String,
    /// Whither.
    pub to: String,
    /// What stands on the arrow, and its masked value.
    pub label: String,
    /// Masked.
    pub value: String,
    /// `error` where it failed.
    pub outcome: String,
    /// Since the previous hop of the same call.
    pub duration_ms: f64,
    /// WeChat's.
    pub errcode: Option<i64>,
    /// Ours.
    pub errno: Option<i64>,
    /// What the server found there.
    pub detail: Option<Detail>,
}

/// What the server found, by its own attempt.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Detail {
    /// An attempt to decrypt.
    pub decryption: Option<Decryption>,
    /// A check of a watermark.
    pub watermark: Option<Watermark>,
    /// A check of a signature.
    pub signature: Option<Signature>,
}

/// An attempt to decrypt.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Decryption {
    /// The keys that were tried, the newest first.
    pub keys: Vec<TriedKey>,
    /// The steps of the attempt that got furthest, up to the one that failed.
    pub steps: Vec<CipherStep>,
}

/// A session_key that was tried.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct TriedKey {
    /// The first bytes of its hash.
    pub fingerprint: String,
    /// The step at which it failed; none of the key that fits.
    pub failed_at: Option<String>,
}

/// A step of a decryption. Each has some of the fields.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct CipherStep {
    /// Whether it succeeded.
    pub ok: bool,
    /// In hex.
    pub iv: String,
    /// The length of the data.
    pub bytes: usize,
    /// How many blocks of 16 bytes that are.
    pub blocks: usize,
    /// The last blocks in hex.
    pub tail: String,
    /// How many bytes of it are padding.
    pub pad: usize,
    /// The decrypted JSON, masked.
    #[serde(deserialize_with = "raw_text")]
    pub data: String,
}

/// The text of a JSON value: its members keep their order.
fn raw_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Box::<RawValue>::deserialize(deserializer)?.get().to_owned())
}

/// The check of a watermark.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Watermark {
    /// `ok`, `wrongApp`, `tooOld` or `future`
    pub verdict: String,
    /// Of the data.
    pub appid: String,
    /// Of the server.
    pub expected_appid: String,
    /// By the server's clock, in s.
    #[serde(rename = "ageS")]
    pub age_s: i64,
    /// The limit, in s.
    #[serde(rename = "maxAgeS")]
    pub max_age_s: i64,
    /// The server's clock, in ms of the Unix epoch.
    pub clock_ms: f64,
}

/// The check of a signature.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Signature {
    /// Whether it succeeded.
    pub ok: bool,
    /// Of rawData.
    pub bytes: usize,
    /// Of the session_key that it was checked with.
    pub fingerprint: String,
}
