//! `wx.request`: what the phone adds to a call, and how it gives up. Only in the browser.

use send_wrapper::SendWrapper;

use super::{
    Fail, Wx,
    double::{TIMEOUT, reach, within},
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
    let mut headers = headers();
    headers.extend(storage::token().map(|token| ("X-OA-Token", token)));
    settle(api, TIMEOUT, web::exchange(address, body, file, headers))
}

/// A script's call as `line.js` reads it, and its whole answer. A mini-program adds its token itself.
///
/// # Errors
/// `request:fail …` or `uploadFile:fail …`, whichever `api` is.
pub(super) async fn exchange(api: &str, call: String, timeout: Option<u32>) -> Result<String, Fail> {
    let answer = settle(api, timeout.unwrap_or(TIMEOUT), web::exchange(call, None, None, headers())).await;
    answer.map_err(|error| Fail { err_msg: error.errmsg })
}

/// What the phone adds to every call to our server.
fn headers() -> web::Headers {
    vec![("X-OA-Device", DEVICE.to_owned()), ("x-request-id", web::random_hex(16))]
}

/// What comes of a call. Without network it is not begun.
fn settle(
    api: &str,
    timeout: u32,
    call: impl Future<Output = Option<String>>,
) -> SendWrapper<impl Future<Output = Result<String, ApiError>>> {
    let api = api.to_owned();
    SendWrapper::new(async move {
        let fail = match Wx::here().map(|wx| reach(wx, &api)) {
            Some(Err(fail)) => fail,
            _ => match within(timeout, call).await {
                Some(Some(text)) => return Ok(text),
                Some(None) => [&api, ":fail"].concat().into(),
                None => [&api, ":fail timeout"].concat().into(),
            },
        };
        Err(ApiError::no_answer(fail.err_msg))
    })
}
