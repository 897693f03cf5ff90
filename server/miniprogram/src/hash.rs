//! Content hashes.

use sha2::{Digest, Sha256};

/// A hash of some bytes: of a source, to see whether it changed.
pub(crate) type ContentHash = [u8; 32];

pub(crate) fn hash(bytes: &[u8]) -> ContentHash {
    Sha256::digest(bytes).into()
}

/// 16 hexadecimal digits: enough to tell versions apart, and nobody gains by making two alike.
pub(crate) fn short(hash: &ContentHash) -> String {
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
