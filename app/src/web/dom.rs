//! The workbench's hand on the document, by `browser.js`: it is drawn as text, and heard through one listener.

use wasm_bindgen::{closure::Closure, prelude::wasm_bindgen};

#[wasm_bindgen(module = "/src/web/browser.js")]
extern "C" {
    #[wasm_bindgen(js_name = domShows)]
    fn dom_shows(selector: &str, text: &str) -> bool;
    #[wasm_bindgen(js_name = domAttribute)]
    fn dom_attribute(selector: &str, name: &str) -> Option<String>;
    #[wasm_bindgen(js_name = domChecked)]
    fn dom_checked(selector: &str) -> bool;
    #[wasm_bindgen(js_name = domSetHtml)]
    fn dom_set_html(selector: &str, html: &str);
    #[wasm_bindgen(js_name = domSetAttribute)]
    fn dom_set_attribute(selector: &str, name: &str, value: Option<&str>);
    #[wasm_bindgen(js_name = domSetChecked)]
    fn dom_set_checked(selector: &str, on: bool);
    #[wasm_bindgen(js_name = domSetValue)]
    fn dom_set_value(selector: &str, value: &str);
    #[wasm_bindgen(js_name = domClick)]
    fn dom_click(selector: &str);
    #[wasm_bindgen(js_name = domMatches)]
    fn dom_matches(query: &str) -> bool;
    #[wasm_bindgen(js_name = domNow)]
    fn dom_now() -> f64;
    #[wasm_bindgen(js_name = domPlace)]
    fn dom_place(selector: &str) -> Vec<i32>;
    #[wasm_bindgen(js_name = domHear)]
    fn dom_hear(selector: &str, kinds: &str, heard: &Closure<Hearer>);
    #[wasm_bindgen(js_name = domScrollTo)]
    fn dom_scroll_to(scroller: &str, part: &str, rests: &str);
    #[wasm_bindgen(js_name = domScrollEnd)]
    fn dom_scroll_end(selector: &str);
    #[wasm_bindgen(js_name = domEvents)]
    fn dom_events(address: &str, heard: &Closure<dyn Fn(String)>);
}

type Hearer = dyn Fn(String, String, String, String, bool, i32, String, bool) -> bool;

/// An event, as far as the workbench looks at it.
pub(crate) struct Heard {
    /// `click`, `change`, `keydown`, …
    pub(crate) kind: String,
    /// The key, of a keyboard event.
    pub(crate) key: String,
    /// `data-do` of the element or of what it is in.
    pub(crate) act: String,
    /// What a field holds, or whether a switch is on.
    pub(crate) value: String,
    pub(crate) checked: bool,
    /// From the window's top, in CSS px, of a pointer's event.
    pub(crate) y: i32,
    /// The classes of the element itself.
    pub(crate) class: String,
    /// A person did it, not a script.
    pub(crate) trusted: bool,
}

/// Whether an element is there and seen, and holds `text`.
pub(crate) fn shows(selector: &str, text: &str) -> bool {
    dom_shows(selector, text)
}

/// An attribute.
pub(crate) fn attribute(selector: &str, name: &str) -> Option<String> {
    dom_attribute(selector, name)
}

/// Whether a switch is on.
pub(crate) fn is_checked(selector: &str) -> bool {
    dom_checked(selector)
}

/// Draws the inside of an element.
pub(crate) fn set_html(selector: &str, html: &str) {
    dom_set_html(selector, html);
}

/// Sets an attribute, or takes it away.
pub(crate) fn set_attribute(selector: &str, name: &str, value: Option<&str>) {
    dom_set_attribute(selector, name, value);
}

/// Turns a switch.
pub(crate) fn set_checked(selector: &str, on: bool) {
    dom_set_checked(selector, on);
}

/// Sets what a field holds.
pub(crate) fn set_value(selector: &str, value: &str) {
    dom_set_value(selector, value);
}

/// Taps an element, as a script can.
pub(crate) fn click(selector: &str) {
    dom_click(selector);
}

/// Whether a media query holds.
pub(crate) fn matches(query: &str) -> bool {
    dom_matches(query)
}

/// Since the page was opened, in ms.
pub(crate) fn now() -> f64 {
    dom_now()
}

/// The middle of an element, from the window's corner, in CSS px.
pub(crate) fn middle(selector: &str) -> Option<(i32, i32)> {
    let place = dom_place(selector);
    Some((*place.first()?, *place.get(1)?))
}

/// The lower edge of an element, from the window's top, in CSS px.
pub(crate) fn bottom(selector: &str) -> Option<i32> {
    dom_place(selector).get(2).copied()
}

/// Hears events of `kinds` (words) inside the element. An answer of true says that the browser is to do nothing.
pub(crate) fn hear(selector: &str, kinds: &str, heard: fn(&Heard) -> bool) {
    let listener = Closure::<Hearer>::new(move |kind, key, act, value, checked, y, class, trusted| {
        heard(&Heard { kind, key, act, value, checked, y, class, trusted })
    });
    dom_hear(selector, kinds, &listener);
    listener.forget(); // lives as long as the page
}

/// Scrolls `scroller` so that `part` is in view whole, resting on the top edge of one of `rests`; not while the pointer or the
/// focus is in it.
pub(crate) fn scroll_to(scroller: &str, part: &str, rests: &str) {
    dom_scroll_to(scroller, part, rests);
}

/// Scrolls an element to its end.
pub(crate) fn scroll_end(selector: &str) {
    dom_scroll_end(selector);
}

/// Hears the server's events, for good.
pub(crate) fn events(address: &str, heard: fn(&str)) {
    let listener = Closure::<dyn Fn(String)>::new(move |data: String| heard(&data));
    dom_events(address, &listener);
    listener.forget();
}
