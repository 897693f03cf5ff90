//! Metrics for Prometheus, on a listener of their own (`OA_METRICS_LISTEN`), so that API clients cannot read them.
//! Disabled, none of this exists.
//!
//! Events are counted where they happen (`requests`, `wechat_calls`, `accounts`): one lookup of a few bytes and an
//! addition, no allocation. Gauges are read at scrape time (`snapshot`, `process`). No label contains client input or
//! identity; each has few values that are known beforehand.
//!
//! There is no global registry: tests run several servers in one process.

mod accounts;
mod listener;
#[cfg(target_os = "linux")]
mod process;
mod requests;
mod snapshot;
mod wechat_calls;

use std::sync::Arc;

use identity::{Change, Count, wechat::Observer};
use prometheus_client::{encoding::prometheus_text, metrics::info::Info, registry::Registry};

use accounts::Accounts;
pub(crate) use listener::{MetricsListener, bind, serve_metrics};
pub(crate) use requests::OTHER;
use requests::Requests;
pub(crate) use snapshot::Snapshot;
use wechat_calls::WeChatCalls;

/// The metrics of a server.
pub(crate) struct Metrics {
    pub(crate) requests: Requests,
    wechat_calls: WeChatCalls,
    accounts: Accounts,
    registry: Registry,
}

impl Metrics {
    /// Creates the metrics, all 0. `mode` and `database` (its scheme) identify the server; `snapshot` is read at scrape
    /// time.
    pub(crate) fn new(mode: &'static str, database: String, snapshot: Snapshot) -> Self {
        let mut registry = Registry::default();
        let labels =
            [("version", env!("CARGO_PKG_VERSION").to_owned()), ("mode", mode.to_owned()), ("database", database)];
        registry.register("oa_build", "Which server this is", Info::new(labels));
        let requests = Requests::new(&mut registry);
        let wechat_calls = WeChatCalls::new(&mut registry);
        let accounts = Accounts::new(&mut registry);
        registry.register_collector(Box::new(snapshot));
        #[cfg(target_os = "linux")]
        registry.register_collector(Box::new(process::Process));
        Self { requests, wechat_calls, accounts, registry }
    }

    /// The callback of the flows.
    pub(crate) fn count(self: &Arc<Self>) -> Count {
        let metrics = self.clone();
        Arc::new(move |change: Change| metrics.accounts.record(change))
    }

    /// The observer of the WeChat client.
    pub(crate) fn observer(self: &Arc<Self>) -> Observer {
        let metrics = self.clone();
        Observer::new(move |exchange| metrics.wechat_calls.record(exchange))
    }

    /// Counts deleted rows of expired sessions and old keys.
    pub(crate) fn swept(&self, rows: u64) {
        self.accounts.swept(rows);
    }

    /// All metrics in Prometheus' text format.
    ///
    /// # Errors
    /// Never, as a `String` cannot fail.
    fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        prometheus_text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
