//! `POST /wxa/business/getuserphonenumber`: a phone code becomes a number.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::Query;
use serde::{Deserialize, Serialize};

use super::said::{Answer, Errcode, Said};
use super::tokens;
use crate::codes::Found;
use crate::here::Here;
use crate::ids;
use crate::phone::PhoneInfo;
use crate::reply::parse;

#[derive(Deserialize)]
pub(super) struct Args {
    #[serde(default)]
    access_token: String,
}

#[derive(Deserialize)]
struct Ask {
    #[serde(default)]
    code: String,
    /// Where it is there, code and openid must belong together.
    openid: Option<String>,
}

#[derive(Serialize)]
struct Number {
    errcode: i64,
    errmsg: &'static str,
    phone_info: PhoneInfo,
}

pub(super) async fn get_user_phone_number(
    Extension(here): Extension<Here>,
    Query(args): Query<Args>,
    body: Bytes,
) -> Answer {
    let ask: Result<Ask, _> = parse(&body);
    let phone_info = here.with(|state, now_ms| {
        let appid = tokens::app_of(&state.tokens, &args.access_token, now_ms)?;
        let ask = ask.map_err(|_| Errcode(47001))?;
        let owner = match state.phone_codes.find(&appid, &ask.code, now_ms) {
            Found::Good(owner) => owner,
            // of the phone code WeChat says the same whether it was used or never was
            Found::Spent | Found::Unknown => return Err(Errcode(40029)),
        };
        if ask.openid.is_some_and(|openid| openid != ids::openid(&appid, &here.world.name, &owner.user)) {
            return Err(Errcode(40029));
        }
        let mut person = state.person(&owner.user).cloned().ok_or(Errcode(40029))?;
        person.phone = owner.phone;
        state.phone_codes.spend(&ask.code);
        Ok(PhoneInfo::of(&person, &appid, now_ms))
    })?;
    Said::json(&Number { errcode: 0, errmsg: "ok", phone_info })
}
