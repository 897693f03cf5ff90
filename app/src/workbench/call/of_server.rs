//! A call of the server to WeChat, from the two events of the server's stream that tell it. Their values are masked at the source.

use std::sync::Arc;

use leptos::prelude::*;
use serde_json::Value;

use super::{
    Call, CallKind, CallRecord, CallResponse, Message, Whole,
    message::{masked_url, path_of},
};
use crate::{
    workbench::json_tokens::{masked, plain, tokens},
    wx::{ReceivedResponse, SentRequest},
};

/// Whose API it is.
const ORIGIN: &str = "https://api.weixin.qq.com";

impl Call {
    /// The server calls WeChat; `event` is the text of the event that tells it. An event without `detail` still has method
    /// (`label`) and path (`value`).
    pub(in crate::workbench) fn to_wechat(key: String, event: &str, now_ms: f64) -> Self {
        let event = parse(event);
        let of_detail = |name: &str| event.pointer(&format!("/detail/request/{name}"));
        let text = |detail: &str, plain: &str| {
            let value = of_detail(detail).or_else(|| event.get(plain)).and_then(Value::as_str);
            value.unwrap_or_default().to_owned()
        };
        let query = pairs(of_detail("query")).into_iter().map(|(name, value)| format!("{name}={value}"));
        let (path, query) = (text("path", "value"), query.collect::<Vec<_>>().join("&"));
        let url = if query.is_empty() { path } else { [path.as_str(), "?", &query].concat() };
        let body = of_detail("body").map(Value::to_string);
        let sent = SentRequest {
            method: text("method", "label"),
            url: [ORIGIN, &url].concat(),
            body: body.clone(),
            ..SentRequest::default()
        };
        let target = masked_url(&url);
        Self(Arc::new(CallRecord {
            key,
            request_id: String::new(),
            kind: CallKind::ToWeChat,
            method: sent.method.clone(),
            path: path_of(&target),
            target,
            sent_ms: now_ms,
            request: Message { body: body.as_deref().map(tokens).unwrap_or_default(), ..Message::default() },
            sent: of_detail("path").map_or_else(Whole::default, |_| Whole::of(sent)),
            response: ArcRwSignal::new(None),
        }))
    }

    /// WeChat's response, or why there is none; `event` is the text of the event that tells it. Without `detail` the event itself
    /// is shown.
    pub(in crate::workbench) fn respond_of_wechat(&self, text: &str) {
        let event = parse(text);
        let response = event.pointer("/detail/response");
        let part = |name: &str| response.and_then(|response| response.get(name));
        let failure = event.pointer("/detail/failure").and_then(Value::as_str);
        let (status, headers) = (part("status").and_then(Value::as_u64), pairs(part("headers")));
        let body = part("body").map(Value::to_string);
        let length = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let bytes = length.and_then(|(_, length)| length.parse().ok());
        let mut shown: Vec<_> = status.map(|status| ("status".to_owned(), status.to_string())).into_iter().collect();
        shown.extend(headers.iter().map(|(name, value)| (name.clone(), masked(name, value))));
        let received = body.as_ref().map(|body| ReceivedResponse {
            status: status.and_then(|status| status.try_into().ok()).unwrap_or_default(),
            headers,
            body: body.clone(),
            waited_ms: None,
        });
        let body = match (&body, failure) {
            (Some(body), _) => tokens(body),
            (None, Some(failure)) => plain(failure),
            (None, None) => tokens(text),
        };
        let errcode = event.get("errcode").or_else(|| event.pointer("/detail/response/body/errcode"));
        self.response.set(Some(CallResponse {
            ms: event.get("duration_ms").and_then(Value::as_f64).unwrap_or_default(),
            waited_ms: None,
            errno: None,
            errcode: errcode.and_then(Value::as_i64),
            is_failed: event.get("outcome").and_then(Value::as_str) == Some("error"),
            reason: None,
            message: Message { headers: shown, body, bytes },
            received: received.map_or_else(Whole::default, Whole::of),
        }));
    }
}

fn parse(event: &str) -> Value {
    serde_json::from_str(event).unwrap_or_default()
}

/// A list of pairs of texts.
fn pairs(list: Option<&Value>) -> Vec<(String, String)> {
    let pair = |pair: &Value| Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned()));
    list.and_then(Value::as_array).into_iter().flatten().filter_map(pair).collect()
}
