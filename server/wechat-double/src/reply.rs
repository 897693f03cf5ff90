//! Refusals: `{"errMsg":"…:fail …"}` to a phone, `{"error":"…"}` with a 4xx status on the control side.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::extract::phone_call;

/// Why a `/_double` call did nothing.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    /// The phone's call, for `errMsg`.
    pub(crate) api: Option<String>,
    pub(crate) reason: String,
}

impl Refusal {
    /// A refusal of a call to `path`, in the format of that side.
    pub(crate) fn of(path: &str, status: StatusCode, reason: &str) -> Self {
        Self { status, api: phone_call(path).map(str::to_owned), reason: reason.to_owned() }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = match self.api {
            Some(api) => json!({ "errMsg": format!("{api}:fail {}", self.reason) }),
            None => json!({ "error": self.reason }),
        };
        (self.status, Json(body)).into_response()
    }
}

/// Parses a JSON object; an empty body counts as `{}`.
pub(crate) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    let body = if body.is_empty() { b"{}" } else { body };
    // serde would accept an array for a struct
    if !body.trim_ascii_start().starts_with(b"{") {
        return Err("the body must be a JSON object".to_owned());
    }
    serde_json::from_slice(body).map_err(|error| format!("invalid JSON: {error}"))
}
