//! Buttons.

use leptos::{ev::MouseEvent, prelude::*};

use crate::icon::Icon;

/// A button with words on it.
#[component]
pub(crate) fn Button(
    class: &'static str,
    /// What it says.
    label: &'static str,
    #[prop(into)] on_tap: Callback<MouseEvent>,
) -> impl IntoView {
    view! { <button class=class type="button" on:click=move |event| on_tap.run(event)>{label}</button> }
}

/// A button that begins a flow, and shows that it is under way.
#[component]
pub(crate) fn BusyButton(
    class: &'static str,
    /// What it says.
    #[prop(into)]
    label: Signal<&'static str>,
    /// A drawing before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Whether the flow is under way.
    #[prop(into)]
    is_busy: Signal<bool>,
    #[prop(into)] on_tap: Callback<MouseEvent>,
) -> impl IntoView {
    let disabled = Signal::derive(move || is_busy.get().then_some("true"));
    view! {
        <button class=class type="button" aria-disabled=disabled on:click=move |event| on_tap.run(event)>
            {move || is_busy.get().then(|| view! { <i class="spinner" aria-hidden="true"></i> })}
            {icon.map(|name| view! { <Icon name/> })}
            {label}
        </button>
    }
}
