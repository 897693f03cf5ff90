//! POST auth/login_by_weixin

use leptos::prelude::server;

use crate::{
    protocol::{LoggingIn, WxJson},
    wire::{ApiError, LoginData, LoginRequest},
    wx::PhoneClient,
};

/// A `code` of `wx.login` becomes an account and a token. `code` and `user_info` must be there; nothing else refuses a login:
/// a field that is not usable is left out, and the log names it. `raw_data` and `signature` of `getUserProfile` may come
/// with it; where the signature is of this login's session_key, the profile in `raw_data` stands for the client's word.
///
/// # Errors
/// 429, 401, 402, 710 to 714, 719, 720, -1.
#[server(prefix = "/oapro/wx", endpoint = "auth/login_by_weixin", protocol = WxJson<LoggingIn, LoginRequest>, client = PhoneClient)]
pub async fn login_by_weixin(
    /// The code, and what `getUserProfile` gave.
    request: LoginRequest,
) -> Result<LoginData, ApiError> {
    use crate::{
        api::convert::china_time,
        protocol::call::Call,
        wire::{Errno, ProfileClaim, Referrer, UserInfo},
    };
    use identity::{Login, SignedProfile};

    let LoginRequest { code, user_info, share_user_id, raw_data, signature } = request;
    if code.is_empty() {
        return Err(ApiError::from(Errno::Missing).because("code: empty"));
    }
    let call = Call::current()?;
    let drop = |field: &str, reason: &str| call.outcome.drop_field(format!("{field}: {reason}"));
    let profile = user_info.checked(&call.identity, |field, reason| drop(&format!("userInfo.{field}"), reason));
    let share_user_id = share_user_id.take(|reason| drop("shareUserId", reason)).map(|Referrer(id)| id);
    let raw_data = raw_data.take(|reason| drop("rawData", reason));
    let signed = match (raw_data, signature.take(|reason| drop("signature", reason))) {
        (Some(raw_data), Some(signature)) => {
            let profile = ProfileClaim::of_raw_data(&raw_data);
            let profile = profile.map(|claim| claim.checked(&call.identity, |_, _| ()));
            Some(SignedProfile { raw_data, signature, profile })
        }
        (Some(_), None) => {
            drop("rawData", "without signature");
            None
        }
        (None, Some(_)) => {
            drop("signature", "without rawData");
            None
        }
        (None, None) => None,
    };
    let (app, realm) = call.login_app.clone()?;
    let login = Login { code, profile, share_user_id, signed };
    let signed_in = call.identity.login(&app, realm, login, call.origin.clone()).await?;
    if signed_in.is_unverified {
        drop("signature", "not of this login's session_key");
    }
    call.outcome.of_user(signed_in.user.id);
    Ok(LoginData {
        token: signed_in.token.reveal().to_owned(),
        token_expire: china_time(signed_in.expires_ms),
        user_info: UserInfo::of(signed_in.user, &call),
    })
}
