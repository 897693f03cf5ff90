//! Every request to WeChat goes through here: one place that limits it, reads the response and logs it.

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use reqwest::header::{self, HeaderMap};
use reqwest::{Response, StatusCode};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::Client;
use super::failure::unavailable;
use super::flow_events::{MaskedSummary, received, sent};
use crate::flow::emit;
use crate::{CompletedCall, Error, Unavailable};

/// The longest response body that is read, in bytes. WeChat's longest is under 2 KiB.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// One request.
pub(super) struct Call<'a> {
    /// WeChat's path; also the name of the request in the log.
    pub(super) path: &'static str,
    /// The arguments. They include secrets, so nothing here prints the URL.
    pub(super) query: &'a [(&'a str, &'a str)],
    /// JSON, which makes it a POST. It includes secrets.
    pub(super) body: Option<&'a serde_json::Value>,
    /// `X-Double-World`.
    pub(super) world: Option<&'a str>,
    /// From 0; for the log.
    pub(super) attempt: usize,
    /// The deadline of the whole call.
    pub(super) deadline: Instant,
}

/// A response as it came; empty as far as none came.
#[derive(Default)]
pub(super) struct RawResponse {
    /// The HTTP status.
    pub(super) status: Option<u16>,
    headers: HeaderMap,
    pub(super) body: Zeroizing<Vec<u8>>,
}

/// The outcome of a call, and what else the response showed.
pub(super) struct Observed<T> {
    pub(super) outcome: Result<T, Error>,
    /// This server's address as WeChat names it, if WeChat refuses it (40164).
    pub(super) refused_ip: Option<IpAddr>,
    /// WeChat's `Date`.
    pub(super) date: Option<SystemTime>,
}

impl Client {
    /// Sends `call`, emits it and its response as flow events, parses the response with `parse` and logs one event: path, attempt, errcode, duration, and advice for
    /// the operator. No URL and no value.
    ///
    /// # Errors
    /// What `parse` returns, or [`Error::Unavailable`].
    pub(super) async fn call<T: MaskedSummary>(
        &self,
        call: &Call<'_>,
        parse: impl FnOnce(&[u8]) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.observe(call, parse).await.outcome
    }

    /// As [`Client::call`], and returns what else the response showed.
    pub(super) async fn observe<T: MaskedSummary>(
        &self,
        call: &Call<'_>,
        parse: impl FnOnce(&[u8]) -> Result<T, Error>,
    ) -> Observed<T> {
        let started = Instant::now();
        let mut refused_ip = None;
        let mut response = RawResponse::default();
        emit(|| sent(call));
        let outcome = match self.send(call, &mut response).await {
            Ok(()) => parse(&response.body).inspect_err(|error| {
                refused_ip = (*error == Error::Misconfigured(40164)).then(|| ip_in(&response.body)).flatten();
            }),
            Err(unavailable) => Err(Error::Unavailable(unavailable)),
        };
        let duration = started.elapsed();
        emit(|| received(call, &outcome, &response));
        record(call, duration, outcome.as_ref().err(), refused_ip);
        let completed = outcome.as_ref().map(drop).map_err(|error| *error);
        self.config.observer.notify(CompletedCall { path: call.path, outcome: completed, duration: Some(duration) });
        let date = response.header(&header::DATE).and_then(|text| httpdate::parse_http_date(text).ok());
        Observed { outcome, refused_ip, date }
    }

    /// Fills `received` as far as a response comes.
    async fn send(&self, call: &Call<'_>, received: &mut RawResponse) -> Result<(), Unavailable> {
        let remaining = call.deadline.saturating_duration_since(Instant::now());
        let mut url = self.config.base_url.clone();
        url.set_query(None);
        url.set_fragment(None);
        url.path_segments_mut()
            .map_err(|()| Unavailable::Connect)?
            .pop_if_empty()
            .extend(call.path.split('/').filter(|part| !part.is_empty()));
        let mut request = match call.body {
            None => self.http.get(url),
            Some(body) => self.http.post(url).header(header::CONTENT_TYPE, "application/json").body(body.to_string()),
        };
        request = request.query(call.query).timeout(remaining.min(self.config.response_timeout));
        if let Some(world) = call.world {
            request = request.header("x-double-world", world);
        }
        let mut response = request.send().await.map_err(|error| unavailable(&error, self.has_roots))?;
        received.status = Some(response.status().as_u16());
        received.headers = std::mem::take(response.headers_mut());
        if response.status() != StatusCode::OK {
            return Err(Unavailable::Status(response.status().as_u16()));
        }
        received.body = read(response, self.has_roots).await?;
        Ok(())
    }
}

impl RawResponse {
    /// A header that is text.
    pub(super) fn header(&self, name: &header::HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// The body up to [`MAX_BODY_BYTES`]; a longer one is dropped together with its connection.
async fn read(mut response: Response, has_roots: bool) -> Result<Zeroizing<Vec<u8>>, Unavailable> {
    // the capacity is allocated once, so that growing leaves no copy of a session_key behind
    let mut body = Zeroizing::new(Vec::with_capacity(MAX_BODY_BYTES));
    while let Some(chunk) = response.chunk().await.map_err(|error| unavailable(&error, has_roots))? {
        if body.len() + chunk.len() > MAX_BODY_BYTES {
            return Err(Unavailable::Malformed);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The address that WeChat names when it refuses one (40164). Only a valid address is returned, so that nothing else of
/// the response can reach the log.
fn ip_in(body: &[u8]) -> Option<IpAddr> {
    let address = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':');
    body.split(|byte| !address(byte)).find_map(|word| std::str::from_utf8(word).ok()?.parse().ok())
}

fn record(call: &Call<'_>, duration: Duration, error: Option<&Error>, refused_ip: Option<IpAddr>) {
    let (path, attempt) = (call.path, call.attempt);
    let duration_ms = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let Some(error) = error else {
        return tracing::info!(path, attempt, errcode = 0, duration_ms, "WeChat request completed");
    };
    let (errcode, advice) = (error.errcode(), error.advice());
    match error {
        Error::Misconfigured(_) => {
            let refused_ip = refused_ip.map(tracing::field::display);
            tracing::error!(path, attempt, errcode, duration_ms, refused_ip, advice, "{error}");
        }
        Error::Unavailable(_) | Error::Unexpected(_) => {
            tracing::warn!(path, attempt, errcode, duration_ms, advice, "{error}");
        }
        Error::InvalidCode | Error::CodeUsed | Error::TooFrequent | Error::HighRisk => {
            tracing::info!(path, attempt, errcode, duration_ms, advice, "{error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ip_in;

    #[test]
    fn only_an_address_is_parsed_from_a_response() {
        let body = br#"{"errcode":40164,"errmsg":"invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist"}"#;
        assert_eq!(ip_in(body), Some("203.0.113.7".parse().unwrap()));
        assert_eq!(ip_in(b"invalid ip 2001:db8::7, not in whitelist"), Some("2001:db8::7".parse().unwrap()));
        assert_eq!(ip_in(br#"{"errcode":40164,"errmsg":"secret=5ec2e7c0ffee"}"#), None);
        assert_eq!(ip_in(b"\xff\xfe"), None);
    }
}
