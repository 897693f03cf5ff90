//! The control state of a world, so that a demo page shows it after a reload.

use axum::{Extension, Json};
use serde_json::{Value, json};

use crate::extract::CallContext;

pub(super) async fn state(Extension(context): Extension<CallContext>) -> Json<Value> {
    Json(context.with(|state, now_ms| {
        json!({
            "faults": state.faults.in_force(),
            "clock": { "now_ms": now_ms, "advance_s": state.offset_ms / 1000 },
            "quota": { "login_per_minute": state.login_per_minute },
            "base_library": { "version": state.base_library.to_string() },
            "codes": { "next_login": state.login_codes.next_expires, "next_phone": state.phone_codes.next_expires },
            "watermark": { "appid": state.overrides.watermark_appid },
            "number": { "phone": state.overrides.phone },
        })
    }))
}
