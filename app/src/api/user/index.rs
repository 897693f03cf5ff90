//! GET user/index

use leptos::prelude::server;

use crate::api::{ApiError, Counted, UserCounts, WxClient, WxQuery};

/// The counts of the personal centre.
///
/// # Errors
/// 501, 719, 429.
#[server(prefix = "/oapro/wx", endpoint = "user/index", protocol = WxQuery<Counted>, client = WxClient)]
pub async fn user_index() -> Result<UserCounts, ApiError> {
    Ok(crate::api::call::counts()?.into())
}
