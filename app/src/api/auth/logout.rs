//! POST auth/logout

use leptos::prelude::server;

use crate::api::{ApiError, Parting, WxClient, WxJson};

/// Ends the session that carries the token, and no other, whatever the body is.
///
/// # Errors
/// 501.
#[server(prefix = "/oapro/wx", endpoint = "auth/logout", protocol = WxJson<Parting>, client = WxClient)]
pub async fn logout() -> Result<(), ApiError> {
    use crate::api::call::{Call, session};

    Ok(Call::current()?.identity.logout(&session()?).await?)
}
