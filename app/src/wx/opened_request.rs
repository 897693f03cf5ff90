//! Requests of an opened mini-program. Its host sends them itself, because their bodies are bytes; here they get what the phone
//! adds, and observers hear of them.

use serde_json::Value;

use super::{
    ReceivedResponse, Wx, WxError,
    network::check_online,
    request,
    window::{ScriptResponse, text, texts},
};
use crate::browser::http::{Body, Request};

/// A request that the host of an opened mini-program sends itself, because its bodies are bytes. Resolves to the request's id
/// (`data`) and all its headers (`header`).
///
/// # Errors
/// `request:fail net::ERR_INTERNET_DISCONNECTED`
pub(super) fn begin(wx: Wx, options: &Value) -> Result<String, WxError> {
    let body = options.get("data").and_then(Value::as_str).map_or(Body::Empty, |data| Body::Text(data.to_owned()));
    let headers = texts(options, "header").into_iter().collect();
    let request = Request { method: text(options, "method"), url: text(options, "url"), headers, body, signal: None };
    let (id, request) = request::begin(wx, request, None);
    if let Err(error) = check_online(wx, "request") {
        request::end(wx, id, &Err(error.clone()));
        return Err(error);
    }
    let header = wx.in_world(request).headers.into_iter().collect();
    let begun = ScriptResponse { data: id, status_code: 0, header };
    serde_json::to_string(&begun).map_err(|_| WxError::new("request:fail"))
}

/// What came of it: `errMsg`, or a response.
pub(super) fn end(wx: Wx, options: &Value) {
    let result = match text(options, "errMsg") {
        none if none.is_empty() => Ok(ReceivedResponse {
            status: options
                .get("statusCode")
                .and_then(Value::as_u64)
                .and_then(|status| status.try_into().ok())
                .unwrap_or_default(),
            headers: texts(options, "header").into_iter().collect(),
            body: text(options, "data"),
            waited_ms: None,
        }),
        err_msg => Err(err_msg.into()),
    };
    request::end(wx, text(options, "id"), &result);
}
