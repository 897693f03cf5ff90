//! `GET /cgi-bin/token`.

use axum::Extension;
use axum::extract::Query;
use serde::{Deserialize, Serialize};

use super::code2session::check_app;
use super::result::{CallResult, Errcode, JsonBody};
use crate::extract::CallContext;

#[derive(Deserialize)]
pub(super) struct Params {
    #[serde(default)]
    appid: String,
    #[serde(default)]
    secret: String,
    #[serde(default)]
    grant_type: String,
}

/// A token and its lifetime in seconds.
#[derive(Serialize)]
pub(super) struct Token {
    pub(super) access_token: String,
    pub(super) expires_in: i64,
}

pub(super) async fn token(Extension(context): Extension<CallContext>, Query(params): Query<Params>) -> CallResult {
    if params.grant_type != "client_credential" {
        return Err(Errcode(40002));
    }
    check_app(&context.shared, &params.appid, &params.secret)?;
    let (access_token, expires_in) =
        context.with(|state, now_ms| state.tokens.entry(params.appid).or_default().fresh(&context.shared, now_ms));
    JsonBody::json(&Token { access_token, expires_in })
}
