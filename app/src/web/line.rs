//! The line to the double, time and chance.

use std::cell::RefCell;

use gloo_net::http::Request;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::window;

thread_local! {
    static WORLD: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The world that calls go to from now on.
pub(crate) fn set_world(world: String) {
    WORLD.set(world);
}

/// The double's world.
pub(crate) fn world() -> String {
    WORLD.with_borrow(Clone::clone)
}

/// The text that `address` answers: to a POST of JSON if there is a body, else to a GET. Whatever the status.
pub(crate) async fn fetch(address: &str, body: Option<String>) -> Option<String> {
    let request = match body {
        Some(body) => Request::post(address)
            .header("content-type", "application/json")
            .header("X-Double-World", &world())
            .body(body),
        None => Request::get(address).header("X-Double-World", &world()).build(),
    };
    request.ok()?.send().await.ok()?.text().await.ok()
}

/// Ready after `ms`.
pub(crate) fn sleep(ms: u32) -> TimeoutFuture {
    TimeoutFuture::new(ms)
}

/// Random bytes as hex.
pub(crate) fn random_hex(bytes: usize) -> String {
    let mut random = vec![0; bytes];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut random);
    }
    random.into_iter().fold(String::new(), |mut hex, byte| {
        hex.extend([byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).unwrap_or('0')));
        hex
    })
}
