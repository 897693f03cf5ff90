//! WeChat's crypto: `encryptedData`, its watermark, and the two signatures.
//!
//! A phone number takes three steps, each of which can reject it: [`decrypt`], [`PhoneInfo::parse`],
//! [`Watermark::check`]. AES-CBC authenticates nothing, so the checks of padding, JSON and watermark are all that
//! distinguishes real data from garbage; every one of them is strict.

mod decrypt;
mod phone;
mod signature;
mod watermark;

pub use decrypt::{Ciphertext, DecryptError, Input, decrypt};
pub use phone::{PhoneInfo, PhoneInfoError};
pub use signature::{hmac_sha256_hex, hmac_sha256_matches, signature, signature_matches};
pub use watermark::{Watermark, WatermarkError};
