//! Events of the flow of one request, emitted where they happen: calls to WeChat and their responses, database access,
//! local computation. Only demo mode installs an observer; without one, no event is even built. The module is in this
//! crate because the client is the lowest layer that emits.
//!
//! Values are masked at the source: an observer never holds what may not be shown.

mod detail;

use std::{borrow::Cow, future::Future, sync::Arc};

pub use detail::{Decryption, FlowDetail, KeyFailure, RequestDetail, ResponseDetail, TriedKey};

pub use crate::mask::{mask, mask_phone};

/// A participant of the sequence diagram: where an event begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// This server.
    Server,
    /// api.weixin.qq.com, or the double of it.
    WeChat,
    /// The store.
    Database,
}

/// One arrow of the sequence diagram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowEvent {
    /// What happened, in one word: `signed-in`, `authenticated`, `decrypted`, `bound`, …; of a request to WeChat and its
    /// response the last part of the path (`jscode2session`).
    pub kind: &'static str,
    /// The lane where it begins.
    pub from: Lane,
    /// The lane where it ends; the same lane for a local computation.
    pub to: Lane,
    /// The arrow's label.
    pub label: &'static str,
    /// The value beside it, masked.
    pub value: Cow<'static, str>,
    /// WeChat's errcode of an event that failed.
    pub errcode: Option<i64>,
    /// Whether the operation succeeded.
    pub ok: bool,
    /// What it was in detail, masked.
    pub detail: Option<FlowDetail>,
}

impl FlowEvent {
    /// An event that succeeded.
    pub fn new(
        kind: &'static str,
        from: Lane,
        to: Lane,
        label: &'static str,
        value: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { kind, from, to, label, value: value.into(), errcode: None, ok: true, detail: None }
    }

    /// A local computation.
    pub fn computed(kind: &'static str, label: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        Self::new(kind, Lane::Server, Lane::Server, label, value)
    }

    /// A database operation.
    pub fn stored(kind: &'static str, label: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        Self::new(kind, Lane::Server, Lane::Database, label, value)
    }

    /// The same event with its detail.
    #[must_use]
    pub fn with(self, detail: FlowDetail) -> Self {
        Self { detail: Some(detail), ..self }
    }

    /// The same event with its result.
    #[must_use]
    pub fn succeeded(self, ok: bool) -> Self {
        Self { ok, ..self }
    }

    /// The same event, failed, with WeChat's errcode if there is one.
    #[must_use]
    pub fn failed(self, errcode: Option<i64>) -> Self {
        Self { errcode, ok: false, ..self }
    }
}

/// Receives the events of one request.
pub trait FlowObserver: Send + Sync {
    /// An event was emitted.
    fn event(&self, event: FlowEvent);
    /// The value of the response that is worth showing, masked.
    fn response(&self, value: String);
}

tokio::task_local! {
    static OBSERVER: Arc<dyn FlowObserver>;
}

/// Runs `work` with `observer` as the observer of its task.
pub async fn observe<F: Future>(observer: Arc<dyn FlowObserver>, work: F) -> F::Output {
    OBSERVER.scope(observer, work).await
}

/// Wraps `work`, which will be spawned as a task of its own, so that it keeps the current task's observer.
pub fn propagate<F: Future<Output = ()> + Send + 'static>(work: F) -> impl Future<Output = ()> + Send + 'static {
    let observer = OBSERVER.try_with(Arc::clone).ok();
    async move {
        match observer {
            Some(observer) => observe(observer, work).await,
            None => work.await,
        }
    }
}

/// Emits an event, if the task has an observer.
pub fn emit(event: impl FnOnce() -> FlowEvent) {
    let _ = OBSERVER.try_with(|observer| observer.event(event()));
}

/// Emits the value of the response, if the task has an observer.
pub fn emit_response(value: impl FnOnce() -> String) {
    let _ = OBSERVER.try_with(|observer| observer.response(value()));
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Default)]
    struct Recorder(Mutex<Vec<&'static str>>);

    impl FlowObserver for Recorder {
        fn event(&self, event: FlowEvent) {
            self.0.lock().unwrap().push(event.kind);
        }

        fn response(&self, _: String) {}
    }

    fn made(kind: &'static str) -> FlowEvent {
        FlowEvent::new(kind, Lane::Server, Lane::Server, "", "")
    }

    #[tokio::test]
    async fn only_the_observer_of_the_task_receives_events() {
        emit(|| unreachable!("no observer"));
        let (one, other) = (Arc::new(Recorder::default()), Arc::new(Recorder::default()));
        let first = observe(one.clone(), async {
            emit(|| made("a"));
            tokio::spawn(propagate(async { emit(|| made("b")) })).await.unwrap();
        });
        let second = observe(other.clone(), async { emit(|| made("c")) });
        tokio::join!(first, second);
        assert_eq!(*one.0.lock().unwrap(), ["a", "b"]);
        assert_eq!(*other.0.lock().unwrap(), ["c"]);
    }
}
