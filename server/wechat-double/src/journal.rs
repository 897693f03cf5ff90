//! The journal of calls, for tests that verify whether the server called WeChat.

use std::collections::VecDeque;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use serde::Serialize;
use tokio::time::Instant;

use crate::double::Shared;
use crate::extract::CallContext;

/// The maximum number of entries; the oldest is dropped first.
const MAX_ENTRIES: usize = 200;

/// The maximum length of a recorded path, in characters.
const MAX_PATH: usize = 96;

/// The journal of a world.
#[derive(Default)]
pub(crate) struct Journal(VecDeque<Entry>);

/// One call, without its arguments.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entry {
    /// The time by the world's clock, in UTC epoch ms.
    pub(crate) time_ms: i64,
    pub(crate) path: String,
    /// The errcode of the response, 0 for success; absent for responses that are not JSON, and on the phone side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) errcode: Option<i64>,
    pub(crate) duration_ms: u64,
}

impl Journal {
    pub(crate) fn add(&mut self, entry: Entry) {
        while self.0.len() >= MAX_ENTRIES {
            self.0.pop_front();
        }
        self.0.push_back(entry);
    }

    /// The entries, oldest first.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.0.iter().cloned().collect()
    }
}

/// Middleware that records every call of the phone side.
pub(crate) async fn record_phone_call(
    State(_): State<Arc<Shared>>,
    Extension(context): Extension<CallContext>,
    request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    record(&context, path, None, millis(started));
    response
}

/// Records a call. Only the beginning of a path is kept, as it may be anything.
pub(crate) fn record(context: &CallContext, mut path: String, errcode: Option<i64>, duration_ms: u64) {
    if let Some((end, _)) = path.char_indices().nth(MAX_PATH) {
        path.truncate(end);
    }
    context.with(|state, time_ms| state.journal.add(Entry { time_ms, path, errcode, duration_ms }));
}

/// The milliseconds since `started`.
pub(crate) fn millis(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}
