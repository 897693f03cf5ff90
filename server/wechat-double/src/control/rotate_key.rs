//! Rotates a user's session_key: the server's stored key no longer decrypts the phone's data. Responds with the fingerprints
//! of both keys; `from` is null where there was none.

use axum::body::Bytes;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

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
    let (from, to) = context.with(|state, now_ms| {
        let before = state.valid_key(&user, now_ms).map(|key| key.fingerprint());
        (before, state.rotate_key(&context.shared, &user, now_ms).fingerprint())
    });
    Ok(Json(json!({ "from": from, "to": to })))
}
