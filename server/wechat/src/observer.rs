//! The observer that counts requests to WeChat. It is part of the client's configuration, so that this crate does not
//! depend on metrics and two clients of one process do not share theirs.

use std::{sync::Arc, time::Duration};

use crate::Error;

/// A request to WeChat that ended. Holds no URL and no value.
#[derive(Debug, Clone, Copy)]
pub struct CompletedCall {
    /// WeChat's path.
    pub path: &'static str,
    /// The result by errcode.
    pub outcome: Result<(), Error>,
    /// From the start to the last byte; `None` if the concurrency limit rejected it and it was never sent.
    pub duration: Option<Duration>,
}

/// A callback for every [`CompletedCall`], retries included. The default does nothing.
#[derive(Clone, Default)]
pub struct Observer(Option<Arc<dyn Fn(CompletedCall) + Send + Sync>>);

impl Observer {
    /// `callback` runs within the request, so it must be quick.
    pub fn new(callback: impl Fn(CompletedCall) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(callback)))
    }

    pub(crate) fn notify(&self, call: CompletedCall) {
        if let Some(callback) = &self.0 {
            callback(call);
        }
    }
}

impl std::fmt::Debug for Observer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Observer" } else { "none" })
    }
}
