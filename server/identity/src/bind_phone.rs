//! bindPhone: an encrypted phone number becomes a column of the account.
//!
//! A client learns of one failure only ("no key decrypts"), because a finer answer would be a padding oracle; the log has
//! the step for each key, and nothing of the data.

use std::error::Error as StdError;

use wechat::SessionKey;
use wechat::crypto::{PhoneInfo, WatermarkError, decrypt};
use zeroize::Zeroizing;

use crate::{Bound, Error, Identity, Phone, SealedKey, Session};

impl Identity {
    /// Decrypts `encrypted_data` with the keys on record, checks the watermark and binds the number.
    ///
    /// # Errors
    /// [`Error::CannotDecrypt`] for every way in which decryption can fail, [`Error::WrongApp`], [`Error::StaleData`],
    /// [`Error::PhoneTaken`], [`Error::NothingUpdated`], [`Error::Store`].
    pub async fn bind_phone(&self, session: &Session, encrypted_data: &str, iv: &str) -> Result<Phone, Error> {
        let now_ms = self.now_ms();
        let user = &session.user;
        let keys = self.store.session_keys(user.id, now_ms).await?;
        let plaintext = self.decrypt_with_any(session, &keys, encrypted_data, iv).ok_or(Error::CannotDecrypt)?;
        let info = PhoneInfo::parse(&plaintext).map_err(|error| {
            tracing::warn!(user = user.id, error = &error as &dyn StdError, "decrypted, but not a phone number");
            Error::CannotDecrypt
        })?;
        let limits = &self.config;
        let checked = info.watermark.check(user.realm.appid(), now_ms, limits.watermark_age_ms, limits.clock_skew_ms);
        if let Err(error) = checked {
            tracing::warn!(user = user.id, error = &error as &dyn StdError, "phone number refused");
            return Err(match error {
                WatermarkError::WrongApp => Error::WrongApp,
                WatermarkError::TooOld | WatermarkError::Future => Error::StaleData,
            });
        }
        let phone = Phone { country_code: info.country_code, pure_number: info.pure_number };
        match self.store.bind_phone(user.id, &phone, now_ms).await? {
            Bound::Yes => Ok(phone),
            Bound::TakenByAnother => Err(Error::PhoneTaken),
            Bound::NoSuchUser => Err(Error::NothingUpdated),
        }
    }

    /// Newest key first: a phone may have encrypted with the key before the last login.
    fn decrypt_with_any(
        &self,
        session: &Session,
        keys: &[SealedKey],
        encrypted_data: &str,
        iv: &str,
    ) -> Option<Zeroizing<String>> {
        let user = session.user.id;
        if keys.is_empty() {
            tracing::warn!(user, "no session_key on record");
        }
        for (age, sealed) in keys.iter().enumerate() {
            let Some(key) = self.open_key(session, sealed, age) else { continue };
            match decrypt(&key, encrypted_data, iv) {
                Ok(plaintext) => return Some(plaintext),
                Err(error) => {
                    tracing::warn!(user, age, error = &error as &dyn StdError, "this session_key does not decrypt")
                }
            }
        }
        None
    }

    fn open_key(&self, session: &Session, sealed: &SealedKey, age: usize) -> Option<SessionKey> {
        let user = &session.user;
        let opened = self.master_keys.open(sealed, &user.realm, &user.openid);
        opened
            .inspect_err(|error| {
                tracing::error!(user = user.id, age, error = error as &dyn StdError, "session_key skipped")
            })
            .ok()
    }
}
