//! Where the keyboard is: led to a dialog and through a menu, and given back afterwards.

use js_sys::{Function, Object, Reflect};
use leptos::{
    ev::MouseEvent,
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
            focus_where_it_is(&element);
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
            focus_where_it_is(&element);
        }
    });
}

/// The element with an id.
pub(crate) fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// The focus on the element with this id after the next drawing.
pub(crate) fn focus_id_next_frame(id: String) {
    focus_next_frame(move || by_id(&id));
}

/// The focus without scrolling: a panel that is still on its way up would take the whole phone with it.
fn focus_where_it_is(element: &HtmlElement) {
    let options = Object::new();
    let _ = Reflect::set(&options, &"preventScroll".into(), &true.into());
    let focus = Reflect::get(element, &"focus".into()).map(|focus| focus.unchecked_into::<Function>());
    let _ = focus.and_then(|focus| focus.call1(element, &options));
}

/// What can be chosen in a menu.
fn items(menu: &Element) -> Vec<HtmlElement> {
    let Ok(found) = menu.query_selector_all("li button, li a") else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

/// Leaves the focus where it is when a dialog is tapped: Esc would otherwise reach nothing.
pub(crate) fn hold(event: &MouseEvent) {
    if event_target::<Element>(event).tag_name() != "INPUT" {
        event.prevent_default();
    }
}

/// Moves the focus to the item of an open menu that an arrow key, Home or End leads to. Whether the key is one of them.
pub(crate) fn walk_menu(menu: &Element, key: &str) -> bool {
    let items = items(menu);
    let active = document().active_element();
    let at = items.iter().position(|item| Some(item.as_ref()) == active.as_ref());
    let last = items.len().saturating_sub(1);
    let to = match key {
        "ArrowDown" => at.map_or(0, |at| if at == last { 0 } else { at + 1 }),
        "ArrowUp" => at.map_or(last, |at| if at == 0 { last } else { at - 1 }),
        "Home" => 0,
        "End" => last,
        _ => return false,
    };
    if let Some(item) = items.get(to) {
        let _ = item.focus();
    }
    true
}

/// Gives the focus to the first element that one of `selectors` finds.
pub(crate) fn focus_first(selectors: &[&str]) {
    let find = |selector: &&str| document().query_selector(selector).ok()??.dyn_into::<HtmlElement>().ok();
    if let Some(element) = selectors.iter().find_map(find) {
        focus_where_it_is(&element);
    }
}

/// Follows a link, which takes the focus along.
pub(crate) fn follow(link: &str) {
    if let Ok(Some(link)) = document().query_selector(link) {
        link.unchecked_into::<HtmlElement>().click();
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
