//! GET `/demo/events?world=NAME`: `text/event-stream` (HTML Living Standard, server-sent events).

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::stream;
use serde::Deserialize;
use tokio::{
    sync::OwnedSemaphorePermit,
    time::{Instant, timeout_at},
};
use wechat_double::Double;

use super::{
    EventLog,
    event_log::{ReadResult, Subscription},
};
use crate::{demo::guard, state::Server};

/// `retry` of a replaced stream: otherwise a third window and the others would replace each other forever.
const REPLACED_RETRY: Duration = Duration::from_secs(24 * 3600);
/// The interval of comments that keep proxies from closing an idle stream.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How long a stream waits for its world.
const MAX_WAIT: Duration = Duration::from_secs(60);
/// `retry` of a stream that found no permit to wait, or waited too long.
const RETRY: Duration = Duration::from_secs(1);
/// How many streams may wait for their world at a time.
pub(crate) const MAX_WAITING_STREAMS: usize = 256;

#[derive(Deserialize)]
pub(crate) struct Params {
    #[serde(default)]
    world: String,
}

pub(crate) async fn stream(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    Query(params): Query<Params>,
) -> Response {
    let Some(demo) = &server.demo else { return StatusCode::NOT_FOUND.into_response() };
    if !wechat_double::is_world_name(&params.world, demo.public) {
        return guard::refuse(StatusCode::BAD_REQUEST, "world must be the name of a world");
    }
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let subscriber = Subscriber {
        event_log: demo.event_log.clone(),
        double: demo.double.clone(),
        waiting_permit: demo.waiting_streams.clone().try_acquire_owned().ok(),
        until: Instant::now() + MAX_WAIT,
        world: params.world,
        last,
        subscription: None,
        is_finished: false,
    };
    let events = stream::unfold(subscriber, |mut subscriber| async move {
        let event = next(&mut subscriber).await?;
        Some((Ok::<_, Infallible>(event), subscriber))
    });
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    let headers = response.headers_mut();
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// A subscriber of a world. Unsubscribes when it is dropped with the stream.
struct Subscriber {
    event_log: Arc<EventLog>,
    double: Double,
    /// The permit to wait, until the world exists.
    waiting_permit: Option<OwnedSemaphorePermit>,
    /// The deadline of waiting.
    until: Instant,
    world: String,
    /// The id of the last event that the client received.
    last: Option<u64>,
    /// Set once the world exists.
    subscription: Option<Subscription>,
    /// The stream has ended.
    is_finished: bool,
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        if let Some(subscription) = &self.subscription {
            self.event_log.unsubscribe(&self.world, subscription.subscriber);
        }
    }
}

/// Waits until the world exists; a stream does not create it, as a page opens its stream before its first call. `false`
/// if the stream ends without it; the browser reconnects.
async fn subscribe(subscriber: &mut Subscriber) -> bool {
    let event_log = subscriber.event_log.clone();
    loop {
        let mut created = std::pin::pin!(event_log.created());
        // from here on no notification is missed
        created.as_mut().enable();
        subscriber.subscription =
            event_log.subscribe(&subscriber.world, subscriber.double.knows(&subscriber.world), subscriber.last);
        if subscriber.subscription.is_some() {
            subscriber.waiting_permit = None;
            return true;
        }
        if event_log.is_closed()
            || subscriber.waiting_permit.is_none()
            || timeout_at(subscriber.until, created).await.is_err()
        {
            return false;
        }
    }
}

async fn next(subscriber: &mut Subscriber) -> Option<Event> {
    if subscriber.subscription.is_none() && !subscriber.is_finished && !subscribe(subscriber).await {
        subscriber.is_finished = true;
        return (!subscriber.event_log.is_closed()).then(|| Event::default().retry(RETRY));
    }
    let subscription = subscriber.subscription.as_mut()?;
    let changed = subscription.changed.clone();
    while !subscriber.is_finished {
        let mut changed = std::pin::pin!(changed.notified());
        // from here on no notification is missed
        changed.as_mut().enable();
        match subscriber.event_log.read(&subscriber.world, subscription.subscriber, subscription.after) {
            ReadResult::Event(id, data) => {
                subscription.after = id;
                return Some(Event::default().id(id.to_string()).data(data));
            }
            ReadResult::Lost(count, after) => {
                subscription.after = after;
                return Some(Event::default().event("lost").data(format!("{{\"n\":{count}}}")));
            }
            ReadResult::Nothing => changed.await,
            ReadResult::Replaced => {
                subscriber.is_finished = true;
                return Some(Event::default().event("replaced").data("{}").retry(REPLACED_RETRY));
            }
            ReadResult::End => break,
        }
    }
    None
}
