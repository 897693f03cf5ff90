//! Adds a user, or updates the given fields of one.

use axum::body::Bytes;
use axum::{Extension, Json};
use http::StatusCode;
use serde::Deserialize;

use super::list_users::Shown;
use crate::extract::CallContext;
use crate::people::Person;
use crate::phone::is_phone;
use crate::reply::Refusal;

/// The maximum number of users per world.
const MOST: usize = 64;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Params {
    user: String,
    nick_name: Option<String>,
    phone: Option<String>,
    country_code: Option<String>,
    gender: Option<u8>,
    country: Option<String>,
    province: Option<String>,
    city: Option<String>,
    /// WeChat responds to this user's codes with 40226.
    high_risk: Option<bool>,
}

impl Params {
    fn problem(&self) -> Option<&'static str> {
        let name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !(1..=32).contains(&self.user.len()) || !self.user.bytes().all(name) {
            return Some("user must be 1 to 32 of a-z, 0-9 and -");
        }
        let texts = [&self.nick_name, &self.country, &self.province, &self.city];
        if texts.into_iter().flatten().any(|text| text.chars().count() > 64) {
            return Some("nickName, country, province and city have at most 64 characters");
        }
        if self.phone.as_ref().is_some_and(|phone| !is_phone(phone)) {
            return Some("phone must be 5 to 20 digits");
        }
        let code = |text: &String| (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if self.country_code.as_ref().is_some_and(|text| !code(text)) {
            return Some("countryCode must be 1 to 4 digits");
        }
        self.gender.is_some_and(|gender| gender > 2).then_some("gender must be 0, 1 or 2")
    }

    fn apply(self, person: &mut Person) {
        let set = |to: &mut String, from: Option<String>| {
            if let Some(from) = from {
                *to = from;
            }
        };
        set(&mut person.nick_name, self.nick_name);
        set(&mut person.phone, self.phone);
        set(&mut person.country_code, self.country_code);
        person.gender = self.gender.unwrap_or(person.gender);
        person.high_risk = self.high_risk.unwrap_or(person.high_risk);
        person.move_to(|location| {
            set(&mut location.country, self.country.clone());
            set(&mut location.province, self.province.clone());
            set(&mut location.city, self.city.clone());
        });
    }
}

pub(super) async fn users(Extension(context): Extension<CallContext>, body: Bytes) -> Result<Json<Shown>, Refusal> {
    let params: Params = context.body(&body)?;
    if let Some(problem) = params.problem() {
        return Err(context.refuse(StatusCode::BAD_REQUEST, problem));
    }
    let person = context.with(|state, _| {
        let mut person = state.person(&params.user).cloned().unwrap_or_else(|| Person::added(&params.user));
        params.apply(&mut person);
        if let Some(known) = state.people.iter_mut().find(|known| known.user == person.user) {
            *known = person.clone();
        } else if state.people.len() < MOST {
            state.people.push(person.clone());
        } else {
            return None;
        }
        Some(person)
    });
    match person {
        Some(person) => Ok(Json(Shown::of(&context, context.shared.first_appid(), person))),
        None => Err(context.refuse(StatusCode::CONFLICT, "this world has 64 users already")),
    }
}
