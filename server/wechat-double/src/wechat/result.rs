//! The result of a WeChat call, before the middleware completes the response.

use axum::Extension;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// An errcode other than 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Errcode(pub(crate) i64);

/// The JSON of a successful call.
#[derive(Debug)]
pub(crate) struct JsonBody(String);

/// The return type of a handler.
pub(super) type CallResult = Result<JsonBody, Errcode>;

/// The errcode of a response, as an extension for the journal and the middleware.
#[derive(Clone, Copy)]
pub(super) struct Outcome(pub(super) i64);

impl JsonBody {
    pub(super) fn json(fields: &impl Serialize) -> CallResult {
        // plain structs serialize; a failure would be WeChat's "system error"
        serde_json::to_string(fields).map(Self).map_err(|_| Errcode(-1))
    }
}

impl IntoResponse for JsonBody {
    fn into_response(self) -> Response {
        (Extension(Outcome(0)), self.0).into_response()
    }
}

impl IntoResponse for Errcode {
    /// Without a body: the middleware adds it, with WeChat's errmsg and a request id.
    fn into_response(self) -> Response {
        Extension(Outcome(self.0)).into_response()
    }
}
