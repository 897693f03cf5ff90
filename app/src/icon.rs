//! A drawing of the sprite, which the server writes once a page (`shell.rs`).

use leptos::prelude::*;

/// A drawing. Assistive technology passes over it: words stand beside it.
#[component]
pub fn Icon(
    /// Its fragment in the sprite: `#i-…`.
    name: &'static str,
    /// The class; `icon` unless given.
    #[prop(default = "icon")]
    class: &'static str,
) -> impl IntoView {
    view! { <svg class=class aria-hidden="true"><use href=name></use></svg> }
}
