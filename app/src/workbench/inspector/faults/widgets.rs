//! The controls of the cards.

use leptos::prelude::*;

use super::{
    change::{Change, VERSIONS, apply},
    fault::Fault,
};
use crate::{
    text::{Both, Text},
    workbench::state::use_workbench,
};

/// A button that strikes once.
#[component]
pub(super) fn OneShot(label: Text, change: Change) -> impl IntoView {
    let workbench = use_workbench();
    view! {
        <button class="text-button" type="button" on:click=move |_| apply(workbench, change.clone())>
            <Both text=label/>
        </button>
    }
}

/// A switch.
#[component]
pub(super) fn FaultSwitch(
    fault: Fault,
    /// What switching it does.
    change: fn(bool) -> Change,
) -> impl IntoView {
    let workbench = use_workbench();
    let is_on = Signal::derive(move || fault.is_active(workbench));
    view! {
        <input
            class="switch switch--wb"
            type="checkbox"
            role="switch"
            id=fault.control_id()
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
        let is_selected = Signal::derive(move || workbench.faults.read().version() == version);
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
