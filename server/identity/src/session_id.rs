//! What a session is called on the wire: opaque, not to be guessed, and no use as a token.

use std::fmt;
use std::str::FromStr;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::TokenHash;

/// 16 bytes made from the hash of the session's token; 22 characters of base64url on the wire. Neither the hash nor the
/// token can be found from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionId([u8; 16]);

/// The text is not the id of any session.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a session id")]
pub struct NoSessionId;

impl SessionId {
    /// Of the session that a token opened. For a store, when it writes one down.
    pub fn of(token_hash: &TokenHash) -> Self {
        let digest = Sha256::new().chain_update(b"oa-mini session id").chain_update(token_hash.as_bytes()).finalize();
        let mut id = [0; 16];
        for (to, from) in id.iter_mut().zip(digest) {
            *to = from;
        }
        Self(id)
    }

    /// As a store keeps it.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl From<[u8; 16]> for SessionId {
    /// From a store's column.
    fn from(column: [u8; 16]) -> Self {
        Self(column)
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl FromStr for SessionId {
    type Err = NoSessionId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut id = [0; 16];
        match URL_SAFE_NO_PAD.decode_slice(text, &mut id) {
            Ok(16) => Ok(Self(id)),
            _ => Err(NoSessionId),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{NoSessionId, SessionId};
    use crate::TokenHash;

    #[test]
    fn an_id_survives_the_wire_and_is_no_token() {
        let hash = TokenHash::of(&format!("oa_{}", "A".repeat(43))).unwrap();
        let id = SessionId::of(&hash);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().len(), 22);
        assert_eq!(TokenHash::of(&id.to_string()), None);
        assert!(!hash.as_bytes().windows(4).any(|part| id.as_bytes().windows(4).any(|other| part == other)));
        assert_ne!(SessionId::of(&TokenHash::of(&format!("oa_{}", "B".repeat(43))).unwrap()), id);
    }

    #[rstest]
    #[case::empty("")]
    #[case::number("1")]
    #[case::short("AAAAAAAAAAAAAAAAAAAAA")]
    #[case::long("AAAAAAAAAAAAAAAAAAAAAAA")]
    #[case::longer("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    #[case::stray_bits("AAAAAAAAAAAAAAAAAAAAAB")]
    #[case::other_alphabet("AAAAAAAAAAAAAAAAAAAA+A")]
    #[case::not_ascii("数数数数数数数数")]
    fn what_no_id_can_be_is_refused(#[case] text: &str) {
        assert_eq!(text.parse::<SessionId>(), Err(NoSessionId));
    }
}
