//! GET user/index

use leptos::prelude::server;

use crate::{
    protocol::{Counted, WxQuery},
    wire::{ApiError, UserCounts},
    wx::PhoneClient,
};

/// The counts of the personal centre.
///
/// # Errors
/// 501, 719, 429.
#[server(prefix = "/oapro/wx", endpoint = "user/index", protocol = WxQuery<Counted, UserIndex>, client = PhoneClient)]
pub async fn user_index() -> Result<UserCounts, ApiError> {
    Ok(crate::protocol::counts()?.into())
}
