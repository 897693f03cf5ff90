//! GET `{base}/events`: tells the page when the project was compiled anew, as server-sent events.

use std::{convert::Infallible, sync::Arc, time::Duration};

use ::miniprogram::Watch;
use axum::response::{
    IntoResponse, Response,
    sse::{Event, KeepAlive, Sse},
};
use futures::{Stream, StreamExt as _, stream};
use tokio::sync::watch;

use crate::demo::EventLog;

/// The interval of comments that keep an idle stream open.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// `changed` with the new version for each compilation from now on, and `broken` with the reason where the folder does not open
/// any more, while the last version stands (empty when it does again). It ends when the server stops.
pub(super) fn stream(project: &Watch, event_log: Arc<EventLog>) -> Response {
    let changed = later(project.bundles()).map(|bundle| Event::default().event("changed").data(bundle.version()));
    let broken = later(project.errors())
        .map(|reason| Event::default().event("broken").data(reason.unwrap_or_default().replace(['\r', '\n'], " ")));
    let events = stream::select(Box::pin(changed), Box::pin(broken)).map(Ok::<_, Infallible>);
    let events = events.take_until(Box::pin(async move { event_log.closed().await }));
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

/// Every value from now on.
fn later<T: Clone + Send + Sync>(mut values: watch::Receiver<T>) -> impl Stream<Item = T> + Send {
    values.mark_unchanged();
    stream::unfold(values, |mut values| async move {
        values.changed().await.ok()?;
        let value = values.borrow_and_update().clone();
        Some((value, values))
    })
}
