//! Every code that is out there becomes invalid, as if five minutes had passed.

use axum::{Extension, Json};
use serde_json::Value;

use crate::here::Here;

pub(super) async fn expire_codes(Extension(here): Extension<Here>) -> Json<Value> {
    here.with(|state, _| {
        state.login_codes.expire_all();
        state.phone_codes.expire_all();
    });
    super::done()
}
