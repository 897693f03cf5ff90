//! GET user/index

use leptos::prelude::server;

use crate::api::{ApiError, Guarded, UserCounts, WxClient, WxQuery};

/// The counts of the personal centre.
///
/// # Errors
/// 501, 719.
#[server(prefix = "/oapro/wx", endpoint = "user/index", protocol = WxQuery<Guarded>, client = WxClient)]
pub async fn user_index() -> Result<UserCounts, ApiError> {
    use crate::api::call::{Call, session};

    Ok(Call::current()?.identity.user_index(&session()?).await?.into())
}
