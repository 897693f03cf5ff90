//! `wx.checkSession`: whether the key of this phone's last `wx.login` is still the current one.

use axum::body::Bytes;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::here::Here;
use crate::reply::Refusal;
use crate::world::AppUser;

#[derive(Deserialize)]
pub(super) struct Ask {
    user: String,
    device: Option<String>,
    appid: Option<String>,
}

pub(super) async fn check_session(Extension(here): Extension<Here>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let ask: Ask = here.body(&body)?;
    let device = super::device(&here, ask.device.as_deref())?;
    let user = AppUser::new(&here.app(ask.appid)?, &here.person(&ask.user)?.user);
    if !here.with(|state, now_ms| state.session_lives(&here.shared, &user, device, now_ms)) {
        return Err(here.fail("session_key expired"));
    }
    Ok(Json(json!({ "errMsg": here.ok() })))
}
