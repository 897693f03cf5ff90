//! A menu: a button, and a list that opens under it. Of those in the bar one is open at a time (`name`).

use leptos::{ev::KeyboardEvent, html, prelude::*};

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
    let on_key = |event: KeyboardEvent| {
        if let key @ ("ArrowUp" | "ArrowDown") = event.key().as_str() {
            event.prevent_default();
            focus::move_in_list(key == "ArrowUp");
        }
    };
    view! {
        <details class=class name="menu" node_ref=details>
            <summary class=button_class>{button.run()} <Icon class="menu__chevron" name="#i-chevron"/></summary>
            <ul class=list_class id=list_id on:keydown=on_key>{children.into_inner()()}</ul>
        </details>
    }
}
