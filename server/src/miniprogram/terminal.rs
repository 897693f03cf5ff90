//! What the developer reads in the terminal: what does not compile, and that a change was taken.

use std::sync::Arc;

use ::miniprogram::{Bundle, Level};
use tokio::sync::watch;

/// How many problems are written for one compilation.
const MAX_WRITTEN: usize = 20;

/// Writes what is wrong, now and after each change, until the server stops.
pub(super) async fn report(mut bundles: watch::Receiver<Arc<Bundle>>, mut errors: watch::Receiver<Option<String>>) {
    write(&bundles.borrow_and_update().clone());
    loop {
        tokio::select! {
            Ok(()) = bundles.changed() => write(&bundles.borrow_and_update().clone()),
            Ok(()) = errors.changed() => {
                if let Some(reason) = &*errors.borrow_and_update() {
                    tracing::warn!(reason, "the mini-program does not open any more; the last version stays");
                }
            }
            else => return,
        }
    }
}

fn write(bundle: &Bundle) {
    let count = |level| bundle.problems().iter().filter(|problem| problem.level == level).count();
    let (errors, warnings) = (count(Level::Error), count(Level::Warning));
    tracing::info!(name = bundle.name(), errors, warnings, "mini-program compiled");
    let by_level = |level| bundle.problems().iter().filter(move |problem| problem.level == level);
    for problem in by_level(Level::Error).chain(by_level(Level::Warning)).take(MAX_WRITTEN) {
        tracing::warn!(%problem, "problem in the mini-program");
    }
}
