//! The server's stream of events. The browser reconnects by itself and says how far it came (`Last-Event-ID`).

use futures::{StreamExt as _, stream::select_all};
use gloo_net::eventsource::futures::EventSource;
use leptos::task::spawn_local;

/// Calls `on_event` with the kind and the data of every event of `kinds`, as long as the page lives.
pub(crate) fn subscribe(url: &str, kinds: &'static [&'static str], on_event: impl Fn(&str, &str) + 'static) {
    let Ok(mut source) = EventSource::new(url) else { return };
    let streams: Vec<_> = kinds.iter().filter_map(|kind| source.subscribe(*kind).ok()).collect();
    spawn_local(async move {
        let mut events = select_all(streams);
        // an error is an interruption, which the browser mends
        while let Some(event) = events.next().await {
            if let Ok((kind, message)) = event {
                on_event(&kind, &message.data().as_string().unwrap_or_default());
            }
        }
        drop(source); // closes the stream, so it must live as long as the loop
    });
}
