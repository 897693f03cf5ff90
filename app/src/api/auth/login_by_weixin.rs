//! POST auth/login_by_weixin
#![expect(missing_docs, reason = "server_fn makes a struct of the arguments; the function says what they are")]

use leptos::prelude::server;

use crate::api::{ApiError, LoginData, ProfileClaim, Public, Sharer, WxClient, WxJson};

/// A `code` of `wx.login` becomes an account and a token. `raw_data` and `signature` of `getUserProfile` may come with it;
/// then the signature must be of this login's session_key. One of them without the other, or a wrong one, is 402.
///
/// # Errors
/// 429, 401, 402, 710 to 714, 719, 720, -1.
#[server(prefix = "/oapro/wx", endpoint = "auth/login_by_weixin", protocol = WxJson<Public>, client = WxClient)]
pub async fn login_by_weixin(
    code: String,
    #[server(rename = "userInfo")] user_info: ProfileClaim,
    #[server(rename = "shareUserId")] share_user_id: Option<Sharer>,
    #[server(rename = "rawData")] raw_data: Option<String>,
    signature: Option<String>,
) -> Result<LoginData, ApiError> {
    use crate::api::{Errno, UserInfo, call::Call, wire_from::china_time};
    use identity::{ClientProfile, Login};

    if code.is_empty() {
        return Err(Errno::Missing.into());
    }
    let call = Call::current()?;
    let login = Login {
        code,
        profile: ClientProfile {
            nick_name: user_info.nick_name.unwrap_or_default(),
            avatar_url: user_info.avatar_url.unwrap_or_default(),
            gender: user_info.gender.unwrap_or_default(),
            country: user_info.country.unwrap_or_default(),
            province: user_info.province.unwrap_or_default(),
            city: user_info.city.unwrap_or_default(),
            language: user_info.language.unwrap_or_default(),
        },
        share_user_id: share_user_id.and_then(|Sharer(id)| id),
        raw_data,
        signature,
    };
    let (app, realm) = call.login_app.clone()?;
    let signed_in = call.identity.login(&app, realm, login, call.origin.clone()).await?;
    call.outcome.of_user(signed_in.user.id);
    Ok(LoginData {
        token: signed_in.token.reveal().to_owned(),
        token_expire: china_time(signed_in.expires_ms),
        user_info: UserInfo::of(signed_in.user, &call),
    })
}
