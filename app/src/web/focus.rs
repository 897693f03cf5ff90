//! Where the keyboard is, by `browser.js`.

use leptos::ev::{KeyboardEvent, MouseEvent};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/web/browser.js")]
extern "C" {
    #[wasm_bindgen(js_name = focusOn)]
    fn focus_on(selector: &str);
    #[wasm_bindgen(js_name = focusRemember)]
    fn focus_remember();
    #[wasm_bindgen(js_name = focusKeep)]
    fn focus_keep(selector: &str);
    #[wasm_bindgen(js_name = focusRestore)]
    fn focus_restore();
    #[wasm_bindgen(js_name = focusPicked)]
    fn focus_picked(event: &MouseEvent) -> Option<String>;
    #[wasm_bindgen(js_name = focusHold)]
    fn focus_hold(event: &MouseEvent);
    #[wasm_bindgen(js_name = focusInside)]
    fn focus_inside(event: &KeyboardEvent);
    #[wasm_bindgen(js_name = focusShut)]
    fn focus_shut(details: &str);
    #[wasm_bindgen(js_name = focusBeside)]
    fn focus_beside_it(before: bool);
}

/// Moves the focus to the first element that `selector` finds.
pub(crate) fn focus(selector: &str) {
    focus_on(selector);
}

/// Notes who has the focus, to give it back.
pub(crate) fn remember_focus() {
    focus_remember();
}

/// Before something is drawn anew: if it has the focus, what is there in its place will have it.
pub(crate) fn keep_focus(selector: &str) {
    focus_keep(selector);
}

/// Gives the focus back, unless it went elsewhere meanwhile.
pub(crate) fn restore_focus() {
    focus_restore();
}

/// What a tap picks: `data-pick` of the button that was hit.
pub(crate) fn picked(event: &MouseEvent) -> Option<String> {
    focus_picked(event)
}

/// Leaves the focus where it is, unless a field was hit.
pub(crate) fn hold_focus(event: &MouseEvent) {
    focus_hold(event);
}

/// Keeps Tab inside the dialog that the event is for.
pub(crate) fn keep_inside(event: &KeyboardEvent) {
    focus_inside(event);
}

/// Shuts a `<details>` and puts the focus on its button.
pub(crate) fn shut(details: &str) {
    focus_shut(details);
}

/// Moves the focus to the item before or after the one that has it, in a list.
pub(crate) fn focus_beside(before: bool) {
    focus_beside_it(before);
}
