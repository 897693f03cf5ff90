//! session_key at rest: AES-256-GCM under a master key; realm and openid are the associated data, so that a row moved to
//! another user does not open.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use wechat::SessionKey;
use zeroize::Zeroizing;

use crate::{Random, Realm, SealedKey};

/// AES-256: 32 bytes.
const KEY_BYTES: usize = 32;
/// The nonce of GCM: 96 bits. Random ones are safe for 2^32 messages a key, which is far beyond what logins make.
const NONCE_BYTES: usize = 12;
/// So that an id fits every database's column and can be printed in a log.
const MAX_ID_CHARS: usize = 32;

/// The operator's keys, `id:base64(32 bytes)` by comma; the first seals, every one opens. Has no `Debug`; the keys are
/// wiped when dropped.
pub struct MasterKeys {
    first: MasterKey,
    older: Vec<MasterKey>,
}

struct MasterKey {
    id: String,
    key: Zeroizing<Vec<u8>>,
}

/// Why `OA_MASTER_KEY` was refused. The text names the entry's place, never the key.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum MasterKeysError {
    /// Not `id:base64(32 bytes)`, or the id is not 1 to 32 of `A-Z a-z 0-9 _ -`. Places count from 1.
    #[error("entry {0} is not `id:base64(32 bytes)`")]
    Malformed(usize),
    /// Two entries have one id, so that a row could not tell which of them sealed it.
    #[error("entry {0} repeats the id of an earlier one")]
    RepeatedId(usize),
}

/// Why a sealed key did not open. For the log: neither text holds anything of the key.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum OpenError {
    /// No master key of this id is configured.
    #[error("the master key `{0}` is not configured")]
    UnknownKeyId(String),
    /// The row was changed or belongs to another user, or the master key of that id is another one now.
    #[error("the sealed session_key does not open")]
    Failed,
}

impl MasterKeys {
    /// From `OA_MASTER_KEY`; white space around entries is ignored, so that a file may end in a newline.
    ///
    /// # Errors
    /// [`MasterKeysError`], with the place of the first entry that is wrong.
    pub fn parse(text: &str) -> Result<Self, MasterKeysError> {
        let mut keys = Vec::<MasterKey>::new();
        for (index, entry) in text.split(',').enumerate() {
            let place = index + 1;
            let key = MasterKey::parse(entry.trim()).ok_or(MasterKeysError::Malformed(place))?;
            if keys.iter().any(|known| known.id == key.id) {
                return Err(MasterKeysError::RepeatedId(place));
            }
            keys.push(key);
        }
        let mut keys = keys.into_iter();
        let first = keys.next().ok_or(MasterKeysError::Malformed(1))?;
        Ok(Self { first, older: keys.collect() })
    }

    /// Whether rows sealed under `id` can be opened.
    pub fn knows(&self, id: &str) -> bool {
        self.find(id).is_some()
    }

    /// Seals under the first key with a fresh nonce.
    pub(crate) fn seal(&self, key: &SessionKey, realm: &Realm, openid: &str, random: &Random) -> SealedKey {
        let mut nonce = [0_u8; NONCE_BYTES];
        random(&mut nonce);
        let aad = associated_data(realm, openid);
        let payload = Payload { msg: key.reveal().as_bytes(), aad: &aad };
        let mut sealed = nonce.to_vec();
        // GCM refuses only messages beyond 64 GiB. Were it to, an empty text would not open, which is a 715 and no leak.
        let text = self.first.cipher().and_then(|cipher| cipher.encrypt(&Nonce::from(nonce), payload).ok());
        sealed.extend(text.unwrap_or_default());
        let fingerprint = self.first.fingerprint(key, &aad).unwrap_or(nonce_as_fingerprint(&nonce));
        SealedKey { key_id: self.first.id.clone(), sealed, fingerprint }
    }

    /// The id of the key that seals.
    pub fn current_id(&self) -> &str {
        &self.first.id
    }

    /// Opens what [`Self::seal`] made for the same realm and openid.
    pub(crate) fn open(&self, sealed: &SealedKey, realm: &Realm, openid: &str) -> Result<SessionKey, OpenError> {
        let master = self.find(&sealed.key_id).ok_or_else(|| OpenError::UnknownKeyId(sealed.key_id.clone()))?;
        let (nonce, text) = sealed.sealed.split_first_chunk::<NONCE_BYTES>().ok_or(OpenError::Failed)?;
        let aad = associated_data(realm, openid);
        let payload = Payload { msg: text, aad: &aad };
        let cipher = master.cipher().ok_or(OpenError::Failed)?;
        let plain = cipher.decrypt(&Nonce::from(*nonce), payload).map_err(|_| OpenError::Failed)?;
        String::from_utf8(plain).map(SessionKey::new).map_err(|_| OpenError::Failed)
    }

    fn find(&self, id: &str) -> Option<&MasterKey> {
        std::iter::once(&self.first).chain(&self.older).find(|key| key.id == id)
    }
}

impl MasterKey {
    fn parse(entry: &str) -> Option<Self> {
        let (id, key) = entry.split_once(':')?;
        let fits = (1..=MAX_ID_CHARS).contains(&id.len());
        if !fits || !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')) {
            return None;
        }
        let key = Zeroizing::new(STANDARD.decode(key).ok()?);
        (key.len() == KEY_BYTES).then(|| Self { id: id.to_owned(), key })
    }

    /// Expanded for each use: a login or a bindPhone needs it once, and nothing expanded lies in memory between them.
    fn cipher(&self) -> Option<Aes256Gcm> {
        Aes256Gcm::new_from_slice(&self.key).ok()
    }

    /// See [`SealedKey::fingerprint`]. Under a subkey, so that the master key itself does one thing only.
    fn fingerprint(&self, key: &SessionKey, aad: &[u8]) -> Option<[u8; 16]> {
        let subkey = Zeroizing::new(<[u8; 32]>::from(
            Hmac::<Sha256>::new_from_slice(&self.key)
                .ok()?
                .chain_update(b"oa-mini session_key fingerprint")
                .finalize()
                .into_bytes(),
        ));
        let mac = Hmac::<Sha256>::new_from_slice(subkey.as_slice()).ok()?;
        let digest = mac.chain_update(aad).chain_update(key.reveal().as_bytes()).finalize().into_bytes();
        digest.first_chunk::<16>().copied()
    }
}

/// What stands for a fingerprint should HMAC ever refuse its key (it takes any length): like no other, so that nothing is
/// replaced.
fn nonce_as_fingerprint(nonce: &[u8; NONCE_BYTES]) -> [u8; 16] {
    let mut fingerprint = [0; 16];
    for (to, from) in fingerprint.iter_mut().zip(nonce) {
        *to = *from;
    }
    fingerprint
}

/// Both with their length before them, so that no two pairs give the same bytes.
fn associated_data(realm: &Realm, openid: &str) -> Vec<u8> {
    let mut data = Vec::with_capacity(16 + realm.as_str().len() + openid.len());
    for part in [realm.as_str(), openid] {
        data.extend((part.len() as u64).to_be_bytes());
        data.extend(part.as_bytes());
    }
    data
}

#[cfg(test)]
#[path = "vault_tests.rs"]
mod tests;
