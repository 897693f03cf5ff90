//! Periodic cleanup: expired rows are deleted in small batches, so that requests do not wait for it.

use std::{sync::Arc, time::Duration};

use identity::{Identity, Store};
use wechat_double::Double;

use crate::{demo, limits::Limits, metrics::Metrics};

/// The interval between two runs.
const INTERVAL: Duration = Duration::from_secs(10 * 60);
/// Rows per transaction.
const BATCH: u32 = 500;
/// Worlds of the demo checked at a time.
const WORLDS: u32 = 100;

/// Spawns the task. It deletes expired sessions and keys, idle entries of the rate limits and, in demo mode, worlds idle for a
/// day and the accounts of worlds from before the start. It ends with the runtime.
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
                    tracing::info!(rows, "expired rows deleted");
                    if let Some(metrics) = &metrics {
                        metrics.swept(rows);
                    }
                }
                Err(cause) => {
                    tracing::warn!(cause = %identity::error_chain(&cause), "expired rows not deleted; retried later")
                }
            }
            if let Some(limits) = &limits {
                limits.tidy();
            }
            if let Some(double) = &double {
                double.sweep().await;
                if let Err(cause) = demo::sweep(&*store, double, identity.now_ms(), WORLDS).await {
                    tracing::error!(cause = %identity::error_chain(&cause), "demo accounts not deleted");
                }
            }
        }
    });
}
