//! `wx.getUserProfile`, after consent: the profile, signed and encrypted under the current session_key.

use axum::body::Bytes;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::avatars;
use crate::crypto::{Sealed, Watermark};
use crate::extract::CallContext;
use crate::people::{Lang, Person};
use crate::reply::Refusal;
use crate::version::Version;
use crate::world::AppUser;

/// The maximum length of `desc`, in characters.
const MAX_DESC: usize = 30;

#[derive(Deserialize)]
pub(super) struct Params {
    user: String,
    desc: Option<Value>,
    lang: Option<String>,
    appid: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResponseBody {
    err_msg: String,
    user_info: UserInfo,
    raw_data: String,
    signature: String,
    #[serde(flatten)]
    sealed: Sealed,
}

/// In the field order of WeChat's responses, since the signature covers the text.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct UserInfo {
    nick_name: String,
    gender: u8,
    language: &'static str,
    city: String,
    province: String,
    country: String,
    avatar_url: String,
    /// WeChat's own spelling, on anonymous profiles.
    #[serde(rename = "is_demote", skip_serializing_if = "std::ops::Not::not")]
    is_demote: bool,
}

/// The plaintext: without openid and unionid, as WeChat documents for this call.
#[derive(Serialize)]
struct Plaintext<'a> {
    #[serde(flatten)]
    user_info: &'a UserInfo,
    watermark: Watermark,
}

pub(super) async fn get_user_profile(
    Extension(context): Extension<CallContext>,
    body: Bytes,
) -> Result<Json<ResponseBody>, Refusal> {
    let params: Params = context.body(&body)?;
    check_desc(&context, params.desc.as_ref())?;
    let appid = context.app(params.appid)?;
    let person = context.person(&params.user)?;
    let lang = params.lang.as_deref().map(Lang::parse).unwrap_or_default();
    let (key, is_anonymous, watermark) = context.with(|state, now_ms| {
        let user = AppUser::new(&appid, &person.user);
        let watermark_appid = state.overrides.watermark_appid.as_ref().unwrap_or(&appid);
        let watermark = Watermark { timestamp: now_ms / 1000, appid: watermark_appid.clone() };
        (state.key(&context.shared, &user, now_ms), state.base_library >= Version::ANONYMOUS, watermark)
    });
    let base = &context.shared.config.avatar_base;
    let user_info = if is_anonymous { anonymous(base) } else { profile(base, &person, lang) };
    let raw_data = serde_json::to_string(&user_info).unwrap_or_default();
    let sealed = key.seal(&context.shared, &Plaintext { user_info: &user_info, watermark });
    context.with(|state, now_ms| state.sealed.add(&appid, &sealed.encrypted_data, now_ms));
    Ok(Json(ResponseBody { err_msg: context.ok(), signature: key.sign(&raw_data), user_info, raw_data, sealed }))
}

fn check_desc(context: &CallContext, desc: Option<&Value>) -> Result<(), Refusal> {
    let kind = match desc {
        Some(Value::String(text)) => {
            let length = text.chars().count();
            return if (1..=MAX_DESC).contains(&length) {
                Ok(())
            } else {
                Err(context.fail("desc length does not meet the requirements"))
            };
        }
        None => "Undefined",
        Some(Value::Null) => "Null",
        Some(Value::Bool(_)) => "Boolean",
        Some(Value::Number(_)) => "Number",
        Some(Value::Array(_)) => "Array",
        Some(Value::Object(_)) => "Object",
    };
    Err(context.fail(&format!("parameter error: parameter.desc should be String instead of {kind};")))
}

fn profile(base: &str, person: &Person, lang: Lang) -> UserInfo {
    let location = person.location(lang);
    UserInfo {
        nick_name: person.nick_name.clone(),
        gender: person.gender,
        language: lang.as_str(),
        city: location.city.clone(),
        province: location.province.clone(),
        country: location.country.clone(),
        avatar_url: avatars::url(base, &person.user),
        is_demote: false,
    }
}

/// The anonymous profile of newer base libraries.
fn anonymous(base: &str) -> UserInfo {
    UserInfo {
        nick_name: "微信用户".to_owned(),
        gender: 0,
        language: "",
        city: String::new(),
        province: String::new(),
        country: String::new(),
        avatar_url: avatars::url(base, avatars::GREY),
        is_demote: true,
    }
}
