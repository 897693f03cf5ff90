//! How many calls may wait for WeChat. Without a bound, a WeChat that is slow would fill this server with waiting
//! requests, and what needs no WeChat would suffer with them.

use tokio::sync::SemaphorePermit;

use super::Client;
use crate::{Error, Exchange, Unavailable};

impl Client {
    /// A place among the calls that wait, kept until it is dropped.
    ///
    /// # Errors
    /// [`Unavailable::Crowded`], at once, when [`ClientConfig::max_waiting`](crate::ClientConfig) calls wait already.
    pub(super) fn place(&self, path: &'static str) -> Result<SemaphorePermit<'_>, Error> {
        self.waiting.try_acquire().map_err(|_| {
            let error = Error::Unavailable(Unavailable::Crowded);
            tracing::warn!(path, limit = self.config.max_waiting, advice = error.advice(), "{error}");
            self.config.observer.tell(Exchange { path, outcome: Err(error), duration: None });
            error
        })
    }
}
