//! bindPhone: a phone number that WeChat vouches for becomes a column of the account.
//!
//! It comes as a one-time code, which WeChat exchanges, or encrypted under the session_key. Of a decryption a client learns
//! of one failure only ("no key decrypts"), because a finer answer would be a padding oracle; the log has the step for each
//! key, and nothing of the data.

use std::error::Error as StdError;

use wechat::SessionKey;
use wechat::crypto::{PhoneInfo, WatermarkError, decrypt};
use zeroize::Zeroizing;

use crate::hops::{Hop, Lane, mask, tell, tell_answer};
use crate::login::{MAX_CODE, check_text};
use crate::{Bound, EncryptedPhone, Error, Identity, Phone, PhoneProof, SealedKey, Session};

impl Identity {
    /// Has WeChat exchange the code, or decrypts the data with the keys on record; checks the watermark and binds the
    /// number. With both, the code goes first, and the data is tried where WeChat does not exchange it.
    ///
    /// # Errors
    /// [`Error::WeChat`] of a code alone, [`Error::CannotDecrypt`] for every way in which decryption can fail,
    /// [`Error::WrongApp`], [`Error::StaleData`], [`Error::PhoneTaken`], [`Error::OutOfRange`],
    /// [`Error::NothingUpdated`], [`Error::Store`].
    pub async fn bind_phone(&self, session: &Session, proof: PhoneProof) -> Result<Phone, Error> {
        let user = &session.user;
        let info = match proof {
            PhoneProof::Code(code) => self.exchanged(session, &code).await?,
            PhoneProof::Data(data) => self.decrypted(session, &data).await?,
            PhoneProof::Both(code, data) => match self.exchanged(session, &code).await {
                Err(Error::WeChat(error)) => {
                    tracing::warn!(user = user.id, %error, "no number for the phone code; the encrypted data is tried");
                    self.decrypted(session, &data).await?
                }
                outcome => outcome?,
            },
        };
        let (now_ms, limits) = (self.now_ms(), &self.config);
        let opened = || Hop::new("checked", Lane::Server, Lane::Server, "watermark", "appid, timestamp");
        let checked = info.watermark.check(user.realm.appid(), now_ms, limits.watermark_age_ms, limits.clock_skew_ms);
        if let Err(error) = checked {
            tracing::warn!(user = user.id, error = &error as &dyn StdError, "phone number refused");
            tell(|| opened().failed(None));
            return Err(match error {
                WatermarkError::WrongApp => Error::WrongApp,
                WatermarkError::TooOld | WatermarkError::Future => Error::StaleData,
            });
        }
        let phone = Phone { country_code: info.country_code, pure_number: info.pure_number };
        let bound = self.store.bind_phone(user.id, &phone, now_ms).await?;
        tell(|| {
            let write = Hop::new("bound", Lane::Server, Lane::Database, "UPDATE", "user.phone");
            if matches!(bound, Bound::Yes) { write } else { write.failed(None) }
        });
        match bound {
            Bound::Yes => {
                tell_answer(|| mask(&phone.pure_number, 3, 4).replace('…', "****"));
                Ok(phone)
            }
            Bound::TakenByAnother => Err(Error::PhoneTaken),
            Bound::NoSuchUser => Err(Error::NothingUpdated),
        }
    }

    /// WeChat's answer to a phone code. It checks that the code is of this user.
    async fn exchanged(&self, session: &Session, code: &str) -> Result<PhoneInfo, Error> {
        check_text("code", code, MAX_CODE)?;
        let (realm, openid) = (&session.user.realm, &session.user.openid);
        let app = self.config.apps.iter().find(|app| app.appid == realm.appid()).ok_or_else(|| {
            tracing::error!(appid = realm.appid(), "a session of a mini-program that is not configured any more");
            Error::WeChat(wechat::Error::Misconfigured(40013))
        })?;
        tell(|| Hop::new("exchange", Lane::Server, Lane::WeChat, "POST", "getuserphonenumber"));
        let info = self.wechat.phone_number(app, code, openid, realm.world(), self.now_ms()).await;
        tell(|| {
            let back = Hop::new("exchanged", Lane::WeChat, Lane::Server, "getuserphonenumber", "phone_info");
            match &info {
                Ok(_) => back,
                Err(error) => back.failed(error.errcode()),
            }
        });
        Ok(info?)
    }

    async fn decrypted(&self, session: &Session, data: &EncryptedPhone) -> Result<PhoneInfo, Error> {
        let user = session.user.id;
        let keys = self.store.session_keys(user, self.now_ms()).await?;
        let plaintext = self.decrypt_with_any(session, &keys, &data.encrypted_data, &data.iv);
        tell(|| {
            let opened = Hop::new("decrypted", Lane::Server, Lane::Server, "AES-128-CBC", "PKCS#7 · JSON");
            if plaintext.is_some() { opened } else { opened.failed(None) }
        });
        let plaintext = plaintext.ok_or(Error::CannotDecrypt)?;
        PhoneInfo::parse(&plaintext).map_err(|error| {
            tracing::warn!(user, error = &error as &dyn StdError, "decrypted, but not a phone number");
            Error::CannotDecrypt
        })
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
