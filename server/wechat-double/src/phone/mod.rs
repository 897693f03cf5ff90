//! What a phone asks of WeChat: `wx.login` and its like, one file per call.

mod check_session;
mod get_phone_number;
mod get_user_profile;
mod login;

pub(crate) use get_phone_number::{PhoneInfo, is_phone};

use axum::Router;
use axum::routing::post;

use crate::here::Here;
use crate::reply::Refusal;

/// The phone of a call that names none.
const ONLY_DEVICE: &str = "default";

pub(crate) fn router() -> Router {
    Router::new()
        .route("/_double/phone/login", post(login::login))
        .route("/_double/phone/checkSession", post(check_session::check_session))
        .route("/_double/phone/getUserProfile", post(get_user_profile::get_user_profile))
        .route("/_double/phone/getPhoneNumber", post(get_phone_number::get_phone_number))
}

fn device<'a>(here: &Here, device: Option<&'a str>) -> Result<&'a str, Refusal> {
    let device = device.unwrap_or(ONLY_DEVICE);
    if device.is_empty() || device.len() > 64 {
        return Err(here.refuse(http::StatusCode::BAD_REQUEST, "device must have 1 to 64 bytes"));
    }
    Ok(device)
}
