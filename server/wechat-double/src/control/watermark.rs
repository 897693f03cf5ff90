//! Sets the appid in the watermark of everything that phones receive: data of another mini-program, which the server must
//! refuse although it decrypts.

use axum::body::Bytes;
use axum::{Extension, Json};
use http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use crate::extract::CallContext;
use crate::reply::Refusal;

/// The longest appid, in bytes.
const MAX_APPID: usize = 64;

#[derive(Deserialize)]
pub(super) struct Params {
    /// Null: the phone's own appid again.
    appid: Option<String>,
}

pub(super) async fn watermark(Extension(context): Extension<CallContext>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let Params { appid } = context.body(&body)?;
    if appid.as_ref().is_some_and(|appid| !(1..=MAX_APPID).contains(&appid.len())) {
        return Err(context.refuse(StatusCode::BAD_REQUEST, "appid must have 1 to 64 bytes"));
    }
    context.with(|state, _| state.overrides.watermark_appid = appid);
    Ok(super::done())
}
