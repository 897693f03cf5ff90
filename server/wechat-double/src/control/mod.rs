//! Control calls for demos and tests, one file per call.

mod base_library;
mod clock;
mod expire_codes;
mod explain;
mod fault;
mod list_users;
mod number;
mod quota;
mod read_journal;
mod reset;
mod restore;
mod rotate_key;
mod state;
mod users;
mod watermark;

use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

pub(crate) fn router() -> Router {
    Router::new()
        .route("/_double/users", get(list_users::list_users))
        .route("/_double/control/rotate-key", post(rotate_key::rotate_key))
        .route("/_double/control/expire-codes", post(expire_codes::expire_codes))
        .route("/_double/control/clock", post(clock::clock))
        .route("/_double/control/fault", post(fault::fault))
        .route("/_double/control/quota", post(quota::quota))
        .route("/_double/control/base-library", post(base_library::base_library))
        .route("/_double/control/users", post(users::users))
        .route("/_double/control/watermark", post(watermark::watermark))
        .route("/_double/control/number", post(number::number))
        .route("/_double/control/restore", post(restore::restore))
        .route("/_double/control/state", get(state::state))
        .route("/_double/control/reset", post(reset::reset))
        .route("/_double/control/explain", post(explain::explain))
        .route("/_double/control/journal", get(read_journal::read_journal))
}

/// The response `{}`.
fn done() -> Json<Value> {
    Json(json!({}))
}
