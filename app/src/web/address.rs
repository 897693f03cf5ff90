//! Address, title, history, and what the page brought along; by `browser.js`.

use wasm_bindgen::{closure::Closure, prelude::wasm_bindgen};

#[wasm_bindgen(module = "/src/web/browser.js")]
extern "C" {
    #[cfg(not(feature = "ssr"))]
    #[wasm_bindgen(js_name = addressPath)]
    fn address_path() -> String;
    #[wasm_bindgen(js_name = addressQuery)]
    fn address_query(name: &str) -> Option<String>;
    #[wasm_bindgen(js_name = addressMeta)]
    fn address_meta(name: &str) -> Option<String>;
    #[cfg(not(feature = "ssr"))]
    #[wasm_bindgen(js_name = addressText)]
    fn address_text(id: &str) -> Option<String>;
    #[wasm_bindgen(js_name = addressTitle)]
    fn address_title(page: &str);
    #[wasm_bindgen(js_name = addressPush)]
    fn address_push(state: &str, path: &str);
    #[wasm_bindgen(js_name = addressReplace)]
    fn address_replace(state: &str, path: Option<&str>);
    #[wasm_bindgen(js_name = addressState)]
    fn address_state() -> String;
    #[wasm_bindgen(js_name = addressGo)]
    fn address_go(delta: i32);
    #[wasm_bindgen(js_name = addressPopped)]
    fn address_popped(heard: &Closure<dyn Fn(String)>);
    #[wasm_bindgen(js_name = addressLeave)]
    fn address_leave(from: &str, to: &str);
}

/// The path of the address.
#[cfg(not(feature = "ssr"))]
pub(crate) fn path() -> String {
    address_path()
}

/// A parameter of the address, unless it is empty.
pub(crate) fn query(name: &str) -> Option<String> {
    address_query(name)
}

/// The content of a `<meta>`.
pub(crate) fn meta(name: &str) -> Option<String> {
    address_meta(name)
}

/// The text of an element.
#[cfg(not(feature = "ssr"))]
pub(crate) fn text_of(id: &str) -> Option<String> {
    address_text(id)
}

/// The window's title, for a page.
pub(crate) fn set_title(page: &str) {
    address_title(page);
}

/// Marks the document as alive: what the server wrote now answers to taps. A test waits for it, as a person would.
pub(crate) fn mark_alive() {
    super::set_attribute(":root", "data-alive", Some(""));
}

/// A new entry.
pub(crate) fn push_state(state: &str, path: &str) {
    address_push(state, path);
}

/// The entry that is there, with another state and, if given, another address.
pub(crate) fn replace_state(state: &str, path: Option<&str>) {
    address_replace(state, path);
}

/// The state of the entry that is there; empty if it has none.
pub(crate) fn history_state() -> String {
    address_state()
}

/// Some entries back, if `delta` is negative.
pub(crate) fn history_go(delta: i32) {
    address_go(delta);
}

/// Calls `popped` with the state of every entry that is come to.
pub(crate) fn on_popstate(popped: impl Fn(&str) + 'static) {
    let listener = Closure::<dyn Fn(String)>::new(move |state: String| popped(&state));
    address_popped(&listener);
    listener.forget(); // lives as long as the page
}

/// Leaves a fragment for another one, without a new entry. Nothing happens elsewhere.
pub(crate) fn leave_fragment(from: &str, to: &str) {
    address_leave(from, to);
}
