//! A new session_key for a user: what the server has on record no longer opens what the phone encrypts.

use axum::body::Bytes;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::Value;

use crate::here::Here;
use crate::reply::Refusal;
use crate::world::AppUser;

#[derive(Deserialize)]
pub(super) struct Ask {
    user: String,
    appid: Option<String>,
}

pub(super) async fn rotate_key(Extension(here): Extension<Here>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let ask: Ask = here.body(&body)?;
    let user = AppUser::new(&here.app(ask.appid)?, &here.person(&ask.user)?.user);
    here.with(|state, now_ms| state.rotate_key(&here.shared, &user, now_ms));
    Ok(super::done())
}
