//! login_by_weixin: a code becomes an account and a token.

use field_limits::{CODE_TOO_LONG, MAX_CODE};
use wechat::crypto::{SignatureCheck, signature_matches};

use crate::flow::{FlowDetail, FlowEvent, emit, emit_response, mask};
use crate::{
    Action, Change, ClientProfile, Error, Identity, LoginWritten, NewLogin, Origin, Realm, SESSION_BATCH, Status,
    Token, TokenHash, User,
};

/// The request of a login. `Debug` omits the code.
#[derive(Clone)]
pub struct Login {
    /// From `wx.login`.
    pub code: String,
    /// The profile that the client claims. Status, level and phone are never taken from a client.
    pub profile: ClientProfile,
    /// The account that shared the mini-program.
    pub share_user_id: Option<i64>,
    /// A profile that WeChat signed. It replaces `profile` when its signature is of this login's session_key.
    pub signed: Option<SignedProfile>,
}

/// `rawData` and `signature` of `getUserProfile`.
#[derive(Clone)]
pub struct SignedProfile {
    /// The text that was signed.
    pub raw_data: String,
    /// Lower-case hex of sha1(rawData + session_key).
    pub signature: String,
    /// The profile in `raw_data`; `None` when it cannot be parsed.
    pub profile: Option<ClientProfile>,
}

/// A login that succeeded.
pub struct SignedIn {
    /// For the client; the store has its hash.
    pub token: Token,
    /// When the session ends unless it is used, in UTC epoch ms.
    pub expires_ms: i64,
    /// As stored.
    pub user: User,
    /// Whether the request had a signature that is not of this login's session_key, so that the profile is the client's claim
    /// alone. It happens to correct clients: `getUserProfile` before `wx.login` signs with the previous key.
    pub is_unverified: bool,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login")
            .field("profile", &self.profile)
            .field("share_user_id", &self.share_user_id)
            .finish_non_exhaustive()
    }
}

impl Identity {
    /// Exchanges the code with WeChat and opens a session. Identical requests at the same time share one exchange, and so does
    /// one that is repeated within 10 s, until the token is used: see `login_once`.
    ///
    /// # Errors
    /// [`Error::Refused`] for a code that is too long, [`Error::WeChat`], [`Error::AccountDisabled`], [`Error::TooMany`] (the
    /// code is spent), [`Error::Store`]. No other part of a [`Login`] refuses it.
    pub async fn login(
        &self,
        app: &wechat::App,
        realm: Realm,
        login: Login,
        origin: Origin,
    ) -> Result<SignedIn, Error> {
        check_code(&login.code)?;
        let signed_in = self.login_once(app, realm, login, origin).await?;
        emit_response(|| mask(signed_in.token.reveal(), 6, 3));
        Ok(signed_in)
    }

    pub(crate) async fn exchange(
        &self,
        app: &wechat::App,
        realm: Realm,
        login: Login,
        origin: Origin,
    ) -> Result<SignedIn, Error> {
        let known = self.wechat.code2session(app, &login.code, realm.world()).await?;
        let is_signed = login.signed.as_ref().map(|signed| {
            let good = signature_matches(&signed.raw_data, &known.session_key, &signed.signature);
            emit(|| {
                let check = SignatureCheck::new(&signed.raw_data, &known.session_key, good);
                FlowEvent::computed("signature", "signature", "sha1(rawData + session_key)")
                    .succeeded(good)
                    .with(FlowDetail::Signature(check))
            });
            good
        });
        let profile = match login.signed.and_then(|signed| signed.profile) {
            Some(signed) if is_signed == Some(true) => signed,
            _ => login.profile,
        };
        // Only now is the account known, and nothing is written yet.
        self.allow_account(Action::Login, &realm, &known.openid)?;
        let session_key = self.master_keys.seal(&known.session_key, &realm, &known.openid, &self.random);
        emit(|| FlowEvent::computed("sealed", "session_key", "AES-256-GCM"));
        let token = Token::generate(&self.random);
        emit(|| FlowEvent::computed("token-made", "token", mask(token.reveal(), 6, 3)));
        let token_hash = TokenHash::of(token.reveal()).ok_or(Error::NotSignedIn)?;
        let memberships = (self.config.demo_memberships)(&realm, &known.openid);
        // After WeChat's response, so that the time of the exchange does not shorten the session.
        let now_ms = self.now_ms();
        let idle_ends_ms = now_ms.saturating_add(self.config.idle_ms);
        let absolute_ends_ms = now_ms.saturating_add(self.config.absolute_ms);
        let new = NewLogin {
            realm,
            openid: known.openid,
            unionid: known.unionid,
            profile,
            share_user_id: login.share_user_id,
            memberships,
            session_key,
            token_hash,
            origin,
            now_ms,
            idle_ends_ms,
            absolute_ends_ms,
            max_sessions: self.config.max_sessions,
        };
        let written = self.store.write_login(&new).await;
        emit(|| match written.as_ref().map(|written| &written.user) {
            // nothing was written for one that may not be used
            Ok(user) if user.status == Status::Active => {
                FlowEvent::stored("signed-in", "user", format!("{} · session", user.id))
            }
            Ok(user) => FlowEvent::stored("signed-in", "user", user.id.to_string()).succeeded(false),
            Err(_) => FlowEvent::stored("signed-in", "user", "").succeeded(false),
        });
        let LoginWritten { user, ended } = written?;
        if user.status != Status::Active {
            return Err(Error::AccountDisabled(user.id));
        }
        (self.config.count)(Change::SignedIn { first: user.created_ms == now_ms });
        self.count_ended(ended);
        if ended >= u64::from(SESSION_BATCH) {
            self.trim_in_background(user.id);
        }
        let expires_ms = idle_ends_ms.min(absolute_ends_ms);
        Ok(SignedIn { token, expires_ms, user, is_unverified: is_signed == Some(false) })
    }
}

/// Checks a code before the request to WeChat, so that a bad request does not spend the code.
pub(crate) fn check_code(code: &str) -> Result<(), Error> {
    if code.chars().count() > MAX_CODE {
        return Err(Error::Refused { field: "code", reason: CODE_TOO_LONG });
    }
    if code.chars().any(char::is_control) {
        return Err(Error::Refused { field: "code", reason: "a control character in it" });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{ClientProfile, Login, check_code};
    use crate::Error;

    #[rstest]
    #[case::plain("0c3fXYZ1", None)]
    #[case::longest(&"c".repeat(512), None)]
    #[case::too_long(&"c".repeat(513), Some("over 512 characters"))]
    #[case::nul("a\0b", Some("a control character in it"))]
    fn codes(#[case] code: &str, #[case] refused: Option<&str>) {
        match (check_code(code), refused) {
            (Ok(()), None) => {}
            (Err(Error::Refused { field: "code", reason }), Some(refused)) => assert_eq!(reason, refused),
            (outcome, _) => panic!("{outcome:?}"),
        }
    }

    #[test]
    fn debug_hides_the_code() {
        let (code, profile) = ("spent-only-once".to_owned(), ClientProfile::default());
        let login = Login { code, profile, share_user_id: None, signed: None };
        assert!(!format!("{login:?}").contains("spent"));
    }
}
