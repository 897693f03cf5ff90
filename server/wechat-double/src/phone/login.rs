//! `wx.login`: a code for the server.

use axum::body::Bytes;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};

use crate::codes::{self, Owner};
use crate::here::Here;
use crate::reply::Refusal;

#[derive(Deserialize)]
pub(super) struct Ask {
    user: String,
    device: Option<String>,
    appid: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer {
    err_msg: String,
    code: String,
}

pub(super) async fn login(Extension(here): Extension<Here>, body: Bytes) -> Result<Json<Answer>, Refusal> {
    let ask: Ask = here.body(&body)?;
    let device = super::device(&here, ask.device.as_deref())?;
    let appid = here.app(ask.appid)?;
    let user = here.person(&ask.user)?.user;
    let code = codes::login_code(&here.shared);
    here.with(|state, now_ms| {
        let owner = Owner { appid, user, phone: String::new() };
        state.logged_in(&here.shared, &owner.app_user(), device, now_ms);
        state.login_codes.add(code.clone(), owner, now_ms);
    });
    Ok(Json(Answer { err_msg: here.ok(), code }))
}
