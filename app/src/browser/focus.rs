//! Where the keyboard is: kept inside a dialog, and given back afterwards.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::{document, event_target, request_animation_frame},
    wasm_bindgen::JsCast as _,
    web_sys::{Element, HtmlElement},
};
use send_wrapper::SendWrapper;

/// The element that has the focus; none where it is the whole page.
pub(crate) fn focused() -> Option<SendWrapper<HtmlElement>> {
    let element = document().active_element()?.dyn_into::<HtmlElement>().ok()?;
    (element.tag_name() != "BODY").then(|| SendWrapper::new(element))
}

/// Gives the focus to `element` after the next drawing, unless it went elsewhere meanwhile or the element is gone.
pub(crate) fn restore(element: SendWrapper<HtmlElement>) {
    request_animation_frame(move || {
        if focused().is_none() && element.is_connected() {
            let _ = element.focus();
        }
    });
}

/// Where a demo is watched: what it opens on the phone does not take the focus from there.
const DEMO: &str = "#demo";

/// The focus on an element after the next drawing, when it is there; not while the visitor has it on a demo's bar.
pub(crate) fn focus_next_frame(element: impl FnOnce() -> Option<HtmlElement> + 'static) {
    request_animation_frame(move || {
        let is_watching = focused().is_some_and(|element| element.closest(DEMO).is_ok_and(|bar| bar.is_some()));
        if let Some(element) = element().filter(|_| !is_watching) {
            let _ = element.focus();
        }
    });
}

/// The buttons inside an element.
fn buttons(inside: &Element) -> Vec<HtmlElement> {
    let Ok(found) = inside.query_selector_all("button") else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

/// Keeps Tab inside the dialog that listens for the event.
pub(crate) fn keep_inside(event: &KeyboardEvent) {
    let Some(dialog) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let buttons = buttons(&dialog);
    let ends = (buttons.first(), buttons.last());
    let (from, to) = if event.shift_key() { ends } else { (ends.1, ends.0) };
    let active = document().active_element();
    if let (Some(from), Some(to)) = (from, to)
        && active.as_ref() == Some(from.as_ref())
    {
        event.prevent_default();
        let _ = to.focus();
    }
}

/// Leaves the focus where it is when a dialog is tapped: Esc would otherwise reach nothing.
pub(crate) fn hold(event: &MouseEvent) {
    if event_target::<Element>(event).tag_name() != "INPUT" {
        event.prevent_default();
    }
}

/// Moves the focus in a list to the first element of the item before or after the one that has it.
pub(crate) fn move_in_list(before: bool) {
    let Some(item) = document().active_element().and_then(|element| element.parent_element()) else { return };
    let next = if before { item.previous_element_sibling() } else { item.next_element_sibling() };
    if let Some(element) = next.and_then(|item| item.first_element_child())
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        let _ = element.focus();
    }
}

/// Closes the open `<details>` inside an element and gives the focus to its button. Whether one was open.
pub(crate) fn close_open_menu(inside: &Element) -> bool {
    let Ok(Some(details)) = inside.query_selector("details[open]") else { return false };
    let _ = details.remove_attribute("open");
    if let Some(button) = details.first_element_child().and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
    true
}
