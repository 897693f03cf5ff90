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

/// The time of day, in ms of the Unix epoch.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole ms, after 1970")]
pub(crate) fn epoch_ms() -> u64 {
    js_sys::Date::now() as u64
}

/// `18:40:07`, of ms of the Unix epoch, where the browser is.
pub(crate) fn time_of_day(epoch_ms: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "exact for 200 000 years")]
    let date = js_sys::Date::new(&(epoch_ms as f64).into());
    let two = |number: u32| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    [two(date.get_hours()), two(date.get_minutes()), two(date.get_seconds())].join(":")
}
