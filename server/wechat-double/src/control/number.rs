//! Sets the number that `getPhoneNumber` gives for every user, as if it had changed hands: who binds it second is refused.

use axum::body::Bytes;
use axum::{Extension, Json};
use http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use crate::extract::CallContext;
use crate::phone::is_phone;
use crate::reply::Refusal;

#[derive(Deserialize)]
pub(super) struct Params {
    /// Null: each user's own number again.
    phone: Option<String>,
}

pub(super) async fn number(Extension(context): Extension<CallContext>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let Params { phone } = context.body(&body)?;
    if phone.as_ref().is_some_and(|phone| !is_phone(phone)) {
        return Err(context.refuse(StatusCode::BAD_REQUEST, "phone must be 5 to 20 digits"));
    }
    context.with(|state, _| state.overrides.phone = phone);
    Ok(super::done())
}
