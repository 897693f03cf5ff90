//! POST auth/revoke

#![expect(missing_docs, reason = "server_fn makes a struct of the arguments; the function says what they are")]

use leptos::prelude::server;

use crate::api::{ApiError, Guarded, RevokedData, WxClient, WxJson};

/// Ends one device (`id`), the others (`others`), or all (`all`). Another user's id ends nothing, and tells nothing.
///
/// # Errors
/// 501, 719, 402, 401 when nothing is asked for.
#[server(prefix = "/oapro/wx", endpoint = "auth/revoke", protocol = WxJson<Guarded>, client = WxClient)]
pub async fn revoke(id: Option<String>, others: Option<bool>, all: Option<bool>) -> Result<RevokedData, ApiError> {
    use crate::api::{
        Errno,
        call::{Call, session},
    };

    let (own, identity) = (session()?, Call::current()?.identity);
    let revoked = match (id, others, all) {
        (Some(id), _, _) => identity.revoke(&own, &id).await?,
        (None, Some(true), _) => identity.revoke_others(&own).await?,
        (None, _, Some(true)) => identity.revoke_all(&own).await?,
        _ => return Err(ApiError::from(Errno::Missing).because("id, others, all: none of them")),
    };
    Ok(RevokedData { revoked })
}
