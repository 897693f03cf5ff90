//! A picture from the net.

use leptos::prelude::*;

/// A picture.
#[component]
pub(crate) fn Picture(
    class: &'static str,
    /// Its address.
    #[prop(into)]
    src: Signal<String>,
    /// What it shows; empty where words beside it say the same.
    #[prop(optional, into)]
    alt: Signal<String>,
) -> impl IntoView {
    view! { <img class=class src=src alt=alt/> }
}
