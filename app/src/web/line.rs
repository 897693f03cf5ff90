//! The line to the server and to the double, time and chance.

use std::cell::RefCell;

use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

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

#[wasm_bindgen(module = "/src/web/browser.js")]
extern "C" {
    #[wasm_bindgen(js_name = lineExchange)]
    fn line_exchange(what: &str, data: Option<String>, file: Option<String>, phone: &str) -> Promise;
    #[wasm_bindgen(js_name = lineHead)]
    fn line_head(request: &str) -> String;
    #[wasm_bindgen(js_name = fileDraw)]
    fn file_draw(url: &str) -> Promise;
    #[wasm_bindgen(js_name = fileChoose)]
    fn file_choose() -> Promise;
    #[wasm_bindgen(js_name = lineSleep)]
    fn line_sleep(ms: u32) -> Promise;
    #[wasm_bindgen(js_name = lineRandom)]
    fn line_random(bytes: usize) -> String;
    #[wasm_bindgen(js_name = storageHandOver)]
    fn storage_hand_over(from: &str, to: &str);
}

/// What the phone adds to a call.
pub(crate) type Headers = Vec<(&'static str, String)>;

/// The text that `address` answers: to a POST of JSON if there is a body, else to a GET. Whatever the status.
pub(crate) fn fetch(address: String, body: Option<String>, headers: Headers) -> impl Future<Output = Option<String>> {
    exchange(address, body, None, headers)
}

/// The same, or a POST of a temporary file in the field `file` of a form; or a script's call as JSON in place of the
/// address, which answers the whole answer, as `browser.js` has both. One function, and one future, for all: a client in
/// between, or a future for each, costs kilobytes of WASM.
pub(crate) async fn exchange(
    what: String,
    data: Option<String>,
    file: Option<String>,
    mut headers: Headers,
) -> Option<String> {
    headers.push(("X-Double-World", world()));
    let mut phone = String::new();
    for (name, value) in headers {
        phone += &[name, ":", &value, "\n"].concat();
    }
    text_of(line_exchange(&what, data, file, &phone)).await
}

/// Status and headers of an answer, a line each, by the id of its call; once. Empty where none came.
pub(crate) fn head(request: &str) -> String {
    line_head(request)
}

/// A picture of our own origin as a temporary file: a square PNG.
pub(crate) fn draw(url: &str) -> impl Future<Output = Option<String>> + use<> {
    text_of(file_draw(url))
}

/// A picture that the user chooses, as a temporary file: a square PNG; empty if none is. Must follow a tap.
pub(crate) fn choose_picture() -> impl Future<Output = Option<String>> {
    text_of(file_choose())
}

/// Puts away the mini-program's storage under keys that begin with `from`, and takes up what lies under `to`.
pub(crate) fn hand_over(from: &str, to: &str) {
    storage_hand_over(from, to);
}

async fn text_of(promise: Promise) -> Option<String> {
    JsFuture::from(promise).await.ok()?.as_string()
}

/// Ready after `ms`.
pub(crate) async fn sleep(ms: u32) {
    let _ = JsFuture::from(line_sleep(ms)).await;
}

/// Random bytes as hex.
pub(crate) fn random_hex(bytes: usize) -> String {
    line_random(bytes)
}
