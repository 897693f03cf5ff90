//! `wx.request`: what the phone adds to a call, and how it gives up. Only in the browser.

use std::borrow::Cow;

use send_wrapper::SendWrapper;

use super::{
    double::{TIMEOUT, within},
    storage,
    watch::{Seen, tell},
};
use crate::{api::ApiError, web};

/// Calls the API: a POST if there is a body, else a GET. Runs outside the reactive owner, so it reads storage and not the
/// context.
///
/// # Errors
/// `request:fail timeout` after 60 s, `request:fail` when no answer came.
pub(crate) fn send(
    address: String,
    body: Option<String>,
) -> SendWrapper<impl Future<Output = Result<String, ApiError>>> {
    let request = web::random_hex(16);
    // a header cannot carry 手机 A
    let mut headers =
        vec![("X-OA-Device", ["oa-mini ", &storage::device()].concat()), ("x-request-id", request.clone())];
    headers.extend(storage::token().map(|token| ("X-OA-Token", token)));
    tell(&Seen::Sent { request: &request, address: &address, headers: &headers, body: body.as_deref() });
    SendWrapper::new(async move {
        let answer = match within(TIMEOUT, web::fetch(address, body, headers)).await {
            Some(answer) => answer.ok_or("request:fail"),
            None => Err("request:fail timeout"),
        };
        tell(&Seen::Answered { request: &request, answer: answer.as_deref().map_err(|fail| *fail) });
        answer.map_err(|fail| ApiError::no_answer(Cow::Borrowed(fail)))
    })
}
