//! Expires all codes, as if five minutes had passed.

use axum::{Extension, Json};
use serde_json::Value;

use crate::extract::CallContext;

pub(super) async fn expire_codes(Extension(context): Extension<CallContext>) -> Json<Value> {
    context.with(|state, _| {
        state.login_codes.expire_all();
        state.phone_codes.expire_all();
    });
    super::done()
}
