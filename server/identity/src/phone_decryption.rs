//! The phone number in `encryptedData`, decrypted with the keys on record.
//!
//! A client gets one error for every failed decryption ("no key decrypts"), because a finer one would be a padding oracle. The
//! log contains the failed step for each key and nothing of the data; an observer of the flow, in demo mode, gets the attempt
//! in detail.

use wechat::SessionKey;
use wechat::crypto::{Ciphertext, DecryptError, PhoneInfo, PhoneInfoError, Shown, StepName, explain};
use zeroize::Zeroizing;

use crate::flow::{Decryption, FlowDetail, FlowEvent, KeyFailure, TriedKey, emit};
use crate::{EncryptedPhone, Error, Identity, SealedKey, Session, error_chain};

/// A key that was tried.
struct Attempt {
    /// None where the vault did not open it.
    key: Option<SessionKey>,
    /// None where it fits.
    failed_at: Option<KeyFailure>,
}

impl Identity {
    /// # Errors
    /// [`Error::CannotDecrypt`] for every way in which decryption can fail, [`Error::Store`].
    pub(crate) async fn decrypt_phone(&self, session: &Session, data: &EncryptedPhone) -> Result<PhoneInfo, Error> {
        let user = session.account.id;
        let ciphertext = Ciphertext::parse(&data.encrypted_data, &data.iv);
        let keys = self.store.session_keys(user, self.now_ms()).await;
        emit(|| {
            let count = keys.as_ref().map(Vec::len).unwrap_or_default();
            FlowEvent::stored("keys-read", "session_key", format!("{count} × sealed")).succeeded(keys.is_ok())
        });
        let keys = keys?;
        let mut attempts = Vec::new();
        let plaintext = match &ciphertext {
            Ok(ciphertext) => self.decrypt_with_any(session, &keys, ciphertext, &mut attempts),
            Err(error) => {
                tracing::warn!(user, error = %error_chain(&error), "encrypted data rejected");
                None
            }
        };
        let info = plaintext.as_ref().map(|plaintext| PhoneInfo::parse(plaintext));
        emit(|| decrypted(data, &attempts, info.as_ref()));
        let reason = ciphertext.err().and_then(DecryptError::reason);
        info.ok_or(Error::CannotDecrypt(reason))?.map_err(|error| {
            tracing::warn!(user, error = %error_chain(&error), "phone number not found in the decrypted data");
            Error::CannotDecrypt(None)
        })
    }

    /// Newest key first: a phone may have encrypted with the key before the last login.
    fn decrypt_with_any(
        &self,
        session: &Session,
        keys: &[SealedKey],
        ciphertext: &Ciphertext,
        attempts: &mut Vec<Attempt>,
    ) -> Option<Zeroizing<String>> {
        let user = session.account.id;
        if keys.is_empty() {
            tracing::warn!(user, "session_key not found");
        }
        for (age, sealed) in keys.iter().enumerate() {
            let Some(key) = self.open_key(session, sealed, age) else {
                attempts.push(Attempt { key: None, failed_at: Some(KeyFailure::Vault) });
                continue;
            };
            let plaintext = ciphertext.decrypt(&key);
            let failed_at = plaintext.as_ref().err().map(|error| KeyFailure::Step(error.step()));
            attempts.push(Attempt { key: Some(key), failed_at });
            match plaintext {
                Ok(plaintext) => return Some(plaintext),
                Err(error) => {
                    tracing::warn!(user, age, error = %error_chain(&error), "data not decrypted with this session_key")
                }
            }
        }
        None
    }

    fn open_key(&self, session: &Session, sealed: &SealedKey, age: usize) -> Option<SessionKey> {
        let user = &session.account;
        let opened = self.master_keys.open(sealed, &user.realm, &user.openid);
        opened
            .inspect_err(
                |error| tracing::error!(user = user.id, age, error = %error_chain(error), "session_key skipped"),
            )
            .ok()
    }
}

/// The event of the attempts: each key, and the steps of the one that got furthest, the newest of those.
fn decrypted(
    data: &EncryptedPhone,
    attempts: &[Attempt],
    info: Option<&Result<PhoneInfo, PhoneInfoError>>,
) -> FlowEvent {
    let progress = |attempt: &&Attempt| (attempt.failed_at.is_none(), attempt.failed_at);
    let furthest = attempts.iter().rev().max_by_key(progress).and_then(|attempt| attempt.key.as_ref());
    let mut explanation = explain(furthest, &data.encrypted_data, &data.iv);
    if matches!(info, Some(Err(_))) {
        explanation = explanation.not_a_phone_number();
    }
    let last = explanation.steps.last().map(|step| step.step);
    let pad = explanation.steps.iter().find_map(|step| match step.shown {
        Some(Shown::Padding { pad, .. }) => Some(pad),
        _ => None,
    });
    let value = match (info, pad, last) {
        (Some(_), Some(pad), _) => format!("PKCS#7 {pad:02x} × {pad}"),
        (_, _, Some(StepName::Base64)) => "Base64 ✗".to_owned(),
        (_, _, Some(StepName::Length)) => "length ✗".to_owned(),
        _ => format!("{} × session_key ✗", attempts.len()),
    };
    let keys = attempts.iter().map(|Attempt { key, failed_at }| TriedKey {
        fingerprint: key.as_ref().map(SessionKey::fingerprint),
        failed_at: *failed_at,
    });
    let decryption = Decryption { keys: keys.collect(), steps: explanation.steps };
    FlowEvent::computed("decrypted", "AES-128-CBC", value)
        .succeeded(matches!(info, Some(Ok(_))))
        .with(FlowDetail::Decryption(decryption))
}
