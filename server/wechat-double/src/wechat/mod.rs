//! api.weixin.qq.com, one file per endpoint. A handler returns a [`JsonBody`] or an errcode; `middleware` completes the
//! response.

mod aborted_body;
mod check_encrypted_msg;
mod check_session;
mod code2session;
mod errmsg;
mod get_user_phone_number;
mod login_state;
mod middleware;
mod reset_user_session_key;
mod result;
mod stable_token;
mod token;
mod tokens;

pub(crate) use check_encrypted_msg::SealedData;
pub(crate) use middleware::inject_faults;
pub(crate) use tokens::Tokens;

use axum::Router;
use axum::routing::{get, post};

use result::Errcode;

pub(crate) fn router() -> Router {
    Router::new()
        .route(code2session::PATH, get(code2session::code2session))
        .route("/cgi-bin/token", get(token::token))
        .route("/cgi-bin/stable_token", post(stable_token::stable_token))
        .route("/wxa/business/getuserphonenumber", post(get_user_phone_number::get_user_phone_number))
        .route("/wxa/checksession", get(check_session::check_session))
        .route("/wxa/resetusersessionkey", get(reset_user_session_key::reset_user_session_key))
        .route("/wxa/business/checkencryptedmsg", post(check_encrypted_msg::check_encrypted_msg))
        .method_not_allowed_fallback(method_not_allowed)
        .fallback(unknown_path)
}

/// WeChat's response to a wrong method.
async fn method_not_allowed() -> Errcode {
    Errcode(43002)
}

/// WeChat's response to an unknown path.
async fn unknown_path() -> Errcode {
    Errcode(40066)
}
