//! Rotates a user's session_key: the server's stored key no longer decrypts the phone's data.

use axum::body::Bytes;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::Value;

use crate::extract::CallContext;
use crate::reply::Refusal;
use crate::world::AppUser;

#[derive(Deserialize)]
pub(super) struct Params {
    user: String,
    appid: Option<String>,
}

pub(super) async fn rotate_key(
    Extension(context): Extension<CallContext>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let params: Params = context.body(&body)?;
    let user = AppUser::new(&context.app(params.appid)?, &context.person(&params.user)?.user);
    context.with(|state, now_ms| state.rotate_key(&context.shared, &user, now_ms));
    Ok(super::done())
}
