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
use futures::{Stream, stream};
use serde::Deserialize;

use super::{
    Rings,
    rings::{Found, Place},
};
use crate::{demo::guard, state::Server};

/// How long who was replaced is told to stay away: else two windows too many would drive each other out for ever.
const STAY_AWAY: Duration = Duration::from_secs(24 * 3600);
/// A comment this often keeps proxies from closing a quiet stream.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

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
    let Some(demo) = server.demo.as_ref().filter(|demo| demo.is_host(&headers)) else {
        return guard::refuse(StatusCode::FORBIDDEN, "this Host is not the demo's");
    };
    if !wechat_double::is_world_name(&asked.world, demo.public) {
        return guard::refuse(StatusCode::BAD_REQUEST, "world must be the name of a world");
    }
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let events = events(demo.rings.clone(), asked.world, last);
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    let headers = response.headers_mut();
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// A reader's place in a world. Dropped with the stream, it gives the place up.
struct Reader {
    rings: Arc<Rings>,
    world: String,
    place: Place,
    /// Nothing comes any more.
    over: bool,
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.rings.leave(&self.world, self.place.reader);
    }
}

fn events(rings: Arc<Rings>, world: String, last: Option<u64>) -> impl Stream<Item = Result<Event, Infallible>> {
    let place = rings.open(&world, last);
    let reader = Reader { rings, world, place, over: false };
    stream::unfold(reader, |mut reader| async move {
        let event = next(&mut reader).await?;
        Some((Ok(event), reader))
    })
}

async fn next(reader: &mut Reader) -> Option<Event> {
    let news = reader.place.news.clone();
    while !reader.over {
        let mut news = std::pin::pin!(news.notified());
        // from here on nothing is missed
        news.as_mut().enable();
        match reader.rings.find(&reader.world, reader.place.reader, reader.place.after) {
            Found::Event(id, data) => {
                reader.place.after = id;
                return Some(Event::default().id(id.to_string()).data(data));
            }
            Found::Lost(count, after) => {
                reader.place.after = after;
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
