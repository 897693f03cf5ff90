//! The key that WeChat shares with us about one user.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::crypto::hex;

/// How many bytes a key is, once decoded: AES-128.
const KEY_BYTES: usize = 16;

/// A session_key as WeChat sends it: Base64 of 16 bytes. `Debug` shows nothing of it; it is wiped when dropped.
#[derive(Clone)]
pub struct SessionKey(Zeroizing<String>);

impl SessionKey {
    /// From WeChat's response or from the vault. The text is validated when it is used.
    pub fn new(base64: String) -> Self {
        Self(Zeroizing::new(base64))
    }

    /// The Base64 text. For the vault and for signatures (whose HMAC key is this text, not its bytes).
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What tells two keys apart and is of no other use: the first 4 bytes of SHA-256 over the Base64 text, as 8 hex digits.
    pub fn fingerprint(&self) -> String {
        hex(Sha256::digest(self.reveal()).get(..4).unwrap_or_default())
    }

    /// Whether the text is what WeChat sends: Base64 of 16 bytes.
    pub fn is_well_formed(&self) -> bool {
        BASE64_STANDARD.decode(self.0.as_bytes()).map(Zeroizing::new).is_ok_and(|bytes| bytes.len() == KEY_BYTES)
    }
}

impl std::fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionKey(••••)")
    }
}

#[cfg(test)]
mod tests {
    use super::SessionKey;

    #[test]
    fn debug_shows_nothing() {
        let shown = format!("{:?}", SessionKey::new("tiihtNczf5v6AKRyjwEUhQ==".to_owned()));
        assert_eq!(shown, "SessionKey(••••)");
    }

    /// `printf %s 'tiihtNczf5v6AKRyjwEUhQ==' | sha256sum`
    #[test]
    fn a_fingerprint_is_the_begin_of_a_hash() {
        assert_eq!(SessionKey::new("tiihtNczf5v6AKRyjwEUhQ==".to_owned()).fingerprint(), "6ebd08ce");
    }

    #[test]
    fn only_base64_of_16_bytes_is_well_formed() {
        let good = |text: &str| SessionKey::new(text.to_owned()).is_well_formed();
        assert!(good("tiihtNczf5v6AKRyjwEUhQ=="));
        for bad in [
            "",
            "xxxxx",
            "tiihtNczf5v6AKRyjwEUhQ",
            "tiihtNczf5v6AKRyjwEUhQ==\n",
            "dG9vIHNob3J0",
            "tiihtNczf5v6AKRyjwEUhR==",
        ] {
            assert!(!good(bad), "{bad:?}");
        }
    }
}
