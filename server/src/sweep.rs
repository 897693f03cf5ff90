//! Housekeeping: what has ended is deleted now and then, in small batches, so that nobody waits for it.

use std::{sync::Arc, time::Duration};

use identity::Identity;
use wechat_double::Double;

use crate::{limits::Limits, metrics::Metrics};

/// How often.
const PAUSE: Duration = Duration::from_secs(10 * 60);
/// Rows a transaction.
const BATCH: u32 = 500;

/// Starts the task: ended sessions and keys, whom the rate limits need not remember any more, and in demo mode worlds that
/// nobody used for a day. It ends with the runtime.
pub(crate) fn start(
    identity: Arc<Identity>,
    limits: Option<Arc<Limits>>,
    double: Option<Double>,
    metrics: Option<Arc<Metrics>>,
) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(PAUSE).await;
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
            }
        }
    });
}
