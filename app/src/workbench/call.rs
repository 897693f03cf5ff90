//! A call as the network panel keeps it: already masked, so that nothing is recorded that may not be shown.

use leptos::prelude::*;

use super::json_tokens::{self, Token, masked, tokens};
use crate::wx::{ReceivedResponse, SentRequest};

/// A call of the phone, or of the server to WeChat.
#[derive(Debug, Clone)]
pub(super) struct Call {
    /// Identifies it in the list: the request's id, and for a call of the server one of its own.
    pub(super) key: String,
    /// `x-request-id`; empty for a call of the server.
    pub(super) request_id: String,
    pub(super) method: String,
    pub(super) path: String,
    /// When it was sent, in ms since the page was opened.
    pub(super) sent_ms: f64,
    pub(super) request: Message,
    /// What came of it; none while the phone waits.
    pub(super) response: ArcRwSignal<Option<CallResponse>>,
}

/// A request or a response as it is shown: the head, a line a header, and the body.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Message {
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<Token>,
}

/// The end of a call.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CallResponse {
    /// How long it took, in ms.
    pub(super) ms: f64,
    /// Of our server's envelope; none for another response.
    pub(super) errno: Option<i64>,
    pub(super) is_failed: bool,
    /// `x-oa-error`: what of the request was refused.
    pub(super) reason: Option<String>,
    /// None for a call of the server, whose one event tells both.
    pub(super) message: Option<Message>,
}

impl Call {
    /// The phone sends one.
    pub(super) fn sent(request: &SentRequest, now_ms: f64) -> Self {
        let headers = request.headers.iter().filter(|(name, _)| is_shown(name));
        let headers = headers.map(|(name, value)| (name.clone(), masked(name, value))).collect();
        let body = request.body.as_deref().map(tokens).unwrap_or_default();
        Self {
            key: request.id.clone(),
            request_id: request.id.clone(),
            method: request.method.clone(),
            path: request.url.clone(),
            sent_ms: now_ms,
            request: Message { headers, body },
            response: ArcRwSignal::new(None),
        }
    }

    /// The server called WeChat; `event` is the text of the event that tells it.
    pub(super) fn of_server(key: String, path: String, is_ok: bool, ms: f64, event: &str) -> Self {
        let response = CallResponse { ms, errno: None, is_failed: !is_ok, reason: None, message: None };
        Self {
            key,
            request_id: String::new(),
            method: "⇢".to_owned(),
            path,
            sent_ms: 0.0,
            request: Message { headers: Vec::new(), body: tokens(event) },
            response: ArcRwSignal::new(Some(response)),
        }
    }

    /// Whether the server made it.
    pub(super) fn is_of_server(&self) -> bool {
        self.request_id.is_empty()
    }

    /// The response, or the errMsg where there is none. Returns how long it took, in ms.
    pub(super) fn respond(&self, result: Result<&ReceivedResponse, &str>, errno: Option<i64>, now_ms: f64) -> f64 {
        let ms = now_ms - self.sent_ms;
        let header = |name: &str| result.ok()?.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value);
        let mut headers = Vec::new();
        if let Ok(response) = result {
            headers.push(("status".to_owned(), response.status.to_string()));
            headers.extend(response.headers.iter().map(|(name, value)| (name.clone(), masked(name, value))));
        }
        let body = result.map_or_else(json_tokens::plain, |response| tokens(&response.body));
        self.response.set(Some(CallResponse {
            ms,
            errno,
            is_failed: result.is_err() || errno.is_some_and(|errno| errno != 0),
            reason: header("x-oa-error").cloned(),
            message: Some(Message { headers, body }),
        }));
        ms
    }
}

/// What a request's head shows: what the phone adds, and not what every fetch has.
fn is_shown(name: &str) -> bool {
    !name.eq_ignore_ascii_case("accept") && !name.eq_ignore_ascii_case("content-type")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_keeps_nothing_that_may_not_be_shown() {
        let token = "oa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let request = SentRequest {
            id: "r".to_owned(),
            url: "/oapro/wx/user/index".to_owned(),
            headers: vec![("X-OA-Token".to_owned(), token.to_owned())],
            body: Some(r#"{"code":"0c3fBBBBBBBBBBBBBBBBBBBBBBBZt1"}"#.to_owned()),
            ..SentRequest::default()
        };
        let call = Call::sent(&request, 0.0);
        let body = format!(r#"{{"errno":0,"data":{{"token":"{token}","phone":"12066600001"}}}}"#);
        call.respond(Ok(&ReceivedResponse { status: 200, headers: Vec::new(), body }), Some(0), 3.0);
        let shown = format!("{call:?} {:?}", call.response.get_untracked());
        for secret in ["AAAAAAAAAA", "BBBBBBBBBB", "12066600001"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        assert!(shown.contains("oa_AAA…AAA") && shown.contains("errno"), "{shown}");
    }
}
