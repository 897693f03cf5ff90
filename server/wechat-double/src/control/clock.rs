//! Advances the world's clock: codes and keys age, watermarks contain the new time.

use axum::body::Bytes;
use axum::{Extension, Json};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::extract::CallContext;
use crate::reply::Refusal;

/// The maximum advance of one call, in seconds.
const DAY_S: i64 = 86_400;
/// The maximum offset from the real clock, in ms: ten years.
const FARTHEST_MS: i64 = 10 * 366 * DAY_S * 1000;

#[derive(Deserialize)]
pub(super) struct Params {
    advance_s: i64,
}

pub(super) async fn clock(Extension(context): Extension<CallContext>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let Params { advance_s } = context.body(&body)?;
    if !(-DAY_S..=DAY_S).contains(&advance_s) {
        return Err(context.refuse(StatusCode::BAD_REQUEST, "advance_s must be -86400 to 86400"));
    }
    let now_ms = context.with(|state, now_ms| {
        let before = state.offset_ms;
        state.offset_ms = (before + advance_s * 1000).clamp(-FARTHEST_MS, FARTHEST_MS);
        now_ms - before + state.offset_ms
    });
    Ok(Json(json!({ "now_ms": now_ms })))
}
