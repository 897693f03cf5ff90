//! POST auth/profile

use leptos::prelude::server;

use crate::{
    protocol::{Guarded, WxJson},
    wire::{ApiError, ProfileData, ProfileRequest},
    wx::PhoneClient,
};

/// Changes the own name, avatar and gender: only what is there. The avatar's address must be one of ours or WeChat's. What
/// the account has already is no change, so that a client may send back the whole `userInfo` that it was given; nor is an
/// empty avatar or the default one.
///
/// # Errors
/// 501, 719, 402, 401 when none of the three is there, 505.
#[server(prefix = "/oapro/wx", endpoint = "auth/profile", protocol = WxJson<Guarded, ProfileRequest>, client = PhoneClient)]
pub async fn profile(
    /// What changes.
    request: ProfileRequest,
) -> Result<ProfileData, ApiError> {
    use crate::{
        protocol::{call::Call, session},
        wire::{Errno, UserInfo},
    };

    if request == ProfileRequest::default() {
        return Err(ApiError::from(Errno::Missing).because("nickName, avatarUrl, gender: none of them"));
    }
    let call = Call::current()?;
    let user = call.identity.update_profile(&session()?, request.into()).await?;
    Ok(ProfileData { user_info: UserInfo::of(user, &call) })
}
