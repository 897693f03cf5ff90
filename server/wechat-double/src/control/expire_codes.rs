//! Expires all codes, as if five minutes had passed, and on request the next one of a kind as well.

use axum::body::Bytes;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::Value;

use crate::extract::CallContext;
use crate::reply::Refusal;

/// A phone issues a code and its server exchanges it within milliseconds: only the next one can be caught by hand.
#[derive(Deserialize)]
pub(super) struct Params {
    /// Whether the next code of `wx.login` is expired when it is issued.
    next_login: Option<bool>,
    /// Whether the next code of `getPhoneNumber` is.
    next_phone: Option<bool>,
}

pub(super) async fn expire_codes(
    Extension(context): Extension<CallContext>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let params: Params = context.body(&body)?;
    context.with(|state, _| {
        for (codes, next) in [(&mut state.login_codes, params.next_login), (&mut state.phone_codes, params.next_phone)]
        {
            codes.expire_all();
            codes.next_expires = next.unwrap_or(codes.next_expires);
        }
    });
    Ok(super::done())
}
