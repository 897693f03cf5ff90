//! POST auth/profile

#![expect(missing_docs, reason = "server_fn makes a struct of the arguments; the function says what they are")]

use leptos::prelude::server;

use crate::api::{ApiError, Guarded, ProfileData, WxClient, WxJson};

/// Changes the own name, avatar and gender: only what is there. The avatar's address must be one of ours or WeChat's. What
/// the account has already is no change, so that a client may send back the whole `userInfo` that it was given; nor is an
/// empty avatar or the default one.
///
/// # Errors
/// 501, 719, 402, 401 when none of the three is there, 505.
#[server(prefix = "/oapro/wx", endpoint = "auth/profile", protocol = WxJson<Guarded>, client = WxClient)]
pub async fn profile(
    #[server(rename = "nickName")] nick_name: Option<String>,
    #[server(rename = "avatarUrl")] avatar_url: Option<String>,
    gender: Option<i64>,
) -> Result<ProfileData, ApiError> {
    use crate::api::{
        Errno, UserInfo,
        call::{Call, session},
    };
    use identity::ProfileRequest;

    let request = ProfileRequest { nick_name, avatar_url, gender };
    if request == ProfileRequest::default() {
        return Err(ApiError::from(Errno::Missing).because("nickName, avatarUrl, gender: none of them"));
    }
    let call = Call::current()?;
    let user = call.identity.update_profile(&session()?, request).await?;
    Ok(ProfileData { user_info: UserInfo::of(user, &call) })
}
