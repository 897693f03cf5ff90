//! An event of the server's stream (`/demo/events`): one hop between the server and another participant.

use serde::Deserialize;

/// A hop. Fields that an event does not have are empty.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ServerEvent {
    /// `x-request-id` of the call that it belongs to.
    pub(super) request: String,
    /// The step's id.
    pub(super) step: String,
    pub(super) from: String,
    pub(super) to: String,
    /// What stands on the arrow, and its masked value.
    pub(super) label: String,
    pub(super) value: String,
    /// `error` where it failed.
    pub(super) outcome: String,
    pub(super) duration_ms: f64,
    pub(super) errcode: Option<i64>,
    pub(super) errno: Option<i64>,
}

impl ServerEvent {
    pub(super) fn is_ok(&self) -> bool {
        self.outcome != "error"
    }
}
