//! Limits the concurrent calls to WeChat. Without a limit, a slow WeChat would fill this server with waiting requests, and
//! requests that do not need WeChat would suffer too.

use tokio::sync::SemaphorePermit;

use super::Client;
use crate::{CompletedCall, Error, Unavailable};

impl Client {
    /// A permit for one call, released on drop.
    ///
    /// # Errors
    /// [`Unavailable::Overloaded`], at once, when [`ClientConfig::max_waiting`](crate::ClientConfig) calls are waiting already.
    pub(super) fn permit(&self, path: &'static str) -> Result<SemaphorePermit<'_>, Error> {
        self.waiting.try_acquire().map_err(|_| {
            let error = Error::Unavailable(Unavailable::Overloaded);
            tracing::warn!(path, limit = self.config.max_waiting, advice = error.advice(), "{error}");
            self.config.observer.notify(CompletedCall { path, outcome: Err(error), duration: None });
            error
        })
    }
}
