//! `wx.login`: issues a code for the server.

use axum::body::Bytes;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};

use crate::codes::{self, Owner};
use crate::extract::CallContext;
use crate::reply::Refusal;

#[derive(Deserialize)]
pub(super) struct Params {
    user: String,
    device: Option<String>,
    appid: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResponseBody {
    err_msg: String,
    code: String,
}

pub(super) async fn login(
    Extension(context): Extension<CallContext>,
    body: Bytes,
) -> Result<Json<ResponseBody>, Refusal> {
    let params: Params = context.body(&body)?;
    let device = super::device(&context, params.device.as_deref())?;
    let appid = context.app(params.appid)?;
    let user = context.person(&params.user)?.user;
    let code = codes::login_code(&context.shared);
    context.with(|state, now_ms| {
        let owner = Owner { appid, user, phone: String::new() };
        state.record_login(&context.shared, &owner.app_user(), device, now_ms);
        state.login_codes.add(code.clone(), owner, now_ms);
    });
    Ok(Json(ResponseBody { err_msg: context.ok(), code }))
}
