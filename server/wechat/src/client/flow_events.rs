//! Requests to WeChat and its responses as flow events, masked. The app secret is in none of them, not even in part.

use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE, HeaderName};
use secrecy::SecretString;
use serde_json::Value;

use super::call::{Call, RawResponse};
use crate::crypto::PhoneInfo;
use crate::flow::{FlowDetail, FlowEvent, Lane, RequestDetail, ResponseDetail, mask, mask_phone};
use crate::mask::{mask_members, mask_text};
use crate::{CodeSession, Error};

/// A response of which a masked summary may be shown.
pub(super) trait MaskedSummary {
    /// The arrow's label.
    const LABEL: &'static str;

    /// The summary.
    fn masked(&self) -> String;
}

impl MaskedSummary for CodeSession {
    const LABEL: &'static str = "openid";

    fn masked(&self) -> String {
        let key: String = self.session_key.reveal().chars().take(2).collect();
        format!("{} · key {key}…", mask(&self.openid, 4, 3))
    }
}

impl MaskedSummary for PhoneInfo {
    const LABEL: &'static str = "phone_info";

    fn masked(&self) -> String {
        mask_phone(&self.pure_number)
    }
}

/// An access_token and its lifetime in s: nothing of the token is shown.
impl MaskedSummary for (SecretString, i64) {
    const LABEL: &'static str = "access_token";

    fn masked(&self) -> String {
        format!("{} s", self.1)
    }
}

/// The request is sent.
pub(super) fn sent(call: &Call<'_>) -> FlowEvent {
    let (method, name) = (if call.body.is_some() { "POST" } else { "GET" }, name(call));
    let query = call.query.iter().map(|(name, value)| ((*name).to_owned(), mask_text(name, value))).collect();
    let body = call.body.and_then(Value::as_object).map(mask_members);
    let request = RequestDetail { method, path: call.path, query, body };
    FlowEvent::new(name, Lane::Server, Lane::WeChat, method, name).with(FlowDetail::Request(request))
}

/// The response, or the failure.
pub(super) fn received<T: MaskedSummary>(
    call: &Call<'_>,
    outcome: &Result<T, Error>,
    response: &RawResponse,
) -> FlowEvent {
    let failure = match outcome {
        Err(error @ Error::Unavailable(how)) if error.errcode().is_none() => how.to_string(),
        _ => String::new(),
    };
    let detail = match response.status {
        Some(status) => FlowDetail::Response(response_detail(status, response)),
        None => FlowDetail::Failure(failure.clone()),
    };
    let event = |value| FlowEvent::new(name(call), Lane::WeChat, Lane::Server, T::LABEL, value).with(detail);
    match outcome {
        Ok(response) => event(response.masked()),
        Err(error) => event(failure).failed(error.errcode()),
    }
}

fn response_detail(status: u16, response: &RawResponse) -> ResponseDetail {
    let headers = [CONTENT_TYPE, CONTENT_LENGTH, DATE];
    let header = |name: &HeaderName| Some((name.to_string(), response.header(name)?.to_owned()));
    ResponseDetail {
        status,
        headers: headers.iter().filter_map(header).collect(),
        body: serde_json::from_slice(&response.body).ok().map(|members| mask_members(&members)),
    }
}

/// The last part of the path.
fn name(call: &Call<'_>) -> &'static str {
    call.path.rsplit('/').next().unwrap_or(call.path)
}

#[cfg(test)]
#[path = "flow_events_tests.rs"]
mod tests;
