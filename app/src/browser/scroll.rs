//! Scrolling.

use leptos::{wasm_bindgen::JsCast as _, web_sys::Element};

/// What stays free under a part that is brought into view, in px.
const MARGIN: f64 = 12.0;

/// Scrolls `scroller` so that `part`, one of several siblings, is in view whole; the upper edge rests on that of a sibling. Not
/// while the focus is in the scroller, nor while the pointer is, unless `despite_pointer`: it must not move under a reader.
pub(crate) fn bring_into_view(scroller: &Element, part: &Element, despite_pointer: bool) {
    let busy = if despite_pointer { ":focus-within" } else { ":hover, :focus-within" };
    if scroller.matches(busy).unwrap_or(true) {
        return;
    }
    let (view, part_box) = (scroller.get_bounding_client_rect(), part.get_bounding_client_rect());
    if part_box.top() >= view.top() && part_box.bottom() + MARGIN <= view.bottom() {
        return;
    }
    let here = f64::from(scroller.scroll_top()) - view.top();
    let least = here + part_box.bottom() + MARGIN - f64::from(scroller.client_height());
    let edges = siblings(part).into_iter().map(|sibling| here + sibling.get_bounding_client_rect().top());
    let edge = edges.into_iter().find(|edge| *edge >= least).unwrap_or(least);
    #[expect(clippy::cast_possible_truncation, reason = "px of a page")]
    scroller.set_scroll_top(edge.min(here + part_box.top()).round() as i32);
}

/// Scrolls an element to its end.
pub(crate) fn to_end(scroller: &Element) {
    scroller.set_scroll_top(scroller.scroll_height());
}

fn siblings(part: &Element) -> Vec<Element> {
    let Some(parent) = part.parent_element() else { return Vec::new() };
    let children = parent.children();
    (0..children.length()).filter_map(|at| children.item(at)?.dyn_into().ok()).collect()
}
