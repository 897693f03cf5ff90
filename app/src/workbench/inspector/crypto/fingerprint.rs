//! Which key WeChat sealed some data with. On a phone nobody can know; the double tells it.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::wx::{SealedData, Wx, double};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a> {
    user: String,
    encrypted_data: &'a str,
    iv: &'a str,
}

#[derive(Deserialize)]
struct Response {
    #[serde(default)]
    fingerprint: String,
}

/// The fingerprint of the key that the double has now, just after it sealed `sealed`. None where it does not say.
pub(in crate::workbench) async fn fingerprint(wx: Wx, sealed: &SealedData) -> Option<String> {
    let request = Request { user: wx.user.get_untracked(), encrypted_data: &sealed.encrypted_data, iv: &sealed.iv };
    let response = double::control::<Response>(wx, "explain", &request).await?;
    Some(response.fingerprint).filter(|fingerprint| !fingerprint.is_empty())
}
