//! `wx.request` and `wx.uploadFile`: what the phone adds to a call to our server, how it gives up, and what observers see.

use leptos::web_sys::FormData;
use send_wrapper::SendWrapper;

use super::{
    ReceivedResponse, SentRequest, Wx, WxError, WxEvent,
    network::{TIMEOUT_MS, check_online},
    storage,
};
use crate::browser::{
    http::{Body, Request},
    image, random,
};

/// Sends a request of the mini-program's own with its token, as `util/request.js` of a mini-program does.
///
/// # Errors
/// As [`exchange`].
pub(crate) async fn send_with_token(wx: Wx, api: &str, request: Request) -> Result<ReceivedResponse, WxError> {
    exchange(wx, api, request, storage::token(), None).await
}

/// Sends a request within `timeout` ms (60 s unless given), whatever the status of the response; `api` is `request` or
/// `uploadFile`. The phone adds its name and an id, and the mini-program its token.
///
/// # Errors
/// `{api}:fail timeout`, `{api}:fail net::ERR_INTERNET_DISCONNECTED`, `{api}:fail` when no response came.
pub(crate) async fn exchange(
    wx: Wx,
    api: &str,
    request: Request,
    token: Option<String>,
    timeout: Option<u32>,
) -> Result<ReceivedResponse, WxError> {
    let (id, request) = begin(wx, request, token);
    let result = settle(wx, api, request, timeout.unwrap_or(TIMEOUT_MS)).await;
    end(wx, id, &result);
    result
}

/// Adds the phone's headers, and tells the observers that the request goes out. Returns its id.
pub(super) fn begin(wx: Wx, request: Request, token: Option<String>) -> (String, Request) {
    let id = random::hex(16);
    // a header cannot carry 手机 A
    let device = format!("oa-mini {}", storage::device());
    let mut request = request.header("X-OA-Device", device).header("x-request-id", id.clone());
    if let Some(token) = token {
        request = request.header("X-OA-Token", token);
    }
    wx.emit(WxEvent::RequestSent(SentRequest {
        id: id.clone(),
        method: request.method.clone(),
        url: request.url.clone(),
        headers: request.headers.clone(),
        body: if let Body::Text(text) = &request.body { Some(text.clone()) } else { None },
    }));
    (id, request)
}

/// Tells the observers what came of it.
pub(super) fn end(wx: Wx, request_id: String, result: &Result<ReceivedResponse, WxError>) {
    let result = result.clone().map_err(|error| error.err_msg.into_owned());
    wx.emit(WxEvent::ResponseReceived { request_id, result });
}

async fn settle(wx: Wx, api: &str, request: Request, timeout: u32) -> Result<ReceivedResponse, WxError> {
    check_online(wx, api)?;
    wx.send_within(timeout, request).await.map_err(|cause| cause.err_msg(api).into())
}

/// The form of `wx.uploadFile`: the fields, then the file, which is a temporary file or lies at an address. None where it is
/// not there.
pub(crate) async fn upload_form(
    wx: Wx,
    file: &str,
    name: &str,
    fields: impl IntoIterator<Item = (String, String)>,
) -> Option<SendWrapper<FormData>> {
    let form = SendWrapper::new(FormData::new().ok()?);
    for (field, value) in fields {
        form.append_with_str(&field, &value).ok()?;
    }
    let blob = match wx.file(file) {
        Some(blob) => SendWrapper::new(blob),
        None => image::fetch(file).await?,
    };
    form.append_with_blob_and_filename(name, &blob, "file").ok()?;
    Some(form)
}
