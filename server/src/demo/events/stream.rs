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
    Rings,
    rings::{Found, Place},
};
use crate::{demo::guard, state::Server};

/// How long who was replaced is told to stay away: else two windows too many would drive each other out for ever.
const STAY_AWAY: Duration = Duration::from_secs(24 * 3600);
/// A comment this often keeps proxies from closing a quiet stream.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How long a stream waits for its world.
const PATIENCE: Duration = Duration::from_secs(60);
/// When a browser asks again that found no place to wait, or waited long enough.
const AGAIN: Duration = Duration::from_secs(1);
/// How many wait for their world at a time.
pub(crate) const MAX_WAITING: usize = 256;

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    world: String,
}

pub(crate) async fn stream(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    let Some(demo) = &server.demo else { return StatusCode::NOT_FOUND.into_response() };
    if !wechat_double::is_world_name(&asked.world, demo.public) {
        return guard::refuse(StatusCode::BAD_REQUEST, "world must be the name of a world");
    }
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let reader = Reader {
        rings: demo.rings.clone(),
        double: demo.double.clone(),
        waits: demo.waiting.clone().try_acquire_owned().ok(),
        until: Instant::now() + PATIENCE,
        world: asked.world,
        last,
        place: None,
        over: false,
    };
    let events = stream::unfold(reader, |mut reader| async move {
        let event = next(&mut reader).await?;
        Some((Ok::<_, Infallible>(event), reader))
    });
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    let headers = response.headers_mut();
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Who reads a world. Dropped with the stream, it gives the place in it up.
struct Reader {
    rings: Arc<Rings>,
    double: Double,
    /// One of the places of those who wait for their world, until it is there.
    waits: Option<OwnedSemaphorePermit>,
    /// How long it waits for it.
    until: Instant,
    world: String,
    /// The event that it had last.
    last: Option<u64>,
    /// Once the world is there.
    place: Option<Place>,
    /// Nothing comes any more.
    over: bool,
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(place) = &self.place {
            self.rings.leave(&self.world, place.reader);
        }
    }
}

/// Waits until there is the world, which a stream does not make: a page opens its stream before it calls anything. False when
/// the stream ends without it; the browser opens it again.
async fn settle(reader: &mut Reader) -> bool {
    let rings = reader.rings.clone();
    loop {
        let mut made = std::pin::pin!(rings.made());
        // from here on nothing is missed
        made.as_mut().enable();
        reader.place = rings.open(&reader.world, reader.double.knows(&reader.world), reader.last);
        if reader.place.is_some() {
            reader.waits = None;
            return true;
        }
        if rings.is_closed() || reader.waits.is_none() || timeout_at(reader.until, made).await.is_err() {
            return false;
        }
    }
}

async fn next(reader: &mut Reader) -> Option<Event> {
    if reader.place.is_none() && !reader.over && !settle(reader).await {
        reader.over = true;
        return (!reader.rings.is_closed()).then(|| Event::default().retry(AGAIN));
    }
    let place = reader.place.as_mut()?;
    let news = place.news.clone();
    while !reader.over {
        let mut news = std::pin::pin!(news.notified());
        // from here on nothing is missed
        news.as_mut().enable();
        match reader.rings.find(&reader.world, place.reader, place.after) {
            Found::Event(id, data) => {
                place.after = id;
                return Some(Event::default().id(id.to_string()).data(data));
            }
            Found::Lost(count, after) => {
                place.after = after;
                return Some(Event::default().event("lost").data(format!("{{\"n\":{count}}}")));
            }
            Found::Nothing => news.await,
            Found::Replaced => {
                reader.over = true;
                return Some(Event::default().event("replaced").data("{}").retry(STAY_AWAY));
            }
            Found::End => break,
        }
    }
    None
}
