//! Waiting, and waiting no longer.

use std::time::Duration;

use futures::future::{Either, select};
use gloo_timers::future::sleep as gloo_sleep;
use send_wrapper::SendWrapper;

/// Ready after `ms`. The wrapper makes the future `Send`, which actions ask for; a browser has one thread.
pub(crate) fn sleep(ms: u32) -> SendWrapper<impl Future<Output = ()>> {
    SendWrapper::new(gloo_sleep(Duration::from_millis(ms.into())))
}

/// What `work` gives; none when it takes more than `ms`. The work is dropped then, which ends a request.
pub(crate) async fn within<T>(ms: u32, work: impl Future<Output = T>) -> Option<T> {
    match select(Box::pin(work), Box::pin(sleep(ms))).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(_) => None,
    }
}

/// Since the page was opened, in ms.
pub(crate) fn now_ms() -> f64 {
    leptos::prelude::window().performance().map_or(0.0, |performance| performance.now())
}

/// Now, in ms of the Unix epoch.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole ms, after 1970")]
pub(crate) fn epoch_ms() -> u64 {
    js_sys::Date::now() as u64
}

/// The time of day by the visitor's clock, of ms of the Unix epoch: `18:44:13.120`.
pub(crate) fn time_of_day(epoch_ms: f64) -> String {
    let time = js_sys::Date::new(&epoch_ms.into());
    let (h, m, s) = (time.get_hours(), time.get_minutes(), time.get_seconds());
    format!("{h:02}:{m:02}:{s:02}.{:03}", time.get_milliseconds())
}

/// Its hours, minutes and seconds: `18:44:13`.
pub fn clock_time(epoch_ms: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "exact for 200 000 years")]
    let mut time = time_of_day(epoch_ms as f64);
    time.truncate(8);
    time
}

/// When the page was opened, in ms of the Unix epoch.
pub(crate) fn opened_ms() -> f64 {
    leptos::prelude::window().performance().map_or(0.0, |performance| performance.time_origin())
}
