//! auth/avatar: an uploaded picture, already re-encoded by the server, is kept in the database.

use sha2::{Digest, Sha256};

use crate::flow::{FlowEvent, emit};
use crate::{Error, Identity, Session};

/// Where pictures are served, under `OA_PUBLIC_URL`; the SHA-256 follows in hexadecimal.
const PATH: &str = "/oapro/avatar/";

/// A picture. `Debug` omits its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Avatar {
    /// Of `bytes`; the picture's name.
    pub sha256: [u8; 32],
    /// `image/webp`, ….
    pub mime: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Avatar {
    /// Of a file that the server itself has encoded.
    pub fn new(mime: &str, bytes: Vec<u8>) -> Self {
        Self { sha256: Sha256::digest(&bytes).into(), mime: mime.to_owned(), bytes }
    }

    /// The path under `OA_PUBLIC_URL`.
    pub fn path(&self) -> String {
        let mut path = PATH.to_owned();
        for byte in self.sha256 {
            path.push_str(&format!("{byte:02x}"));
        }
        path
    }

    /// The digest that a path's last part names: 64 lower-case hexadecimal digits.
    pub fn parse_name(name: &str) -> Option<[u8; 32]> {
        if name.len() != 64 || !name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        let mut digest = [0; 32];
        for (byte, pair) in digest.iter_mut().zip(name.as_bytes().chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(digest)
    }
}

impl std::fmt::Debug for Avatar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Avatar").field("path", &self.path()).field("mime", &self.mime).finish_non_exhaustive()
    }
}

impl Identity {
    /// Keeps the picture as the user's avatar and returns its path under `OA_PUBLIC_URL`.
    ///
    /// # Errors
    /// [`Error::NothingUpdated`] when the user is gone, [`Error::Store`].
    pub async fn put_avatar(&self, session: &Session, avatar: &Avatar) -> Result<String, Error> {
        let path = avatar.path();
        let there = self.store.put_avatar(session.account.id, avatar, &path, self.now_ms()).await;
        emit(|| FlowEvent::stored("avatar", "UPDATE", "user.avatar").succeeded(matches!(there, Ok(true))));
        if there? { Ok(path) } else { Err(Error::NothingUpdated) }
    }

    /// The picture of this name (64 lower-case hexadecimal digits).
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn avatar(&self, name: &str) -> Result<Option<Avatar>, Error> {
        let Some(sha256) = Avatar::parse_name(name) else { return Ok(None) };
        Ok(self.store.avatar(&sha256).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::Avatar;

    #[test]
    fn a_path_names_the_digest() {
        let avatar = Avatar::new("image/webp", b"abc".to_vec());
        let name = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(avatar.path(), format!("/oapro/avatar/{name}"));
        assert_eq!(Avatar::parse_name(name), Some(avatar.sha256));
        assert!(!format!("{avatar:?}").contains("97"));
        for other in ["", "ba78", &name.to_uppercase(), &format!("{name}0"), &name.replace('b', "+")] {
            assert_eq!(Avatar::parse_name(other), None, "{other}");
        }
    }
}
