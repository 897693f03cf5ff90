//! bindPhone: a phone number that WeChat confirms becomes a column of the account.
//!
//! The number comes as a one-time code, which WeChat exchanges, or encrypted under the session_key. A client gets one error
//! for every failed decryption ("no key decrypts"), because a finer one would be a padding oracle. The log contains the failed
//! step for each key and nothing of the data.

use wechat::SessionKey;
use wechat::crypto::{Ciphertext, DecryptError, PhoneInfo, WatermarkError};
use zeroize::Zeroizing;

use crate::flow::{FlowEvent, emit, emit_response, mask, mask_phone};
use crate::login::check_code;
use crate::{Bound, EncryptedPhone, Error, Identity, Phone, PhoneProof, SealedKey, Session, error_chain};

impl Identity {
    /// Has WeChat exchange the code, or decrypts the data with the keys on record; checks the watermark and binds the
    /// number. With both, the code goes first, and the data is tried where WeChat does not exchange it.
    ///
    /// # Errors
    /// [`Error::PhoneCode`] and [`Error::WeChat`] of a code alone, [`Error::CannotDecrypt`] for every way in which
    /// decryption can fail, [`Error::WrongApp`], [`Error::StaleData`], [`Error::PhoneTaken`], [`Error::Refused`],
    /// [`Error::NothingUpdated`], [`Error::Store`].
    pub async fn bind_phone(&self, session: &Session, proof: PhoneProof) -> Result<Phone, Error> {
        let user = &session.account;
        let info = match proof {
            PhoneProof::Code(code) => self.exchange_phone_code(session, &code).await?,
            PhoneProof::Data(data) => self.decrypt_phone(session, &data).await?,
            PhoneProof::Both(code, data) => match self.exchange_phone_code(session, &code).await {
                Err(error @ (Error::PhoneCode | Error::WeChat(_))) => {
                    tracing::warn!(user = user.id, error = %error_chain(&error), "phone code not exchanged; encrypted data tried");
                    self.decrypt_phone(session, &data).await?
                }
                outcome => outcome?,
            },
        };
        let (now_ms, limits) = (self.now_ms(), &self.config);
        let checked = info.watermark.check(user.realm.appid(), now_ms, limits.watermark_age_ms, limits.clock_skew_ms);
        emit(|| {
            FlowEvent::computed("checked", "watermark", mask(&info.watermark.appid, 6, 4)).succeeded(checked.is_ok())
        });
        if let Err(error) = checked {
            tracing::warn!(user = user.id, error = %error_chain(&error), "phone number refused");
            return Err(match error {
                WatermarkError::WrongApp => Error::WrongApp,
                WatermarkError::TooOld | WatermarkError::Future => Error::StaleData,
            });
        }
        let phone = Phone { country_code: info.country_code, pure_number: info.pure_number };
        let bound = self.store.bind_phone(user.id, &phone, now_ms).await;
        emit(|| FlowEvent::stored("bound", "UPDATE", "user.phone").succeeded(matches!(bound, Ok(Bound::Yes))));
        match bound? {
            Bound::Yes => {
                emit_response(|| mask_phone(&phone.pure_number));
                Ok(phone)
            }
            Bound::TakenByAnother => Err(Error::PhoneTaken),
            Bound::NoSuchUser => Err(Error::NothingUpdated),
        }
    }

    /// Exchanges a phone code with WeChat, which checks that the code is of this user.
    async fn exchange_phone_code(&self, session: &Session, code: &str) -> Result<PhoneInfo, Error> {
        check_code(code)?;
        let (realm, openid) = (&session.account.realm, &session.account.openid);
        let app = self.config.apps.iter().find(|app| app.appid == realm.appid()).ok_or_else(|| {
            tracing::error!(appid = realm.appid(), "app of the session not configured");
            Error::WeChat(wechat::Error::Misconfigured(40013))
        })?;
        match self.wechat.phone_number(app, code, openid, realm.world(), self.now_ms()).await {
            // of the tap, not of the login: a new login would not help
            Err(wechat::Error::InvalidCode | wechat::Error::CodeUsed) => Err(Error::PhoneCode),
            outcome => Ok(outcome?),
        }
    }

    async fn decrypt_phone(&self, session: &Session, data: &EncryptedPhone) -> Result<PhoneInfo, Error> {
        let user = session.account.id;
        let ciphertext = Ciphertext::parse(&data.encrypted_data, &data.iv);
        let keys = self.store.session_keys(user, self.now_ms()).await;
        emit(|| {
            let count = keys.as_ref().map(Vec::len).unwrap_or_default();
            FlowEvent::stored("keys-read", "session_key", format!("{count} × sealed")).succeeded(keys.is_ok())
        });
        let keys = keys?;
        let plaintext = match &ciphertext {
            Ok(ciphertext) => self.decrypt_with_any(session, &keys, ciphertext),
            Err(error) => {
                tracing::warn!(user, error = %error_chain(&error), "encrypted data rejected");
                None
            }
        };
        let info = plaintext.as_ref().map(|plaintext| PhoneInfo::parse(plaintext));
        emit(|| {
            let shown = match &plaintext {
                Some(plaintext) => padding(&data.encrypted_data, plaintext),
                None => format!("{} × session_key ✗", keys.len()),
            };
            FlowEvent::computed("decrypted", "AES-128-CBC", shown).succeeded(matches!(info, Some(Ok(_))))
        });
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
    ) -> Option<Zeroizing<String>> {
        let user = session.account.id;
        if keys.is_empty() {
            tracing::warn!(user, "session_key not found");
        }
        for (age, sealed) in keys.iter().enumerate() {
            let Some(key) = self.open_key(session, sealed, age) else { continue };
            match ciphertext.decrypt(&key) {
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

/// `PKCS#7 0e × 14`: what decryption took off the end.
fn padding(encrypted_data: &str, plaintext: &str) -> String {
    let bytes = encrypted_data.trim_end_matches('=').len() * 3 / 4;
    let pad = bytes.saturating_sub(plaintext.len());
    format!("PKCS#7 {pad:02x} × {pad}")
}

#[cfg(test)]
mod tests {
    use super::padding;

    #[test]
    fn the_padding_is_what_the_plaintext_lacks() {
        // 16, 32 and 48 bytes in Base64
        assert_eq!(padding("AAAAAAAAAAAAAAAAAAAAAA==", "{}"), "PKCS#7 0e × 14");
        assert_eq!(padding(&format!("{}=", "A".repeat(43)), &"x".repeat(31)), "PKCS#7 01 × 1");
        assert_eq!(padding(&"A".repeat(64), &"x".repeat(32)), "PKCS#7 10 × 16");
    }
}
