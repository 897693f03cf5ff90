//! POST auth/logout

use leptos::prelude::server;

use crate::{
    protocol::{LoggingOut, WxJson},
    wire::ApiError,
    wx::PhoneClient,
};

/// Ends the session that carries the token, and no other, whatever the body is.
///
/// # Errors
/// 501.
#[server(prefix = "/oapro/wx", endpoint = "auth/logout", protocol = WxJson<LoggingOut, Logout>, client = PhoneClient)]
pub async fn logout() -> Result<(), ApiError> {
    use crate::protocol::{call::Call, session};

    Ok(Call::current()?.identity.logout(&session()?).await?)
}
