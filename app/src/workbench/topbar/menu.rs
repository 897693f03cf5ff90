//! A menu: a button, and a list that opens under it. Of those in the bar one is open at a time (`name`). Arrow keys, Home and End
//! walk it, and ↑ ↓ on the button open it; it closes where the focus goes elsewhere.

use leptos::{
    ev::{FocusEvent, KeyboardEvent},
    html,
    prelude::*,
    wasm_bindgen::JsCast as _,
    web_sys::Node,
};

use crate::{browser::focus, icon::Icon};

/// Closes a menu from within, and gives the focus back to its button.
#[derive(Clone, Copy)]
pub(super) struct MenuContext(NodeRef<html::Details>);

impl MenuContext {
    pub(super) fn close(self) {
        if let Some(details) = self.0.get_untracked()
            && let Some(bar) = details.parent_element()
        {
            focus::close_open_menu(&bar);
        }
    }
}

/// A menu.
#[component]
pub(super) fn Menu<C: IntoView + 'static>(
    class: &'static str,
    button_class: &'static str,
    list_class: &'static str,
    #[prop(optional)] list_id: Option<&'static str>,
    /// What stands on the button.
    button: ViewFn,
    /// The items: `<li>` with a button each, which may close the menu by its [`MenuContext`].
    children: TypedChildren<C>,
) -> impl IntoView {
    let details = NodeRef::new();
    provide_context(MenuContext(details));
    let on_key = move |event: KeyboardEvent| {
        let key = event.key();
        if let Some(details) = details.get_untracked()
            && (details.open() || key.starts_with("Arrow"))
        {
            if matches!(key.as_str(), "ArrowUp" | "ArrowDown") {
                details.set_open(true);
            }
            if focus::walk_menu(&details, &key) {
                event.prevent_default();
            }
        }
    };
    let on_leave = move |event: FocusEvent| {
        if let Some(details) = details.get_untracked()
            && let Some(to) = event.related_target()
            && !details.contains(to.dyn_ref::<Node>())
        {
            details.set_open(false);
        }
    };
    view! {
        <details class=class name="menu" node_ref=details on:keydown=on_key on:focusout=on_leave>
            <summary class=button_class>{button.run()} <Icon class="menu__chevron" name="#i-chevron"/></summary>
            <ul class=list_class id=list_id>{children.into_inner()()}</ul>
        </details>
    }
}
