//! login_by_weixin: a code becomes an account and a token.

use wechat::crypto::signature_matches;

use crate::hops::{Hop, mask, tell, tell_answer};
use crate::{Action, Change, Error, Identity, NewLogin, Origin, Realm, Status, Token, TokenHash, User};

/// The longest code that is asked about, in characters. Real ones have 32.
pub const MAX_CODE: usize = 512;
/// The longest name, in characters. WeChat's own limit is 32.
pub const MAX_NAME: usize = 128;
/// The longest avatar address, in characters.
pub const MAX_ADDRESS: usize = 1024;
/// The longest country, province or city, in characters.
pub const MAX_PLACE: usize = 64;
/// The longest language tag, in characters.
pub const MAX_LANGUAGE: usize = 32;

/// What a client sends at login. `Debug` leaves the code out.
#[derive(Clone)]
pub struct Login {
    /// From `wx.login`.
    pub code: String,
    /// What the client says of itself. Only a profile: never status, level or phone.
    pub profile: ClientProfile,
    /// Who shared the mini-program.
    pub share_user_id: Option<i64>,
    /// `rawData` of `getUserProfile`. With `signature` or not at all.
    pub raw_data: Option<String>,
    /// `signature` of `getUserProfile`: of `raw_data` under the session_key of this login.
    pub signature: Option<String>,
}

/// The profile fields of a login request, absent ones empty.
#[derive(Debug, Clone, Default)]
pub struct ClientProfile {
    /// 昵称
    pub nick_name: String,
    /// 头像
    pub avatar_url: String,
    /// 0 to 2.
    pub gender: i64,
    /// 国家
    pub country: String,
    /// 省
    pub province: String,
    /// 市
    pub city: String,
    /// 语言
    pub language: String,
}

/// A login that succeeded.
pub struct SignedIn {
    /// For the client; the store has its hash.
    pub token: Token,
    /// When the session ends unless it is used, in UTC epoch ms.
    pub expires_ms: i64,
    /// As stored.
    pub user: User,
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
    /// Exchanges the code with WeChat and opens a session. Once for all who send the same at the same time, and for who
    /// sends it again within 10 s, until the token is used: see `login_once`.
    ///
    /// # Errors
    /// [`Error::WeChat`], [`Error::AccountDisabled`], [`Error::OutOfRange`] (also for a wrong signature),
    /// [`Error::TooMany`] (the code is spent), [`Error::Store`].
    pub async fn login(
        &self,
        app: &wechat::App,
        realm: Realm,
        login: Login,
        origin: Origin,
    ) -> Result<SignedIn, Error> {
        login.check()?;
        let signed_in = self.login_once(app, realm, login, origin).await?;
        tell_answer(|| mask(signed_in.token.reveal(), 6, 3));
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
        if let (Some(raw_data), Some(signature)) = (&login.raw_data, &login.signature) {
            let good = signature_matches(raw_data, &known.session_key, signature);
            tell(|| Hop::computed("signature", "signature", "sha1(rawData + session_key)").held(good));
            if !good {
                tracing::warn!("the signature of rawData is not of this login's session_key");
                return Err(Error::OutOfRange("signature"));
            }
        }
        // Only now is the account known, and nothing is written yet.
        self.allow_account(Action::Login, &realm, &known.openid)?;
        let session_key = self.master_keys.seal(&known.session_key, &realm, &known.openid, &self.random);
        tell(|| Hop::computed("sealed", "session_key", "AES-256-GCM"));
        let token = Token::generate(&self.random);
        tell(|| Hop::computed("token-made", "token", mask(token.reveal(), 6, 3)));
        let token_hash = TokenHash::of(token.reveal()).ok_or(Error::NotSignedIn)?;
        let memberships = (self.config.welcome)(&realm, &known.openid);
        let profile = login.profile;
        // After WeChat's answer: a session must not be shorter by the time that WeChat took.
        let now_ms = self.now_ms();
        let idle_ends_ms = now_ms.saturating_add(self.config.idle_ms);
        let absolute_ends_ms = now_ms.saturating_add(self.config.absolute_ms);
        let new = NewLogin {
            realm,
            openid: known.openid,
            unionid: known.unionid,
            nick_name: if profile.nick_name.trim().is_empty() { String::new() } else { profile.nick_name },
            avatar: self.config.judge_avatar(&profile.avatar_url).unwrap_or_default(),
            gender: profile.gender,
            country: profile.country,
            province: profile.province,
            city: profile.city,
            language: profile.language,
            share_user_id: login.share_user_id,
            memberships,
            session_key,
            token_hash,
            origin,
            now_ms,
            idle_ends_ms,
            absolute_ends_ms,
        };
        let user = self.store.sign_in(&new).await;
        tell(|| match &user {
            // nothing was written for one that may not be used
            Ok(user) if user.status == Status::Active => {
                Hop::stored("signed-in", "user", format!("{} · session", user.id))
            }
            Ok(user) => Hop::stored("signed-in", "user", user.id.to_string()).held(false),
            Err(_) => Hop::stored("signed-in", "user", "").held(false),
        });
        let user = user?;
        if user.status != Status::Active {
            return Err(Error::AccountDisabled);
        }
        (self.config.count)(Change::SignedIn { first: user.created_ms == now_ms });
        Ok(SignedIn { token, expires_ms: idle_ends_ms.min(absolute_ends_ms), user })
    }
}

