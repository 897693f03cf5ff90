//! A card of a fault, and its controls.

use leptos::{either::Either, prelude::*};

use super::control::VERSIONS;
use crate::text::{Both, Text};

/// What a fault is, its control, and the code that it will cause.
#[component]
pub(super) fn FaultCard(
    title: Text,
    /// The id of the control that the title labels; a control that names itself has none.
    #[prop(optional)]
    title_for: Option<&'static str>,
    #[prop(optional)] id: Option<&'static str>,
    /// Whether the card is marked; that of a switch is by the switch.
    #[prop(optional, into)]
    is_on: MaybeProp<bool>,
    hint: Text,
    code: &'static str,
    /// The control.
    children: Children,
) -> impl IntoView {
    let heading = match title_for {
        Some(control) => Either::Left(view! {
            <label class="fault__title" for=control>
                <Both text=title/>
            </label>
        }),
        None => Either::Right(view! {
            <b class="fault__title">
                <Both text=title/>
            </b>
        }),
    };
    view! {
        <li class="fault" id=id data-on=Signal::derive(move || is_on.get().unwrap_or_default().then_some(""))>
            {heading}
            {children()}
            <p class="fault__hint">
                <Both text=hint/>
            </p>
            <code class="fault__code">{code}</code>
        </li>
    }
}

/// A switch.
#[component]
pub(super) fn FaultSwitch(
    id: &'static str,
    #[prop(into)] is_on: Signal<bool>,
    #[prop(into)] on_switch: Callback<bool>,
) -> impl IntoView {
    view! {
        <input
            class="switch switch--wb"
            type="checkbox"
            role="switch"
            id=id
            prop:checked=is_on
            on:change=move |event| on_switch.run(event_target_checked(&event))
        />
    }
}

/// Moves WeChat's clock.
#[component]
pub(super) fn Stepper(
    /// How far the clock is ahead.
    #[prop(into)]
    minutes: Signal<i64>,
    /// Called with the number of steps.
    #[prop(into)]
    on_step: Callback<i64>,
) -> impl IntoView {
    let value = Signal::derive(move || {
        let minutes = minutes.get();
        if minutes < 0 { minutes.to_string() } else { format!("+{minutes}") }
    });
    view! {
        <span class="stepper">
            <button type="button" aria-label="减 5 分钟 minus 5 min" on:click=move |_| on_step.run(-1)>
                "−"
            </button>
            <output class="stepper__value" id="clock-value">
                {value}
            </output>
            <button type="button" aria-label="加 5 分钟 plus 5 min" on:click=move |_| on_step.run(1)>
                "+"
            </button>
        </span>
    }
}

/// Chooses the version of the base library.
#[component]
pub(super) fn VersionSelect(
    #[prop(into)] version: Signal<String>,
    #[prop(into)] on_select: Callback<String>,
) -> impl IntoView {
    let option = |name: &'static str| view! { <option prop:selected=move || version.get() == name>{name}</option> };
    view! {
        <select
            class="select"
            id="fault-base"
            on:change=move |event| on_select.run(event_target_value(&event))
        >
            {VERSIONS.map(option).into_iter().collect_view()}
        </select>
    }
}
