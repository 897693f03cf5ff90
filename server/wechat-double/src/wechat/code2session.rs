//! `GET /sns/jscode2session`.

use axum::Extension;
use axum::extract::Query;
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use super::said::{Answer, Errcode, Said};
use crate::codes::Found;
use crate::double::Shared;
use crate::here::Here;
use crate::ids;

pub(super) const PATH: &str = "/sns/jscode2session";

#[derive(Deserialize)]
pub(super) struct Ask {
    #[serde(default)]
    appid: String,
    #[serde(default)]
    secret: String,
    #[serde(default)]
    js_code: String,
    #[serde(default)]
    grant_type: String,
}

/// On success there is no errcode.
#[derive(Serialize)]
struct Session {
    session_key: String,
    openid: String,
    unionid: String,
}

pub(super) async fn code2session(Extension(here): Extension<Here>, Query(ask): Query<Ask>) -> Answer {
    check_app(&here.shared, &ask.appid, &ask.secret)?;
    if ask.js_code.is_empty() {
        return Err(Errcode(41008));
    }
    if ask.grant_type != "authorization_code" {
        return Err(Errcode(40002));
    }
    let (user, key) = here.with(|state, now_ms| {
        let owner = match state.login_codes.find(&ask.appid, &ask.js_code, now_ms) {
            Found::Good(owner) => owner,
            Found::Spent => return Err(Errcode(40163)),
            Found::Unknown => return Err(Errcode(40029)),
        };
        let user = owner.app_user();
        if state.person(&owner.user).is_some_and(|person| person.high_risk) {
            return Err(Errcode(40226));
        }
        if !state.within_quota(&user, now_ms) {
            return Err(Errcode(45011));
        }
        state.login_codes.spend(&ask.js_code);
        let key = state.key(&here.shared, &user, now_ms);
        Ok((owner.user, key))
    })?;
    Said::json(&Session {
        session_key: key.base64(),
        openid: ids::openid(&ask.appid, &here.world.name, &user),
        unionid: ids::unionid(&ask.appid, &here.world.name, &user),
    })
}

/// The app that every call with a secret names.
///
/// # Errors
/// 41002, 41004, 40013, 40125.
pub(super) fn check_app(shared: &Shared, appid: &str, secret: &str) -> Result<(), Errcode> {
    if appid.is_empty() {
        return Err(Errcode(41002));
    }
    if secret.is_empty() {
        return Err(Errcode(41004));
    }
    let app = shared.app(appid).ok_or(Errcode(40013))?;
    if !bool::from(secret.as_bytes().ct_eq(app.secret.expose_secret().as_bytes())) {
        return Err(Errcode(40125));
    }
    Ok(())
}
