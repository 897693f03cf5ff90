//! The phone's APIs: `wx.login` and the like, one file per call.

mod check_session;
mod get_phone_number;
mod get_user_profile;
mod login;

pub(crate) use get_phone_number::{PhoneInfo, is_phone};

use axum::Router;
use axum::routing::post;

use crate::extract::CallContext;
use crate::reply::Refusal;

/// The default device of a call.
const ONLY_DEVICE: &str = "default";

pub(crate) fn router() -> Router {
    Router::new()
        .route("/_double/phone/login", post(login::login))
        .route("/_double/phone/checkSession", post(check_session::check_session))
        .route("/_double/phone/getUserProfile", post(get_user_profile::get_user_profile))
        .route("/_double/phone/getPhoneNumber", post(get_phone_number::get_phone_number))
}

fn device<'a>(context: &CallContext, device: Option<&'a str>) -> Result<&'a str, Refusal> {
    let device = device.unwrap_or(ONLY_DEVICE);
    if device.is_empty() || device.len() > 64 {
        return Err(context.refuse(http::StatusCode::BAD_REQUEST, "device must have 1 to 64 bytes"));
    }
    Ok(device)
}
