//! `GET /cgi-bin/token`.

use axum::Extension;
use axum::extract::Query;
use serde::{Deserialize, Serialize};

use super::code2session::check_app;
use super::said::{Answer, Errcode, Said};
use crate::here::Here;

#[derive(Deserialize)]
pub(super) struct Ask {
    #[serde(default)]
    appid: String,
    #[serde(default)]
    secret: String,
    #[serde(default)]
    grant_type: String,
}

/// A token and its life in seconds.
#[derive(Serialize)]
pub(super) struct Token {
    pub(super) access_token: String,
    pub(super) expires_in: i64,
}

pub(super) async fn token(Extension(here): Extension<Here>, Query(ask): Query<Ask>) -> Answer {
    if ask.grant_type != "client_credential" {
        return Err(Errcode(40002));
    }
    check_app(&here.shared, &ask.appid, &ask.secret)?;
    let (access_token, expires_in) =
        here.with(|state, now_ms| state.tokens.entry(ask.appid).or_default().fresh(&here.shared, now_ms));
    Said::json(&Token { access_token, expires_in })
}
