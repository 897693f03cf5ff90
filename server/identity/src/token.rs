//! Session tokens: opaque, 32 random bytes, stored only as their SHA-256.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::Random;

/// A token on its way to the client: `oa_` and 43 characters of base64url. It has no `Debug`, so that no log can contain it.
pub struct Token(Zeroizing<String>);

impl Token {
    /// A new one.
    pub(crate) fn generate(random: &Random) -> Self {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        random(bytes.as_mut_slice());
        Self(Zeroizing::new(format!("oa_{}", URL_SAFE_NO_PAD.encode(bytes.as_slice()))))
    }

    /// For the response to a repeated login.
    pub(crate) fn duplicate(&self) -> Self {
        Self(self.0.clone())
    }

    /// The text of the response.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// The hash of a token, which the store keeps and finds a session by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// The hash of a token as a client sent it; `None` for a text that cannot be a token, so that it costs no query.
    pub fn of(token: &str) -> Option<Self> {
        (token.len() == 46 && token.starts_with("oa_")).then(|| Self(Sha256::digest(token).into()))
    }

    /// The hash as the store keeps it.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Two of the 32 bytes, for the flow diagram.
    pub(crate) fn abbreviated(&self) -> String {
        let [first, second, ..] = self.0;
        format!("{first:02x}{second:02x}…")
    }
}

/// A hash that a store has read.
impl From<[u8; 32]> for TokenHash {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rstest::rstest;

    use super::{Token, TokenHash};
    use crate::Random;

    #[test]
    fn a_token_is_its_random_bytes_and_has_a_hash() {
        let random: Random = Arc::new(|bytes| bytes.fill(0xff));
        let token = Token::generate(&random);
        assert_eq!(token.reveal(), format!("oa_{}8", "_".repeat(42)));
        let hash = TokenHash::of(token.reveal()).unwrap();
        assert_eq!(TokenHash::of(token.reveal()), Some(hash));
        assert!(
            !token.reveal().as_bytes().windows(8).any(|part| hash.as_bytes().windows(8).any(|other| part == other))
        );
    }

    #[test]
    fn tokens_differ() {
        let next = std::sync::atomic::AtomicU8::new(0);
        let random: Random = Arc::new(move |bytes| bytes.fill(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)));
        let (one, two) = (Token::generate(&random), Token::generate(&random));
        assert_ne!(one.reveal(), two.reveal());
        assert_ne!(TokenHash::of(one.reveal()), TokenHash::of(two.reveal()));
    }

    #[rstest]
    #[case::empty("")]
    #[case::short("oa_abc")]
    #[case::no_prefix("xx_0000000000000000000000000000000000000000000")]
    #[case::long("oa_00000000000000000000000000000000000000000000")]
    fn what_no_token_can_be_is_not_looked_up(#[case] text: &str) {
        assert_eq!(TokenHash::of(text), None);
    }
}