impl Login {
    /// Before WeChat is asked, so that a bad request does not spend the code.
    fn check(&self) -> Result<(), Error> {
        let profile = &self.profile;
        check_text("code", &self.code, MAX_CODE)?;
        check_text("nickName", &profile.nick_name, MAX_NAME)?;
        check_text("avatarUrl", &profile.avatar_url, MAX_ADDRESS)?;
        check_text("country", &profile.country, MAX_PLACE)?;
        check_text("province", &profile.province, MAX_PLACE)?;
        check_text("city", &profile.city, MAX_PLACE)?;
        check_text("language", &profile.language, MAX_LANGUAGE)?;
        if self.raw_data.is_some() != self.signature.is_some() {
            return Err(Error::OutOfRange("signature"));
        }
        if (0..=2).contains(&profile.gender) { Ok(()) } else { Err(Error::OutOfRange("gender")) }
    }
}

/// A NUL is refused too: not every database can keep one in a text.
pub(crate) fn check_text(name: &'static str, text: &str, most: usize) -> Result<(), Error> {
    if text.chars().count() > most || text.contains('\0') { Err(Error::OutOfRange(name)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{ClientProfile, Login};
    use crate::Error;

    fn login(profile: ClientProfile) -> Login {
        Login { code: "spent-only-once".into(), profile, share_user_id: None, raw_data: None, signature: None }
    }

    #[test]
    fn raw_data_and_its_signature_come_together() {
        let half = |raw_data: Option<&str>, signature: Option<&str>| {
            let (raw_data, signature) = (raw_data.map(str::to_owned), signature.map(str::to_owned));
            Login { raw_data, signature, ..login(ClientProfile::default()) }.check()
        };
        assert!(half(None, None).is_ok() && half(Some("{}"), Some("0a")).is_ok());
        assert!(matches!(half(Some("{}"), None), Err(Error::OutOfRange("signature"))));
        assert!(matches!(half(None, Some("0a")), Err(Error::OutOfRange("signature"))));
    }

    #[rstest]
    #[case::nothing(ClientProfile::default())]
    #[case::longest_name(ClientProfile { nick_name: "名".repeat(128), ..Default::default() })]
    #[case::gender(ClientProfile { gender: 2, ..Default::default() })]
    fn takes(#[case] profile: ClientProfile) {
        assert!(login(profile).check().is_ok());
    }

    #[rstest]
    #[case("nickName", ClientProfile { nick_name: "名".repeat(129), ..Default::default() })]
    #[case("nickName", ClientProfile { nick_name: "a\0b".into(), ..Default::default() })]
    #[case("avatarUrl", ClientProfile { avatar_url: "a".repeat(1025), ..Default::default() })]
    #[case("country", ClientProfile { country: "a".repeat(65), ..Default::default() })]
    #[case("province", ClientProfile { province: "a".repeat(65), ..Default::default() })]
    #[case("city", ClientProfile { city: "a".repeat(65), ..Default::default() })]
    #[case("language", ClientProfile { language: "a".repeat(33), ..Default::default() })]
    #[case("gender", ClientProfile { gender: 3, ..Default::default() })]
    #[case("gender", ClientProfile { gender: -1, ..Default::default() })]
    fn refuses(#[case] field: &str, #[case] profile: ClientProfile) {
        assert!(matches!(login(profile).check(), Err(Error::OutOfRange(name)) if name == field));
    }

    #[test]
    fn debug_hides_the_code() {
        assert!(!format!("{:?}", login(ClientProfile::default())).contains("spent"));
    }
}
