//! The calls so far, for a test that wants to know whether the server asked WeChat at all.

use std::collections::VecDeque;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use serde::Serialize;
use tokio::time::Instant;

use crate::double::Shared;
use crate::here::Here;

/// How many calls are kept; the oldest goes first.
const MOST: usize = 200;

/// How many characters of a path are kept.
const MAX_PATH: usize = 96;

/// The journal of a world.
#[derive(Default)]
pub(crate) struct Journal(VecDeque<Entry>);

/// One call. No value of it, only what it was and how it ended.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entry {
    /// By the world's clock, in UTC epoch ms.
    pub(crate) time_ms: i64,
    pub(crate) path: String,
    /// What WeChat answered, 0 for success; absent where there was no answer in JSON, and on the phone side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) errcode: Option<i64>,
    pub(crate) duration_ms: u64,
}

impl Journal {
    pub(crate) fn add(&mut self, entry: Entry) {
        while self.0.len() >= MOST {
            self.0.pop_front();
        }
        self.0.push_back(entry);
    }

    /// Oldest first.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.0.iter().cloned().collect()
    }
}

/// Around every call of the phone side.
pub(crate) async fn of_phone(
    State(_): State<Arc<Shared>>,
    Extension(here): Extension<Here>,
    request: Request,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    write(&here, path, None, millis(begun));
    response
}

/// Writes one call down. A path may be anything, so only its beginning is kept.
pub(crate) fn write(here: &Here, mut path: String, errcode: Option<i64>, duration_ms: u64) {
    if let Some((end, _)) = path.char_indices().nth(MAX_PATH) {
        path.truncate(end);
    }
    here.with(|state, time_ms| state.journal.add(Entry { time_ms, path, errcode, duration_ms }));
}

/// Milliseconds since `begun`.
pub(crate) fn millis(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX)
}
