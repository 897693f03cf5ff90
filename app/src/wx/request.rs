//! `wx.request`: what the phone adds to a call, and how it gives up. Only in the browser.

use send_wrapper::SendWrapper;

use super::{
    Fail, Wx,
    double::{TIMEOUT, reach, within},
    storage,
    watch::{Seen, tell},
};
use crate::{api::ApiError, json, web};

/// Calls the API: a POST if there is a body, else a GET. Runs outside the reactive owner, so it reads storage and not the
/// context.
///
/// # Errors
/// `request:fail timeout` after 60 s, `request:fail` when no answer came.
pub(crate) fn send(
    address: String,
    body: Option<String>,
) -> SendWrapper<impl Future<Output = Result<String, ApiError>>> {
    send_any(address, body, None)
}

/// The same, or a temporary file: `wx.uploadFile`.
///
/// # Errors
/// As [`send`], or `uploadFile:fail …`.
pub(crate) fn send_any(
    address: String,
    body: Option<String>,
    file: Option<String>,
) -> SendWrapper<impl Future<Output = Result<String, ApiError>>> {
    let api = if file.is_some() { "uploadFile" } else { "request" };
    let (request, mut headers) = headers();
    headers.extend(storage::token().map(|token| ("X-OA-Token", token)));
    tell(&Seen::Sent { request: &request, address: &address, headers: &headers, body: body.as_deref() });
    SendWrapper::new(async move {
        let answer = settle(api, TIMEOUT, web::exchange(address, body, file, headers)).await;
        tell(&Seen::Answered { request: &request, answer: answer.as_deref().map_err(|fail| &*fail.err_msg) });
        answer.map_err(|fail| ApiError::no_answer(fail.err_msg))
    })
}

/// A script's call `what` as `browser.js` reads it, and its whole answer. A mini-program adds its token itself.
///
/// # Errors
/// `request:fail …` or `uploadFile:fail …`, whichever `api` is.
pub(super) async fn exchange(api: &str, what: String, timeout: Option<u32>) -> Result<String, Fail> {
    let call = json::value(&what).unwrap_or_default();
    let text = |key| call.get(key).and_then(json::Value::as_str);
    let (request, headers) = headers();
    let address = text("url").unwrap_or_default();
    tell(&Seen::Sent { request: &request, address, headers: &headers, body: text("data") });
    let answer = settle(api, timeout.unwrap_or(TIMEOUT), web::exchange(what, None, None, headers)).await;
    let whole = answer.as_deref().map(|whole| json::value(whole).unwrap_or_default());
    let text = whole.as_ref().map(|whole| whole.text("data"));
    tell(&Seen::Answered { request: &request, answer: text.map_err(|fail| &*fail.err_msg) });
    answer
}

/// What the phone adds to every call to our server, and the call's id.
fn headers() -> (String, web::Headers) {
    let request = web::random_hex(16);
    // a header cannot carry 手机 A
    let device = ["oa-mini ", &storage::device()].concat();
    (request.clone(), vec![("X-OA-Device", device), ("x-request-id", request)])
}

/// What comes of a call. Without network it is not begun.
async fn settle(api: &str, timeout: u32, call: impl Future<Output = Option<String>>) -> Result<String, Fail> {
    if let Some(wx) = Wx::here() {
        reach(wx, api)?;
    }
    match within(timeout, call).await {
        Some(Some(text)) => Ok(text),
        Some(None) => Err([api, ":fail"].concat().into()),
        None => Err([api, ":fail timeout"].concat().into()),
    }
}
