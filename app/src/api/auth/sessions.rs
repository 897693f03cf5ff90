//! GET auth/sessions

use leptos::prelude::server;

use crate::{
    protocol::{Reading, WxQuery},
    wire::{ApiError, SessionList},
    wx::PhoneClient,
};

/// The user's signed-in devices, newest first, at most 200. Their ids are useless as tokens.
///
/// # Errors
/// 501, 719, 429.
#[server(prefix = "/oapro/wx", endpoint = "auth/sessions", protocol = WxQuery<Reading, Sessions>, client = PhoneClient)]
pub async fn sessions() -> Result<SessionList, ApiError> {
    use crate::{
        protocol::{call::Call, session},
        wire::SessionItem,
    };

    let own = session()?;
    let sessions = Call::current()?.identity.sessions(&own).await?;
    Ok(SessionList { list: sessions.into_iter().map(|one| SessionItem::of(one, &own)).collect() })
}
