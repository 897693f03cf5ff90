//! Address and history. A browser may refuse an entry too many; nothing happens then.

use leptos::{
    prelude::{window, window_event_listener_untyped},
    wasm_bindgen::{JsCast as _, JsValue},
    web_sys::{History, PopStateEvent, UrlSearchParams},
};

fn history() -> Option<History> {
    window().history().ok()
}

/// The path of the address.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// A parameter of the address, unless it is empty.
pub fn query(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    UrlSearchParams::new_with_str(&search).ok()?.get(name).filter(|value| !value.is_empty())
}

/// The path of an address that is relative to the page's; none where it is no address.
pub(crate) fn resolve(url: &str) -> Option<String> {
    let base = window().location().href().ok()?;
    leptos::web_sys::Url::new_with_base(url, &base).ok().map(|url| url.pathname())
}

/// The page's origin.
pub(crate) fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// An address of our own origin as a path with its query; another address as it is.
pub(crate) fn relative(url: &str) -> String {
    url.strip_prefix(&origin()).unwrap_or(url).to_owned()
}

/// A new entry.
pub(crate) fn push(state: &str, path: &str) {
    if let Some(history) = history() {
        let _ = history.push_state_with_url(&JsValue::from_str(state), "", Some(path));
    }
}

/// The entry that is there, with another state and, if given, another address.
pub(crate) fn replace(state: &str, path: Option<&str>) {
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&JsValue::from_str(state), "", path);
    }
}

/// The entry that is there with another query; its state and its fragment stay.
pub fn set_query(query: &str) {
    let fragment = window().location().hash().unwrap_or_default();
    replace(&state(), Some(&[path().as_str(), query, &fragment].concat()));
}

/// The state of the entry that is there; empty if it has none.
pub(crate) fn state() -> String {
    history().and_then(|history| history.state().ok()).and_then(|state| state.as_string()).unwrap_or_default()
}

/// Some entries back, if `delta` is negative.
pub(crate) fn go(delta: i32) {
    if let Some(history) = history() {
        let _ = history.go_with_delta(delta);
    }
}

/// Calls `popped` with the state of every entry that the visitor comes to, as long as the page lives.
pub(crate) fn on_pop(popped: impl Fn(&str) + 'static) {
    let _ = window_event_listener_untyped("popstate", move |event| {
        let state = event.unchecked_into::<PopStateEvent>().state();
        popped(&state.as_string().unwrap_or_default());
    });
}

/// Leaves fragment `from` for fragment `to` without a new entry. Nothing happens elsewhere.
pub(crate) fn leave_fragment(from: &str, to: &str) {
    let location = window().location();
    if location.hash().is_ok_and(|hash| hash == from) {
        let _ = location.replace(to);
    }
}
