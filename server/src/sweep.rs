//! Housekeeping: what has ended is deleted now and then, in small batches, so that nobody waits for it.

use std::{sync::Arc, time::Duration};

use identity::{Identity, Store};
use wechat_double::Double;

use crate::{demo, limits::Limits, metrics::Metrics};

/// How often.
const INTERVAL: Duration = Duration::from_secs(10 * 60);
/// Rows a transaction.
const BATCH: u32 = 500;
/// Worlds of the demo whose accounts are looked at a time.
const WORLDS: u32 = 100;

/// Starts the task: ended sessions and keys, whom the rate limits need not remember any more, and in demo mode worlds that
/// nobody used for a day, with the accounts of those from before the start. It ends with the runtime.
pub(crate) fn start(
    identity: Arc<Identity>,
    store: Arc<dyn Store>,
    limits: Option<Arc<Limits>>,
    double: Option<Double>,
    metrics: Option<Arc<Metrics>>,
) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(INTERVAL).await;
            match identity.sweep(BATCH).await {
                Ok(0) => {}
                Ok(rows) => {
                    tracing::info!(rows, "swept");
                    if let Some(metrics) = &metrics {
                        metrics.swept(rows);
                    }
                }
                Err(cause) => tracing::warn!(cause = %identity::error_chain(&cause), "not swept; tried again later"),
            }
            if let Some(limits) = &limits {
                limits.tidy();
            }
            if let Some(double) = &double {
                double.sweep().await;
                if let Err(cause) = demo::sweep(&*store, double, identity.now_ms(), WORLDS).await {
                    tracing::error!(cause = %identity::error_chain(&cause), "demo accounts were not forgotten");
                }
            }
        }
    });
}
