//! Where the keyboard is.

use std::cell::RefCell;

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::{document, request_animation_frame},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

thread_local! {
    static BEFORE: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

fn active() -> Option<HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

/// Moves the focus to the first element that `selector` finds.
pub(crate) fn focus(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector)
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        let _ = element.focus();
    }
}

/// Notes who has the focus, to give it back.
pub(crate) fn remember_focus() {
    BEFORE.set(active());
}

/// Before something is drawn anew: if it has the focus, what is there in its place will have it.
pub(crate) fn keep_focus(selector: &'static str) {
    if active().is_some_and(|now| now.matches(selector).unwrap_or_default()) {
        request_animation_frame(move || focus(selector));
    }
}

/// Gives the focus back, unless it went elsewhere meanwhile.
pub(crate) fn restore_focus() {
    let lost = active().is_none_or(|now| now.tag_name() == "BODY");
    if let Some(before) = BEFORE.take().filter(|before| lost && before.is_connected()) {
        let _ = before.focus();
    }
}

/// What a tap picks: `data-pick` of the button that was hit.
pub(crate) fn picked(event: &MouseEvent) -> Option<String> {
    event.target()?.dyn_into::<Element>().ok()?.closest("[data-pick]").ok()??.get_attribute("data-pick")
}

/// Leaves the focus where it is, unless a field was hit.
pub(crate) fn hold_focus(event: &MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if target.is_none_or(|target| target.tag_name() != "INPUT") {
        event.prevent_default();
    }
}

/// Keeps Tab inside the dialog that the event is for.
pub(crate) fn keep_inside(event: &KeyboardEvent) {
    let Some(dialog) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Ok(buttons) = dialog.query_selector_all("button") else { return };
    let (first, last) = (buttons.get(0), buttons.get(buttons.length().saturating_sub(1)));
    let here = active().map(Into::into);
    let (from, to) = if event.shift_key() { (first, last) } else { (last, first) };
    if here == from
        && let Some(to) = to.and_then(|to| to.dyn_into::<HtmlElement>().ok())
    {
        event.prevent_default();
        let _ = to.focus();
    }
}

/// Shuts a `<details>` and puts the focus on its button.
pub(crate) fn shut(details: &str) {
    if let Ok(Some(element)) = document().query_selector(details) {
        let _ = element.remove_attribute("open");
    }
    focus(&[details, " summary"].concat());
}

/// Moves the focus to the item before or after the one that has it, in a list.
pub(crate) fn focus_beside(before: bool) {
    let item = active().and_then(|now| now.parent_element());
    let item = item.and_then(|item| if before { item.previous_element_sibling() } else { item.next_element_sibling() });
    if let Some(button) = item.and_then(|item| item.first_element_child()?.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
}
