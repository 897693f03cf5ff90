//! POST auth/revoke

use leptos::prelude::server;

use crate::{
    protocol::{Guarded, WxJson},
    wire::{ApiError, RevokeRequest, RevokedData},
    wx::PhoneClient,
};

/// Ends one device (`id`), the others (`others`), or all (`all`). Another user's id ends nothing, and tells nothing.
///
/// # Errors
/// 501, 719, 402, 401 when nothing is asked for.
#[server(prefix = "/oapro/wx", endpoint = "auth/revoke", protocol = WxJson<Guarded, RevokeRequest>, client = PhoneClient)]
pub async fn revoke(
    /// Which sessions.
    request: RevokeRequest,
) -> Result<RevokedData, ApiError> {
    use crate::{
        protocol::{call::Call, session},
        wire::Errno,
    };

    let (own, identity) = (session()?, Call::current()?.identity);
    let revoked = match (request.id, request.others, request.all) {
        (Some(id), _, _) => identity.revoke(&own, &id).await?,
        (None, Some(true), _) => identity.revoke_others(&own).await?,
        (None, _, Some(true)) => identity.revoke_all(&own).await?,
        _ => return Err(ApiError::from(Errno::Missing).because("id, others, all: none of them")),
    };
    Ok(RevokedData { revoked })
}
