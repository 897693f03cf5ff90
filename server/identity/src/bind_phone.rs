//! bindPhone: a phone number that WeChat confirms becomes a column of the account.
//!
//! The number comes as a one-time code, which WeChat exchanges, or encrypted under the session_key (`phone_decryption`).

use wechat::crypto::{PhoneInfo, WatermarkError};

use crate::flow::{FlowDetail, FlowEvent, emit, emit_response, mask, mask_phone};
use crate::login::check_code;
use crate::{Bound, Error, Identity, Phone, PhoneProof, Session, error_chain};

/// The kinds of the watermark's event: of decrypted data, and of WeChat's response to a code, where nothing was decrypted.
const CHECKED: &str = "checked";
const RESPONSE_CHECKED: &str = "response-checked";

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
        let (info, checked) = match proof {
            PhoneProof::Code(code) => (self.exchange_phone_code(session, &code).await?, RESPONSE_CHECKED),
            PhoneProof::Data(data) => (self.decrypt_phone(session, &data).await?, CHECKED),
            PhoneProof::Both(code, data) => match self.exchange_phone_code(session, &code).await {
                Err(error @ (Error::PhoneCode | Error::WeChat(_))) => {
                    tracing::warn!(user = user.id, error = %error_chain(&error), "phone code not exchanged; encrypted data tried");
                    (self.decrypt_phone(session, &data).await?, CHECKED)
                }
                outcome => (outcome?, RESPONSE_CHECKED),
            },
        };
        let now_ms = self.now_ms();
        self.check_watermark(session, &info, now_ms, checked)?;
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

    /// `event`: the kind of the event that it emits.
    fn check_watermark(
        &self,
        session: &Session,
        info: &PhoneInfo,
        now_ms: i64,
        event: &'static str,
    ) -> Result<(), Error> {
        let (user, watermark) = (&session.account, &info.watermark);
        let (max_age_ms, skew_ms) = (self.config.watermark_age_ms, self.config.clock_skew_ms);
        let checked = watermark.check(user.realm.appid(), now_ms, max_age_ms, skew_ms);
        emit(|| {
            let explained = watermark.explain(user.realm.appid(), now_ms, max_age_ms, skew_ms);
            FlowEvent::computed(event, "watermark", mask(&watermark.appid, 6, 4))
                .succeeded(checked.is_ok())
                .with(FlowDetail::Watermark(explained))
        });
        checked.map_err(|error| {
            tracing::warn!(user = user.id, error = %error_chain(&error), "phone number refused");
            match error {
                WatermarkError::WrongApp => Error::WrongApp,
                WatermarkError::TooOld | WatermarkError::Future => Error::StaleData,
            }
        })
    }
}
