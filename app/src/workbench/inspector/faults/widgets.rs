//! The controls of the cards.

use leptos::prelude::*;

use super::{
    change::{Change, TOO_OFTEN, VERSIONS, apply},
    fault::Card,
};
use crate::workbench::state::use_workbench;

/// WeChat's errcodes that may be chosen, and the errno that each causes.
const ERRCODES: [(i64, &str); 5] = [
    (TOO_OFTEN, "45011 → 712"),
    (40_226, "40226 → 713"),
    (-1, "-1 → 714"),
    (40_125, "40125 → 720"),
    (40_003, "40003 → -1"),
];

/// A switch.
#[component]
pub(super) fn FaultSwitch(
    card: &'static Card,
    /// What switching it does.
    change: fn(bool) -> Change,
) -> impl IntoView {
    let workbench = use_workbench();
    let is_on = Signal::derive(move || card.fault.is_active(workbench));
    view! {
        <input
            class="switch switch--wb"
            type="checkbox"
            role="switch"
            id=card.control_id
            prop:checked=is_on
            on:change=move |event| apply(workbench, change(event_target_checked(&event)))
        />
    }
}

/// Moves WeChat's clock.
#[component]
pub(super) fn Stepper() -> impl IntoView {
    let workbench = use_workbench();
    let minutes = Signal::derive(move || {
        let minutes = workbench.faults.read().minutes();
        if minutes < 0 { minutes.to_string() } else { format!("+{minutes}") }
    });
    let step = move |steps: i64| apply(workbench, Change::MoveClock { steps });
    view! {
        <span class="stepper">
            <button type="button" aria-label=crate::text::text("减 5 分钟", "minus 5 min").localized() on:click=move |_| step(-1)>"−"</button>
            <output class="stepper__value" id="clock-value">{minutes}</output>
            <button type="button" aria-label=crate::text::text("加 5 分钟", "plus 5 min").localized() on:click=move |_| step(1)>"+"</button>
        </span>
    }
}

/// Chooses the version of the base library.
#[component]
pub(super) fn VersionSelect() -> impl IntoView {
    let workbench = use_workbench();
    let option = |version: &'static str| {
        let is_selected = Signal::derive(move || workbench.faults.read().0.version() == version);
        view! { <option prop:selected=is_selected>{version}</option> }
    };
    view! {
        <select
            class="select"
            id="fault-base"
            on:change=move |event| apply(workbench, Change::BaseLibrary(event_target_value(&event)))
        >
            {VERSIONS.map(option).into_iter().collect_view()}
        </select>
    }
}

/// Chooses what WeChat responds to a code.
#[component]
pub(super) fn ErrcodeSelect() -> impl IntoView {
    let workbench = use_workbench();
    let option = |(errcode, name): (i64, &'static str)| {
        let is_selected = Signal::derive(move || workbench.faults.read().0.errcode() == Some(errcode));
        view! { <option value=errcode.to_string() prop:selected=is_selected>{name}</option> }
    };
    let is_off = Signal::derive(move || workbench.faults.read().0.errcode().is_none());
    view! {
        <select
            class="select"
            id="fault-errcode"
            on:change=move |event| apply(workbench, Change::Errcode(event_target_value(&event).parse().ok()))
        >
            <option value="" prop:selected=is_off>"—"</option>
            {ERRCODES.map(option).into_iter().collect_view()}
        </select>
    }
}
