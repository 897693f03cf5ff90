//! GET `/demo/events?world=NAME`: `text/event-stream` (HTML Living Standard, server-sent events).

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::{Stream, stream};
use serde::Deserialize;

use super::{Rings, rings::Found};
use crate::{demo::guard, state::Server};

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
    response.headers_mut().insert("x-accel-buffering", http::HeaderValue::from_static("no"));
    response
}

/// A reader's place in a world. Dropped with the stream, it gives the place up.
struct Reader {
    rings: Arc<Rings>,
    world: String,
    stream: u64,
    after: u64,
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.rings.leave(&self.world, self.stream);
    }
}

fn events(rings: Arc<Rings>, world: String, last: Option<u64>) -> impl Stream<Item = Result<Event, Infallible>> {
    let (number, after) = rings.open(&world, last);
    let reader = Reader { rings, world, stream: number, after };
    stream::unfold(reader, |mut reader| async move {
        let event = next(&mut reader).await?;
        Some((Ok(event), reader))
    })
}

async fn next(reader: &mut Reader) -> Option<Event> {
    let rings = reader.rings.clone();
    loop {
        let mut news = std::pin::pin!(rings.news());
        // from here on nothing is missed
        news.as_mut().enable();
        match rings.find(&reader.world, reader.stream, reader.after) {
            Found::Event(id, data) => {
                reader.after = id;
                return Some(Event::default().id(id.to_string()).data(data));
            }
            Found::Lost(count, after) => {
                reader.after = after;
                return Some(Event::default().event("lost").data(format!("{{\"n\":{count}}}")));
            }
            Found::Nothing => news.await,
            Found::End => return None,
        }
    }
}
