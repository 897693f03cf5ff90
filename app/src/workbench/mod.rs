//! What stands beside the phone: the flow as it happens, and what is under it. On a narrow window it is a layer over the
//! phone, opened by `#workbench`.
//!
//! The phone does not know that it is observed: the workbench subscribes to the events of `wx`, and to the server's stream.

mod announcer;
mod call;
mod duration;
mod early;
mod flow;
mod inspector;
mod json_tokens;
mod kept_runs;
mod part;
mod recorder;
mod replay;
mod scenarios;
mod state;
mod topbar;

use leptos::{ev::KeyboardEvent, html, prelude::*, task::spawn_local};

pub(crate) use self::early::Early;
pub use self::inspector::ApiUrl;
use crate::{
    browser::{focus, history, timer},
    phone,
    text::{Text, text},
};

const WORKBENCH: Text = text("工作台", "Workbench");

/// The layer's fragment, and the phone's.
const LAYER: &str = "#workbench";
const PHONE: &str = "#phone";

/// How long after a failure its part is asked for again, in ms.
const RETRY_MS: u32 = 2_000;

/// Closes the layer over the phone, where it is one.
fn close_layer() {
    history::leave_fragment(LAYER, PHONE);
}

/// The workbench: its frame, and in it the server's markup, which does nothing until its [part](part) is loaded.
#[component]
pub(crate) fn Workbench(early: Early) -> impl IntoView {
    let section = NodeRef::<html::Section>::new();
    let is_loaded = RwSignal::new(false);
    let owner = Owner::current().unwrap_or_default();
    section.on_load(move |section| {
        spawn_local(async move {
            while part::mount(section.clone(), owner.clone(), early).await.is_err() {
                timer::sleep(RETRY_MS).await;
            }
            is_loaded.set(true);
        });
    });
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
        <section
            class="workbench"
            id="workbench"
            aria-label=WORKBENCH.localized()
            tabindex="-1"
            inert=Signal::derive(move || !is_loaded.get())
            node_ref=section
            on:keydown=on_key
            inner_html=part::markup()
        ></section>
    }
}
