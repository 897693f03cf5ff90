//! WeChat's crypto: `encryptedData`, its watermark, and the two signatures.
//!
//! A phone number takes three steps, each of which can reject it: [`decrypt`], [`PhoneInfo::parse`],
//! [`Watermark::check`]. AES-CBC authenticates nothing, so the checks of padding, JSON and watermark are all that
//! distinguishes real data from garbage; every one of them is strict. [`explain()`], [`Watermark::explain`] and
//! [`SignatureCheck`] tell the same to a person.
//!
//! Pure: no clock, no network, no runtime, so that it also works in a browser.

mod decrypt;
mod explain;
mod hex;
mod phone;
mod signature;
mod watermark;

pub(crate) use hex::hex;

pub use decrypt::{Ciphertext, DecryptError, Input, decode, decrypt};
pub use explain::{Cause, Explanation, Failure, Shown, Step, StepName, explain};
pub use phone::{PhoneInfo, PhoneInfoError};
pub use signature::{SignatureCheck, hmac_sha256_hex, hmac_sha256_matches, signature, signature_matches};
pub use watermark::{Verdict, Watermark, WatermarkCheck, WatermarkError};
