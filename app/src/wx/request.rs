//! `wx.request`: what the phone adds to a call, and how it gives up. Only in the browser.

use std::borrow::Cow;

use send_wrapper::SendWrapper;

use super::{
    double::{TIMEOUT, within},
    storage,
};
use crate::{api::ApiError, web};

/// How this phone is called. A header cannot carry 手机 A.
const DEVICE: &str = "oa-mini A";

/// Calls the API: a POST if there is a body, else a GET. Runs outside the reactive owner, so it reads storage and not the
/// context.
///
/// # Errors
/// `request:fail timeout` after 60 s, `request:fail` when no answer came.
pub(crate) fn send(
    address: String,
    body: Option<String>,
) -> SendWrapper<impl Future<Output = Result<String, ApiError>>> {
    let mut headers = vec![("X-OA-Device", DEVICE.to_owned()), ("x-request-id", web::random_hex(16))];
    headers.extend(storage::token().map(|token| ("X-OA-Token", token)));
    SendWrapper::new(async move {
        match within(TIMEOUT, web::fetch(address, body, headers)).await {
            Some(Some(text)) => Ok(text),
            Some(None) => Err(ApiError::no_answer(Cow::Borrowed("request:fail"))),
            None => Err(ApiError::no_answer(Cow::Borrowed("request:fail timeout"))),
        }
    })
}
