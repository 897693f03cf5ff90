//! `POST /cgi-bin/stable_token`.

use axum::Extension;
use axum::body::Bytes;
use serde::Deserialize;

use super::code2session::check_app;
use super::said::{Answer, Errcode, Said};
use super::token::Token;
use crate::here::Here;
use crate::reply::parse;

#[derive(Deserialize)]
struct Ask {
    #[serde(default)]
    appid: String,
    #[serde(default)]
    secret: String,
    #[serde(default)]
    grant_type: String,
    #[serde(default)]
    force_refresh: bool,
}

pub(super) async fn stable_token(Extension(here): Extension<Here>, body: Bytes) -> Answer {
    let ask: Ask = parse(&body).map_err(|_| Errcode(47001))?;
    if ask.grant_type != "client_credential" {
        return Err(Errcode(40002));
    }
    check_app(&here.shared, &ask.appid, &ask.secret)?;
    let (access_token, expires_in) = here.with(|state, now_ms| {
        let tokens = state.tokens.entry(ask.appid).or_default();
        tokens.count_stable(now_ms)?;
        if ask.force_refresh { tokens.forced(&here.shared, now_ms) } else { Ok(tokens.stable(&here.shared, now_ms)) }
    })?;
    Said::json(&Token { access_token, expires_in })
}
