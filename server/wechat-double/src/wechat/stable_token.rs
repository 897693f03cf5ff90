//! `POST /cgi-bin/stable_token`.

use axum::Extension;
use axum::body::Bytes;
use serde::Deserialize;

use super::code2session::check_app;
use super::result::{CallResult, Errcode, JsonBody};
use super::token::Token;
use crate::extract::CallContext;
use crate::reply::parse;

#[derive(Deserialize)]
struct Params {
    #[serde(default)]
    appid: String,
    #[serde(default)]
    secret: String,
    #[serde(default)]
    grant_type: String,
    #[serde(default)]
    force_refresh: bool,
}

pub(super) async fn stable_token(Extension(context): Extension<CallContext>, body: Bytes) -> CallResult {
    let params: Params = parse(&body).map_err(|_| Errcode(47001))?;
    if params.grant_type != "client_credential" {
        return Err(Errcode(40002));
    }
    check_app(&context.shared, &params.appid, &params.secret)?;
    let (access_token, expires_in) = context.with(|state, now_ms| {
        let tokens = state.tokens.entry(params.appid).or_default();
        tokens.count_stable(now_ms)?;
        if params.force_refresh {
            tokens.forced(&context.shared, now_ms)
        } else {
            Ok(tokens.stable(&context.shared, now_ms))
        }
    })?;
    JsonBody::json(&Token { access_token, expires_in })
}
