//! The edge that resizes the inspector, by pointer or by arrow keys.

use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    html,
    prelude::*,
    web_sys::Element,
};

use crate::text::{Text, text};

/// The bounds of the height, its start, and how far an arrow key moves it, in px.
const MIN_HEIGHT: i32 = 160;
const MAX_HEIGHT: i32 = 700;
const START_HEIGHT: i32 = 324;
const KEY_STEP: i32 = 16;

const LABEL: Text = text("调整高度", "Resize");

/// The grip.
#[component]
pub(super) fn Grip(
    inspector: NodeRef<html::Section>,
    /// What it sets, in px.
    height: RwSignal<Option<i32>>,
    /// Whether the pointer holds it: the height follows at once then, without the style sheet's transition.
    is_held: RwSignal<bool>,
) -> impl IntoView {
    let resize = move |to: i32| height.set(Some(to.clamp(MIN_HEIGHT, MAX_HEIGHT)));
    let now = Signal::derive(move || height.get().unwrap_or(START_HEIGHT));
    let on_key = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowUp" => KEY_STEP,
            "ArrowDown" => -KEY_STEP,
            _ => return,
        };
        event.prevent_default();
        resize(now.get_untracked() + by);
    };
    let on_down = move |event: PointerEvent| {
        is_held.set(true);
        // so that the grip hears of the pointer wherever it goes
        let _ = event_target::<Element>(&event).set_pointer_capture(event.pointer_id());
    };
    let on_move = move |event: PointerEvent| {
        if is_held.get_untracked()
            && let Some(inspector) = inspector.get_untracked()
        {
            #[expect(clippy::cast_possible_truncation, reason = "px of a window")]
            let bottom = inspector.get_bounding_client_rect().bottom() as i32;
            resize(bottom - event.client_y());
        }
    };
    let release = move |_| is_held.set(false);
    view! {
        <div
            class="inspector__grip"
            role="separator"
            aria-orientation="horizontal"
            aria-label=LABEL.localized()
            aria-valuemin=MIN_HEIGHT
            aria-valuemax=MAX_HEIGHT
            aria-valuenow=now
            tabindex="0"
            on:keydown=on_key
            on:pointerdown=on_down
            on:pointermove=on_move
            on:pointerup=release
            on:pointercancel=release
        ></div>
    }
}
