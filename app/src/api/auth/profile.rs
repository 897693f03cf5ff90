//! POST auth/profile

#![expect(missing_docs, reason = "server_fn makes a struct of the arguments; the function says what they are")]

use leptos::prelude::server;

use crate::api::{ApiError, Guarded, ProfileData, WxClient, WxJson};

/// Changes the own name, avatar and gender: only what is there. The avatar's address must be one of ours or WeChat's.
///
/// # Errors
/// 501, 719, 402, 505.
#[server(prefix = "/oapro/wx", endpoint = "auth/profile", protocol = WxJson<Guarded>, client = WxClient)]
pub async fn profile(
    #[server(rename = "nickName")] nick_name: Option<String>,
    #[server(rename = "avatarUrl")] avatar_url: Option<String>,
    gender: Option<i64>,
) -> Result<ProfileData, ApiError> {
    use crate::api::{
        UserInfo,
        call::{Call, session},
    };
    use identity::ProfileChange;

    let call = Call::current()?;
    let change = ProfileChange { nick_name, avatar: avatar_url, gender };
    let user = call.identity.update_profile(&session()?, change).await?;
    Ok(ProfileData { user_info: UserInfo::of(user, &call) })
}
