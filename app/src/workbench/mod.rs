//! What stands beside the phone: the flow as it happens, and what is under it. On a narrow window it is a layer over the
//! phone, opened by `#workbench`.
//!
//! The phone does not know that it is observed: the workbench subscribes to the events of `wx`, and to the server's stream.

mod announcer;
mod call;
mod duration;
mod flow;
mod inspector;
mod json_tokens;
mod kept_runs;
mod recorder;
mod replay;
mod scenarios;
mod state;
mod topbar;

use leptos::{ev::KeyboardEvent, html, prelude::*};

pub use self::inspector::ApiUrl;
pub(crate) use self::state::WorkbenchState;
use self::{
    flow::Flow,
    inspector::Inspector,
    scenarios::{DemoBar, DemoDot},
    topbar::TopBar,
};
use crate::{
    browser::{focus, history},
    phone,
    text::{Text, text},
};

const WORKBENCH: Text = text("工作台", "Workbench");

/// The layer's fragment, and the phone's.
const LAYER: &str = "#workbench";
const PHONE: &str = "#phone";

/// Closes the layer over the phone, where it is one.
fn close_layer() {
    history::leave_fragment(LAYER, PHONE);
}

/// The workbench.
#[component]
pub(crate) fn Workbench() -> impl IntoView {
    let section = NodeRef::<html::Section>::new();
    // Esc closes an open menu, then the layer; F6 leads back to the phone
    let on_key = move |event: KeyboardEvent| match (event.key().as_str(), section.get_untracked()) {
        ("Escape", Some(section)) => {
            if focus::close_open_menu(&section) {
                event.prevent_default();
            } else {
                close_layer();
            }
        }
        ("F6", _) => {
            event.prevent_default();
            close_layer();
            phone::take_focus();
        }
        _ => {}
    };
    view! {
        <DemoBar/>
        <section
            class="workbench"
            id="workbench"
            aria-label=WORKBENCH.localized()
            tabindex="-1"
            node_ref=section
            on:keydown=on_key
        >
            <TopBar/>
            <Flow/>
            <Inspector/>
        </section>
        <DemoDot/>
    }
}
