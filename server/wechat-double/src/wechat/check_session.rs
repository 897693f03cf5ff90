//! `GET /wxa/checksession`: whether the server's copy of a session_key is the current one.

use axum::Extension;
use axum::extract::Query;
use serde_json::json;

use super::login_state::Args;
use super::said::{Answer, Said};
use crate::here::Here;

pub(super) async fn check_session(Extension(here): Extension<Here>, Query(args): Query<Args>) -> Answer {
    here.with(|state, now_ms| args.check(&here, state, now_ms))?;
    Said::json(&json!({ "errcode": 0, "errmsg": "ok" }))
}
