//! `GET /sns/jscode2session`.

use axum::Extension;
use axum::extract::Query;
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use super::result::{CallResult, Errcode, JsonBody};
use crate::codes::CodeLookup;
use crate::double::Shared;
use crate::extract::CallContext;
use crate::ids;

pub(super) const PATH: &str = "/sns/jscode2session";

#[derive(Deserialize)]
pub(super) struct Params {
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

pub(super) async fn code2session(
    Extension(context): Extension<CallContext>,
    Query(params): Query<Params>,
) -> CallResult {
    check_app(&context.shared, &params.appid, &params.secret)?;
    if params.js_code.is_empty() {
        return Err(Errcode(41008));
    }
    if params.grant_type != "authorization_code" {
        return Err(Errcode(40002));
    }
    let (user, key) = context.with(|state, now_ms| {
        let owner = match state.login_codes.find(&params.appid, &params.js_code, now_ms) {
            CodeLookup::Valid(owner) => owner,
            CodeLookup::Used => return Err(Errcode(40163)),
            CodeLookup::Unknown => return Err(Errcode(40029)),
        };
        let user = owner.app_user();
        if state.person(&owner.user).is_some_and(|person| person.high_risk) {
            return Err(Errcode(40226));
        }
        if !state.count_login(&user, now_ms) {
            return Err(Errcode(45011));
        }
        state.login_codes.mark_used(&params.js_code);
        let key = state.key(&context.shared, &user, now_ms);
        Ok((owner.user, key))
    })?;
    JsonBody::json(&Session {
        session_key: key.base64(),
        openid: ids::openid(&params.appid, &context.world.name, &user),
        unionid: ids::unionid(&params.appid, &context.world.name, &user),
    })
}

/// Checks the app and its secret.
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
