//! Who counts the requests to WeChat. It is a part of the client's configuration, so that this crate knows no metrics and
//! two clients of one process do not share theirs.

use std::{sync::Arc, time::Duration};

use crate::Error;

/// A request as it ended. No URL and no value.
#[derive(Debug, Clone, Copy)]
pub struct Exchange {
    /// WeChat's path.
    pub path: &'static str,
    /// What WeChat said of it.
    pub outcome: Result<(), Error>,
    /// From the start to the last byte; `None` where it was refused here, because too many wait, and never sent.
    pub duration: Option<Duration>,
}

/// Is told of every [`Exchange`], retries and all. By default nobody is.
#[derive(Clone, Default)]
pub struct Observer(Option<Arc<dyn Fn(Exchange) + Send + Sync>>);

impl Observer {
    /// `tell` runs within the request, so it must be quick.
    pub fn new(tell: impl Fn(Exchange) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(tell)))
    }

    pub(crate) fn tell(&self, exchange: Exchange) {
        if let Some(tell) = &self.0 {
            tell(exchange);
        }
    }
}

impl std::fmt::Debug for Observer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Observer" } else { "nobody" })
    }
}
