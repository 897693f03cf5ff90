//! A request that is changed before it is sent again: as it stands in the editor.

use leptos::task::spawn_local;

use crate::{
    browser::http::{Body, Request},
    workbench::{
        call::{CallKind, CallRecord},
        state::WorkbenchState,
    },
    wx::{SentRequest, request},
};

/// Whether the phone adds a header itself.
pub(super) fn is_of_phone(name: &str) -> bool {
    ["x-request-id", "x-oa-device"].into_iter().any(|own| name.eq_ignore_ascii_case(own))
}

/// What of a call can be edited, under the call's key. None where it is not there whole, or is more than text.
pub(in crate::workbench) fn draft(call: &CallRecord) -> Option<SentRequest> {
    let sent = call.sent.get().filter(|_| call.kind == CallKind::Request)?;
    let is_of_text = sent.method == "GET" || sent.body.is_some();
    let headers = sent.headers.iter().filter(|(name, _)| !is_of_phone(name)).cloned().collect();
    is_of_text.then(|| SentRequest { id: call.key.clone(), headers, ..sent.clone() })
}

/// The headers, one a line.
pub(in crate::workbench) fn text_of(headers: &[(String, String)]) -> String {
    headers.iter().map(|(name, value)| [name, ": ", value, "\n"].concat()).collect()
}

/// The headers of a text; a line without a colon is none.
pub(in crate::workbench) fn headers_of(text: &str) -> Vec<(String, String)> {
    let header =
        |line: &str| line.split_once(':').map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
    text.lines().filter_map(header).collect()
}

/// Sends it as the phone's `wx.request` does, so that it is observed as every other call. Nobody else awaits the response: the
/// phone's storage and its login stay as they are, whatever comes.
pub(in crate::workbench) fn send(workbench: WorkbenchState, draft: SentRequest) {
    let SentRequest { method, url, headers, body, .. } = draft;
    let body = body.filter(|body| !body.is_empty() && method != "GET").map_or(Body::Empty, Body::Text);
    spawn_local(async move {
        let request = Request { method, url, headers, body, signal: None };
        let _ = request::exchange(workbench.wx, "request", request, None, None).await;
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbench::call::Call;

    #[test]
    fn headers_are_lines() {
        let headers = headers_of("X-OA-Token: a:b\n\nno header\n content-type :application/json");
        assert_eq!(text_of(&headers), "X-OA-Token: a:b\ncontent-type: application/json\n");
    }

    #[test]
    fn a_draft_is_without_what_the_phone_adds() {
        let header = |name: &str| (name.to_owned(), "1".to_owned());
        let headers = vec![header("x-request-id"), header("X-OA-Device"), header("X-OA-Token")];
        let call = |method: &str, body: Option<&str>| {
            let body = body.map(str::to_owned);
            Call::sent(
                &SentRequest { method: method.to_owned(), headers: headers.clone(), body, ..SentRequest::default() },
                0.0,
            )
        };
        assert_eq!(draft(&call("GET", None)).unwrap().headers, [header("X-OA-Token")]);
        assert!(draft(&call("POST", Some("{}"))).is_some());
        assert!(draft(&call("POST", None)).is_none(), "a file is no text");
    }
}
