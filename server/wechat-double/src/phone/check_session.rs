//! `wx.checkSession`: whether the key of this phone's last `wx.login` is still the current one.

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
    device: Option<String>,
    appid: Option<String>,
}

pub(super) async fn check_session(
    Extension(context): Extension<CallContext>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let params: Params = context.body(&body)?;
    let device = super::device(&context, params.device.as_deref())?;
    let user = AppUser::new(&context.app(params.appid)?, &context.person(&params.user)?.user);
    if !context.with(|state, now_ms| state.is_session_valid(&context.shared, &user, device, now_ms)) {
        return Err(context.fail("session_key expired"));
    }
    Ok(Json(json!({ "errMsg": context.ok() })))
}
