//! An edge that resizes what lies beside it, by pointer or by arrow keys.

use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    prelude::*,
    web_sys::Element,
};

use crate::text::{Text, text};

/// How far an arrow key moves an edge, in px.
const KEY_STEP: i32 = 16;

/// An edge.
pub(super) struct Edge {
    class: &'static str,
    orientation: &'static str,
    label: Text,
    /// The bounds of what it sets, in px.
    min: i32,
    max: i32,
    /// What the style sheet says, in px.
    start: i32,
    /// The keys that make it larger and smaller.
    keys: [&'static str; 2],
    /// How large the pointer, which holds the grip, wants it, in px.
    measure: fn(&Element, &PointerEvent) -> Option<f64>,
}

/// The upper edge of the inspector.
pub(super) static INSPECTOR_HEIGHT: Edge = Edge {
    class: "inspector__grip",
    orientation: "horizontal",
    label: text("调整高度", "Resize"),
    min: 160,
    max: 700,
    start: 324,
    keys: ["ArrowUp", "ArrowDown"],
    measure: |grip, event| {
        Some(grip.parent_element()?.get_bounding_client_rect().bottom() - f64::from(event.client_y()))
    },
};

/// The right edge of the list of calls.
pub(super) static LIST_WIDTH: Edge = Edge {
    class: "network__grip",
    orientation: "vertical",
    label: text("调整列表宽度", "Resize the list"),
    min: 200,
    max: 900,
    start: 340,
    keys: ["ArrowRight", "ArrowLeft"],
    measure: |grip, event| {
        let list = grip.previous_element_sibling()?;
        Some(f64::from(event.client_x()) - list.get_bounding_client_rect().left())
    },
};

/// The grip: a child of what an upper edge resizes, the next sibling of what a right edge does.
#[component]
pub(super) fn Grip(
    edge: &'static Edge,
    /// What it sets, in px.
    size: RwSignal<Option<i32>>,
    /// Whether the pointer holds it: the size follows at once then, without the style sheet's transition.
    is_held: RwSignal<bool>,
) -> impl IntoView {
    let resize = move |to: i32| size.set(Some(to.clamp(edge.min, edge.max)));
    let now = Signal::derive(move || size.get().unwrap_or(edge.start));
    let on_key = move |event: KeyboardEvent| {
        let Some(key) = edge.keys.iter().position(|key| *key == event.key()) else { return };
        event.prevent_default();
        resize(now.get_untracked() + if key == 0 { KEY_STEP } else { -KEY_STEP });
    };
    let on_down = move |event: PointerEvent| {
        is_held.set(true);
        // so that the grip hears of the pointer wherever it goes
        let _ = event_target::<Element>(&event).set_pointer_capture(event.pointer_id());
    };
    let on_move = move |event: PointerEvent| {
        if is_held.get_untracked()
            && let Some(px) = (edge.measure)(&event_target(&event), &event)
        {
            #[expect(clippy::cast_possible_truncation, reason = "px of a window")]
            resize(px as i32);
        }
    };
    let release = move |_| is_held.set(false);
    view! {
        <div
            class=edge.class
            role="separator"
            aria-orientation=edge.orientation
            aria-label=edge.label.localized()
            aria-valuemin=edge.min
            aria-valuemax=edge.max
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
