//! `open-type="getPhoneNumber"`, after consent: the number, encrypted under the current session_key, and a code for the
//! newer API.

use axum::body::Bytes;
use axum::{Extension, Json};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::codes::{self, Owner};
use crate::crypto::{Sealed, Watermark};
use crate::extract::CallContext;
use crate::people::Person;
use crate::reply::Refusal;
use crate::version::Version;
use crate::world::AppUser;

#[derive(Deserialize)]
pub(super) struct Params {
    user: String,
    /// A number other than the user's own, as WeChat's panel offers: 5 to 20 digits.
    phone: Option<String>,
    appid: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResponseBody {
    err_msg: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(flatten)]
    sealed: Sealed,
}

/// `phone_info` of WeChat's responses, and the plaintext.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PhoneInfo {
    phone_number: String,
    pure_phone_number: String,
    country_code: String,
    watermark: Watermark,
}

impl PhoneInfo {
    /// The number of `person`, with a watermark of `now_ms`.
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

/// Whether `phone` is a valid number.
pub(crate) fn is_phone(phone: &str) -> bool {
    (5..=20).contains(&phone.len()) && phone.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) async fn get_phone_number(
    Extension(context): Extension<CallContext>,
    body: Bytes,
) -> Result<Json<ResponseBody>, Refusal> {
    let params: Params = context.body(&body)?;
    let appid = context.app(params.appid)?;
    let mut person = context.person(&params.user)?;
    let overrides = context.with(|state, _| state.overrides.clone());
    if let Some(phone) = params.phone.or(overrides.phone) {
        person.phone = phone;
    }
    if !is_phone(&person.phone) {
        return Err(context.refuse(StatusCode::BAD_REQUEST, "phone must be 5 to 20 digits"));
    }
    let code = codes::phone_code(&context.shared);
    let (key, gives_code, now_ms) = context.with(|state, now_ms| {
        let user = AppUser::new(&appid, &person.user);
        (state.key(&context.shared, &user, now_ms), state.base_library >= Version::PHONE_CODE, now_ms)
    });
    let watermark_appid = overrides.watermark_appid.as_ref().unwrap_or(&appid);
    let info = PhoneInfo::of(&person, watermark_appid, now_ms);
    let sealed = key.seal(&context.shared, &info);
    context.with(|state, now_ms| {
        state.sealed.add(&appid, &sealed.encrypted_data, now_ms);
        if gives_code {
            state.phone_codes.add(code.clone(), Owner { appid, user: person.user, phone: person.phone }, now_ms);
        }
    });
    Ok(Json(ResponseBody { err_msg: context.ok(), code: gives_code.then_some(code), sealed }))
}
