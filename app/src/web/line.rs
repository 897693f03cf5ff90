//! The line to the double, time and chance.

use std::cell::RefCell;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

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
///
/// One function for all calls, straight on the browser's `fetch`: a client in between costs kilobytes of WASM.
pub(crate) async fn fetch(
    address: String,
    body: Option<String>,
    headers: Vec<(&'static str, String)>,
) -> Option<String> {
    let answer = JsFuture::from(asked(&address, body, headers).ok()?).await.ok()?;
    let text = answer.dyn_into::<Response>().ok()?.text().ok()?;
    JsFuture::from(text).await.ok()?.as_string()
}

fn asked(address: &str, body: Option<String>, headers: Vec<(&str, String)>) -> Result<js_sys::Promise, JsValue> {
    let all = Headers::new()?;
    let json = "application/json";
    all.set("accept", json)?;
    all.set("X-Double-World", &world())?;
    for (name, value) in headers {
        all.set(name, &value)?;
    }
    let init = RequestInit::new();
    if let Some(body) = body {
        all.set("content-type", json)?;
        init.set_method("POST");
        init.set_body(&body.into());
    }
    init.set_headers(&all);
    Ok(window().fetch_with_str_and_init(address, &init))
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
