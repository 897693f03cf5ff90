//! Address, title, history, and what the page brought along.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{History, PopStateEvent, UrlSearchParams};

/// The path of the address.
#[cfg(not(feature = "ssr"))]
pub(crate) fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// A parameter of the address, unless it is empty.
pub(crate) fn query(name: &str) -> Option<String> {
    let query = window().location().search().ok()?;
    UrlSearchParams::new_with_str(&query).ok()?.get(name).filter(|value| !value.is_empty())
}

/// The content of a `<meta>`.
pub(crate) fn meta(name: &str) -> Option<String> {
    document().query_selector(&format!("meta[name={name}]")).ok()??.get_attribute("content")
}

/// The text of an element.
#[cfg(not(feature = "ssr"))]
pub(crate) fn text_of(id: &str) -> Option<String> {
    document().get_element_by_id(id)?.text_content()
}

/// The window's title, for a page.
pub(crate) fn set_title(page: &str) {
    document().set_title(&format!("{page} · oa-mini"));
}

/// Marks the document as alive: what the server wrote now answers to taps. A test waits for it, as a person would.
pub(crate) fn mark_alive() {
    if let Some(html) = document().document_element() {
        let _ = html.set_attribute("data-alive", "");
    }
}

fn history() -> Option<History> {
    window().history().ok()
}

/// A new entry.
pub(crate) fn push_state(state: &str, path: &str) {
    if let Some(history) = history() {
        let _ = history.push_state_with_url(&JsValue::from_str(state), "", Some(path));
    }
}

/// The entry that is there, with another state and, if given, another address.
pub(crate) fn replace_state(state: &str, path: Option<&str>) {
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&JsValue::from_str(state), "", path);
    }
}

/// The state of the entry that is there.
pub(crate) fn history_state() -> Option<String> {
    history()?.state().ok()?.as_string()
}

/// Some entries back, if `delta` is negative.
pub(crate) fn history_go(delta: i32) {
    if let Some(history) = history() {
        let _ = history.go_with_delta(delta);
    }
}

/// Calls `popped` with the state of every entry that is come to.
pub(crate) fn on_popstate(popped: impl Fn(Option<&str>) + 'static) {
    let listener = Closure::<dyn Fn(PopStateEvent)>::new(move |event: PopStateEvent| {
        popped(event.state().as_string().as_deref());
    });
    let _ = window().add_event_listener_with_callback("popstate", listener.as_ref().unchecked_ref());
    listener.forget(); // lives as long as the page
}

/// Leaves a fragment for another one, without a new entry. Nothing happens elsewhere.
pub(crate) fn leave_fragment(from: &str, to: &str) {
    let location = window().location();
    if location.hash().is_ok_and(|here| here == from) {
        let _ = location.replace(to);
    }
}
