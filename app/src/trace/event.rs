//! What happened in a run, as it is kept, exported and read again: one struct for every kind of event, already masked. The diagram and
//! the panels are computed from these alone, so that a trace that was read from a file shows what the page showed.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// What an event tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EventKind {
    /// A step that the phone takes by itself begins.
    #[default]
    Began,
    /// It is done.
    Done,
    /// It failed.
    Failed,
    /// The phone sends a request.
    Sent,
    /// Its response came, or none.
    Received,
    /// The server went one hop, as its stream tells it.
    Hop,
    /// The key that WeChat sealed the data with, by its fingerprint.
    Key,
}

/// An event. Fields that it does not have are empty, and are not written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct TraceEvent {
    /// Since the run began, in tenths of a ms.
    pub at: u32,
    /// What it tells.
    pub kind: EventKind,
    /// The id of the step that the phone takes.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub step: String,
    /// What stands on its arrow.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub word: String,
    /// And the value beside it: the errMsg of what failed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// `x-request-id`
    #[serde(skip_serializing_if = "String::is_empty")]
    pub request: String,
    /// Of a request.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub method: String,
    /// Of a request.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// Of a response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Of a request or a response, masked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// Of a request or a response, masked.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Of our envelope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errno: Option<i64>,
    /// Of our envelope.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub errmsg: String,
    /// The server's event as it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hop: Option<Box<RawValue>>,
}
