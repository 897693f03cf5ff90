//! What a call of WeChat's ends in, before it is dressed as WeChat dresses it.

use axum::Extension;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// An errcode other than 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Errcode(pub(crate) i64);

/// A call that succeeded, with its JSON.
#[derive(Debug)]
pub(crate) struct Said(String);

/// What a handler returns.
pub(super) type Answer = Result<Said, Errcode>;

/// The errcode of an answer, beside it: for the journal and for `entry`.
#[derive(Clone, Copy)]
pub(super) struct Outcome(pub(super) i64);

impl Said {
    pub(super) fn json(fields: &impl Serialize) -> Answer {
        // these are our own plain structs: a failure would be WeChat's "system error"
        serde_json::to_string(fields).map(Self).map_err(|_| Errcode(-1))
    }
}

impl IntoResponse for Said {
    fn into_response(self) -> Response {
        (Extension(Outcome(0)), self.0).into_response()
    }
}

impl IntoResponse for Errcode {
    /// Without a body: `entry` writes it, with WeChat's words and a request id.
    fn into_response(self) -> Response {
        Extension(Outcome(self.0)).into_response()
    }
}
