//! `open-type="getPhoneNumber"`, after the user agreed: the number, encrypted under the current session_key, and a code
//! for the newer way.

use axum::body::Bytes;
use axum::{Extension, Json};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::codes::{self, Owner};
use crate::crypto::{Sealed, Watermark};
use crate::here::Here;
use crate::people::Person;
use crate::reply::Refusal;
use crate::version::Version;
use crate::world::AppUser;

#[derive(Deserialize)]
pub(super) struct Ask {
    user: String,
    /// Another number than the user's own, as WeChat's panel offers: 5 to 20 digits.
    phone: Option<String>,
    appid: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer {
    err_msg: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(flatten)]
    sealed: Sealed,
}

/// `phone_info` of WeChat's answers, and the plaintext.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PhoneInfo {
    phone_number: String,
    pure_phone_number: String,
    country_code: String,
    watermark: Watermark,
}

impl PhoneInfo {
    /// The number of `person`, vouched for at `now_ms`.
    pub(crate) fn of(person: &Person, appid: &str, now_ms: i64) -> Self {
        let (code, pure) = (&person.country_code, &person.phone);
        Self {
            phone_number: if code == "86" { pure.clone() } else { format!("+{code}{pure}") },
            pure_phone_number: pure.clone(),
            country_code: code.clone(),
            watermark: Watermark { timestamp: now_ms / 1000, appid: appid.to_owned() },
        }
    }
}

/// Whether `phone` may be a number.
pub(crate) fn is_phone(phone: &str) -> bool {
    (5..=20).contains(&phone.len()) && phone.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) async fn get_phone_number(Extension(here): Extension<Here>, body: Bytes) -> Result<Json<Answer>, Refusal> {
    let ask: Ask = here.body(&body)?;
    let appid = here.app(ask.appid)?;
    let mut person = here.person(&ask.user)?;
    if let Some(phone) = ask.phone {
        person.phone = phone;
    }
    if !is_phone(&person.phone) {
        return Err(here.refuse(StatusCode::BAD_REQUEST, "phone must be 5 to 20 digits"));
    }
    let code = codes::phone_code(&here.shared);
    let (key, gives_code, now_ms) = here.with(|state, now_ms| {
        let user = AppUser::new(&appid, &person.user);
        (state.key(&here.shared, &user, now_ms), state.base_library >= Version::PHONE_CODE, now_ms)
    });
    let info = PhoneInfo::of(&person, &appid, now_ms);
    let sealed = key.seal(&here.shared, &info);
    here.with(|state, now_ms| {
        state.sealed.add(&appid, &sealed.encrypted_data, now_ms);
        if gives_code {
            state.phone_codes.add(code.clone(), Owner { appid, user: person.user, phone: person.phone }, now_ms);
        }
    });
    Ok(Json(Answer { err_msg: here.ok(), code: gives_code.then_some(code), sealed }))
}
