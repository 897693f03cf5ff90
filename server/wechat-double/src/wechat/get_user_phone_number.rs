//! `POST /wxa/business/getuserphonenumber`: exchanges a phone code for a number.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::Query;
use serde::{Deserialize, Serialize};

use super::result::{CallResult, Errcode, JsonBody};
use super::tokens;
use crate::codes::CodeLookup;
use crate::extract::CallContext;
use crate::ids;
use crate::phone::PhoneInfo;
use crate::reply::parse;

#[derive(Deserialize)]
pub(super) struct Args {
    #[serde(default)]
    access_token: String,
}

#[derive(Deserialize)]
struct Params {
    #[serde(default)]
    code: String,
    /// Optional; if present, it must be the code's owner.
    openid: Option<String>,
}

#[derive(Serialize)]
struct Number {
    errcode: i64,
    errmsg: &'static str,
    phone_info: PhoneInfo,
}

pub(super) async fn get_user_phone_number(
    Extension(context): Extension<CallContext>,
    Query(args): Query<Args>,
    body: Bytes,
) -> CallResult {
    let params: Result<Params, _> = parse(&body);
    let phone_info = context.with(|state, now_ms| {
        let appid = tokens::app_of(&state.tokens, &args.access_token, now_ms)?;
        let params = params.map_err(|_| Errcode(47001))?;
        let owner = match state.phone_codes.find(&appid, &params.code, now_ms) {
            CodeLookup::Valid(owner) => owner,
            // for phone codes WeChat gives the same errcode whether used or unknown
            CodeLookup::Used | CodeLookup::Unknown => return Err(Errcode(40029)),
        };
        if params.openid.is_some_and(|openid| openid != ids::openid(&appid, &context.world.name, &owner.user)) {
            return Err(Errcode(40029));
        }
        let mut person = state.person(&owner.user).cloned().ok_or(Errcode(40029))?;
        person.phone = owner.phone;
        state.phone_codes.mark_used(&params.code);
        Ok(PhoneInfo::of(&person, &appid, now_ms))
    })?;
    JsonBody::json(&Number { errcode: 0, errmsg: "ok", phone_info })
}
