//! api.weixin.qq.com, one file per call. A call says what it found ([`Said`]) or an errcode; `entry` makes it an answer.

mod broken;
mod check_encrypted_msg;
mod check_session;
mod code2session;
mod entry;
mod errmsg;
mod get_user_phone_number;
mod login_state;
mod reset_user_session_key;
mod said;
mod stable_token;
mod token;
mod tokens;

pub(crate) use check_encrypted_msg::SealedData;
pub(crate) use entry::entry;
pub(crate) use tokens::Tokens;

use axum::Router;
use axum::routing::{get, post};

use said::Errcode;

pub(crate) fn router() -> Router {
    Router::new()
        .route(code2session::PATH, get(code2session::code2session))
        .route("/cgi-bin/token", get(token::token))
        .route("/cgi-bin/stable_token", post(stable_token::stable_token))
        .route("/wxa/business/getuserphonenumber", post(get_user_phone_number::get_user_phone_number))
        .route("/wxa/checksession", get(check_session::check_session))
        .route("/wxa/resetusersessionkey", get(reset_user_session_key::reset_user_session_key))
        .route("/wxa/business/checkencryptedmsg", post(check_encrypted_msg::check_encrypted_msg))
        .method_not_allowed_fallback(wrong_method)
        .fallback(unknown_path)
}

/// WeChat's answer to a path of its own with another method.
async fn wrong_method() -> Errcode {
    Errcode(43002)
}

/// WeChat's answer to a path that it has not.
async fn unknown_path() -> Errcode {
    Errcode(40066)
}
