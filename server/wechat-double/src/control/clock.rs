//! Moves the world's clock, on from where it stands: codes and keys age, watermarks carry the new time.

use axum::body::Bytes;
use axum::{Extension, Json};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::here::Here;
use crate::reply::Refusal;

/// The most that one call moves, in seconds.
const DAY_S: i64 = 86_400;
/// How far a clock may get from the real one, in ms: ten years.
const FARTHEST_MS: i64 = 10 * 366 * DAY_S * 1000;

#[derive(Deserialize)]
pub(super) struct Ask {
    advance_s: i64,
}

pub(super) async fn clock(Extension(here): Extension<Here>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let Ask { advance_s } = here.body(&body)?;
    if !(-DAY_S..=DAY_S).contains(&advance_s) {
        return Err(here.refuse(StatusCode::BAD_REQUEST, "advance_s must be -86400 to 86400"));
    }
    let now_ms = here.with(|state, now_ms| {
        let before = state.offset_ms;
        state.offset_ms = (before + advance_s * 1000).clamp(-FARTHEST_MS, FARTHEST_MS);
        now_ms - before + state.offset_ms
    });
    Ok(Json(json!({ "now_ms": now_ms })))
}
