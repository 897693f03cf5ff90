//! The workbench's hand on the document: it is drawn as text, and heard through one listener.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, EventSource, HtmlElement, MessageEvent};

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

fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok()?
}

/// Whether an element is there and seen.
pub(crate) fn is_shown(selector: &str) -> bool {
    find(selector).is_some_and(|element| element.client_height() > 0 || element.get_client_rects().length() > 0)
}

/// The text of the first element that `selector` finds.
pub(crate) fn text(selector: &str) -> String {
    find(selector).and_then(|element| element.text_content()).unwrap_or_default()
}

/// Draws the inside of an element.
pub(crate) fn set_html(selector: &str, html: &str) {
    if let Some(element) = find(selector) {
        element.set_inner_html(html);
    }
}

/// Sets an attribute, or takes it away.
pub(crate) fn set_attribute(selector: &str, name: &str, value: Option<&str>) {
    if let Some(element) = find(selector) {
        let _ = match value {
            Some(value) => element.set_attribute(name, value),
            None => element.remove_attribute(name),
        };
    }
}

/// An attribute.
pub(crate) fn attribute(selector: &str, name: &str) -> Option<String> {
    find(selector)?.get_attribute(name)
}

/// Sets a property, such as `checked` or `value`, which an attribute does not reach.
pub(crate) fn set_property(selector: &str, name: &str, value: impl Into<JsValue>) {
    if let Some(element) = find(selector) {
        let _ = js_sys::Reflect::set(&element, &name.into(), &value.into());
    }
}

fn property(of: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(of, &name.into()).unwrap_or_default()
}

/// Whether a switch is on.
pub(crate) fn is_checked(selector: &str) -> bool {
    find(selector).is_some_and(|element| property(&element, "checked").is_truthy())
}

/// Hears events of `kinds` inside the element. An answer of true says that the browser is to do nothing.
pub(crate) fn hear(selector: &str, kinds: &[&str], heard: fn(&Heard) -> bool) {
    let root = find(selector);
    let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let act = target.closest("[data-do]").ok().flatten().and_then(|element| element.get_attribute("data-do"));
        let said = Heard {
            kind: event.type_(),
            key: property(&event, "key").as_string().unwrap_or_default(),
            act: act.unwrap_or_default(),
            value: property(&target, "value").as_string().unwrap_or_default(),
            checked: property(&target, "checked").is_truthy(),
            y: pixels(property(&event, "clientY").as_f64().unwrap_or_default()),
            class: target.get_attribute("class").unwrap_or_default(),
            trusted: event.is_trusted(),
        };
        if heard(&said) {
            event.prevent_default();
        }
    });
    for kind in kinds {
        if let Some(root) = &root {
            let _ = root.add_event_listener_with_callback_and_bool(kind, listener.as_ref().unchecked_ref(), true);
        }
    }
    listener.forget(); // lives as long as the page
}

/// Taps an element, as a script can.
pub(crate) fn click(selector: &str) {
    if let Some(element) = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.click();
    }
}

/// The middle of an element, from the window's corner, in CSS px.
pub(crate) fn middle(selector: &str) -> Option<(i32, i32)> {
    let place = find(selector)?.get_bounding_client_rect();
    Some((pixels(place.x() + place.width() / 2.0), pixels(place.y() + place.height() / 2.0)))
}

#[expect(clippy::cast_possible_truncation, reason = "a place in a window")]
fn pixels(place: f64) -> i32 {
    place as i32
}

/// The lower edge of an element, from the window's top, in CSS px.
pub(crate) fn bottom(selector: &str) -> Option<i32> {
    Some(pixels(find(selector)?.get_bounding_client_rect().bottom()))
}

/// Scrolls `scroller` so that `part` is in view whole, resting on the top edge of one of `rests`; not while the pointer or the
/// focus is in it.
pub(crate) fn scroll_to(scroller: &str, part: &str, rests: &str) {
    let busy = [scroller, ":is(:hover,:focus-within)"].concat();
    let (Some(scroller), Some(part)) = (find(scroller), find(part)) else { return };
    let place = |element: &Element| element.get_bounding_client_rect();
    let top = place(&scroller).y();
    if find(&busy).is_some() || (place(&part).y() >= top && place(&part).bottom() + 12.0 <= place(&scroller).bottom()) {
        return;
    }
    let here = f64::from(scroller.scroll_top()) - top;
    let need = here + place(&part).bottom() + 12.0 - f64::from(scroller.client_height());
    let Ok(rests) = document().query_selector_all(rests) else { return };
    let mut rest = here + place(&part).y();
    for at in (0..rests.length()).filter_map(|at| rests.get(at)?.dyn_into::<Element>().ok()) {
        let edge = here + place(&at).y();
        if edge >= need {
            rest = rest.min(edge);
            break;
        }
    }
    scroller.set_scroll_top(pixels(rest));
}

/// Scrolls an element to its end.
pub(crate) fn scroll_end(selector: &str) {
    if let Some(element) = find(selector) {
        element.set_scroll_top(element.scroll_height());
    }
}

/// Hears the server's events, for good: the browser comes back by itself after an interruption.
pub(crate) fn events(address: &str, heard: fn(&str)) {
    let Ok(source) = EventSource::new(address) else { return };
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(data) = event.data().as_string() {
            heard(&data);
        }
    });
    source.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
    std::mem::forget(source);
}

/// Since the page was opened, in ms.
pub(crate) fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// The language that the browser's user reads first.
pub(crate) fn language() -> String {
    property(&window().navigator(), "language").as_string().unwrap_or_default()
}

/// Whether a media query holds.
pub(crate) fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}
