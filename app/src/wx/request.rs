//! `wx.request`: what the phone adds to a call, and how it gives up. Only in the browser.

use std::borrow::Cow;

use send_wrapper::SendWrapper;
use server_fn::{
    client::{Client, browser::BrowserClient},
    request::browser::BrowserRequest,
    response::browser::BrowserResponse,
};

use super::{
    double::{TIMEOUT, within},
    storage,
};
use crate::{api::ApiError, web};

/// How this phone is called. A header cannot carry 手机 A.
const DEVICE: &str = "oa-mini A";

/// Sends a call of the API. Runs outside the reactive owner, so it reads storage and not the context.
///
/// # Errors
/// `request:fail timeout` after 60 s, `request:fail …` when no answer came.
pub(crate) fn send(request: BrowserRequest) -> impl Future<Output = Result<BrowserResponse, ApiError>> + Send {
    let headers = request.headers();
    if let Some(token) = storage::token() {
        headers.append("X-OA-Token", &token);
    }
    headers.append("X-OA-Device", DEVICE);
    headers.append("X-Double-World", &web::world());
    headers.append("x-request-id", &web::random_hex(16));
    SendWrapper::new(async move {
        let sent = <BrowserClient as Client<ApiError>>::send(request);
        within(TIMEOUT, sent).await.unwrap_or(Err(ApiError::no_answer(Cow::Borrowed("request:fail timeout"))))
    })
}
