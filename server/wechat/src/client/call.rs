//! Every request to WeChat goes through here: one place that bounds it, reads it and writes it down.

use reqwest::{Response, StatusCode};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::Client;
use crate::{Error, Unavailable, advice};

/// The longest answer that is read, in bytes. WeChat's longest is under 2 KiB.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// One request.
pub(super) struct Call<'a> {
    /// WeChat's path; also what the log calls the request.
    pub(super) path: &'static str,
    /// The arguments. Secrets are among them, so nothing here prints the URL.
    pub(super) query: &'a [(&'a str, &'a str)],
    /// `X-Double-World`.
    pub(super) world: Option<&'a str>,
    /// From 0; for the log.
    pub(super) attempt: usize,
    /// When the whole call must be over.
    pub(super) deadline: Instant,
}

impl Client {
    /// Sends `call`, reads its answer with `parse` and logs one event: path, attempt, errcode, duration, and what the
    /// operator should do. No URL and no value.
    ///
    /// # Errors
    /// What `parse` finds, or [`Error::Unavailable`].
    pub(super) async fn call<T>(
        &self,
        call: &Call<'_>,
        parse: impl FnOnce(&[u8]) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let begun = Instant::now();
        let outcome = match self.exchange(call).await {
            Ok(body) => parse(&body),
            Err(unavailable) => Err(Error::Unavailable(unavailable)),
        };
        record(call, begun, outcome.as_ref().err());
        outcome
    }

    async fn exchange(&self, call: &Call<'_>) -> Result<Zeroizing<Vec<u8>>, Unavailable> {
        let left = call.deadline.saturating_duration_since(Instant::now());
        let mut url = self.config.base_url.clone();
        url.set_query(None);
        url.set_fragment(None);
        url.path_segments_mut()
            .map_err(|()| Unavailable::Connect)?
            .pop_if_empty()
            .extend(call.path.split('/').filter(|part| !part.is_empty()));
        let mut request = self.http.get(url).query(call.query).timeout(left.min(self.config.answer_timeout));
        if let Some(world) = call.world {
            request = request.header("x-double-world", world);
        }
        let response = request.send().await.map_err(|error| unavailable(&error))?;
        if response.status() != StatusCode::OK {
            return Err(Unavailable::Status(response.status().as_u16()));
        }
        read(response).await
    }
}

/// The body up to [`MAX_BODY_BYTES`]; a longer one is dropped with its connection.
async fn read(mut response: Response) -> Result<Zeroizing<Vec<u8>>, Unavailable> {
    // the room is taken once, so that no copy of a session_key is left behind by growing
    let mut body = Zeroizing::new(Vec::with_capacity(MAX_BODY_BYTES));
    while let Some(chunk) = response.chunk().await.map_err(|error| unavailable(&error))? {
        if body.len() + chunk.len() > MAX_BODY_BYTES {
            return Err(Unavailable::Malformed);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// In which way a request failed. The error itself ends here, because its URL holds the secret.
fn unavailable(error: &reqwest::Error) -> Unavailable {
    if error.is_connect() || error.is_builder() {
        Unavailable::Connect
    } else if error.is_timeout() {
        Unavailable::Timeout
    } else {
        // sent, and then cut or garbled: what WeChat did with it is unknown
        Unavailable::Malformed
    }
}

fn record(call: &Call<'_>, begun: Instant, error: Option<&Error>) {
    let (path, attempt) = (call.path, call.attempt);
    let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let Some(error) = error else {
        return tracing::info!(path, attempt, errcode = 0, duration_ms, "WeChat answered");
    };
    let errcode = error.errcode();
    match error {
        Error::Misconfigured(number) => {
            let advice = advice(*number);
            tracing::error!(path, attempt, errcode, duration_ms, advice, "{error}");
        }
        Error::Unavailable(_) | Error::Unexpected(_) => {
            tracing::warn!(path, attempt, errcode, duration_ms, "{error}");
        }
        Error::InvalidCode | Error::CodeUsed | Error::TooFrequent | Error::HighRisk => {
            tracing::info!(path, attempt, errcode, duration_ms, "{error}");
        }
    }
}
