//! What is under the flow: five panels behind tabs, and a grip that resizes them.

pub(super) mod crypto;
pub(super) mod faults;
mod grip;
mod network;
pub(super) mod sessions;
mod storage;
mod tabs;

use leptos::{html, prelude::*};

pub use self::network::ApiUrl;
use self::{
    crypto::CryptoPanel, faults::FaultsPanel, grip::Grip, network::NetworkPanel, sessions::SessionsPanel,
    storage::StoragePanel, tabs::TabList,
};
use super::{
    recorder::server_call_key,
    state::{Tab, WorkbenchState, use_workbench},
    step::STEPS,
};
use crate::text::{Both, Text};

/// The inspector.
#[component]
pub(super) fn Inspector() -> impl IntoView {
    let inspector = NodeRef::<html::Section>::new();
    // in px; the style sheet's own unless it was set
    let height = RwSignal::new(None::<i32>);
    let is_held = RwSignal::new(false);
    view! {
        <section
            class="inspector"
            aria-label=tabs::INSPECTOR.localized()
            class:is-held=is_held
            node_ref=inspector
            style:height=Signal::derive(move || height.get().map(|height| format!("min(70dvh,{height}px)")))
        >
            <Grip inspector height is_held/>
            <TabList/>
            <NetworkPanel/>
            <StoragePanel/>
            <CryptoPanel/>
            <SessionsPanel/>
            <FaultsPanel/>
        </section>
    }
}

/// A panel; it is shown while its tab is open.
#[component]
fn Panel<C: IntoView + 'static>(tab: Tab, class: &'static str, children: TypedChildren<C>) -> impl IntoView {
    let workbench = use_workbench();
    let is_closed = Memo::new(move |_| workbench.tab.get() != tab);
    view! {
        <div
            class=class
            id=format!("panel-{}", tab.id())
            role="tabpanel"
            aria-labelledby=format!("tab-{}", tab.id())
            tabindex="0"
            hidden=is_closed
        >
            {children.into_inner()()}
        </div>
    }
}

/// The heading of a column.
#[component]
fn ColumnHeading(text: Text) -> impl IntoView {
    view! { <th scope="col"><Both text/></th> }
}

/// Opens a tab, and reads anew what it shows of others.
pub(super) fn open_tab(workbench: WorkbenchState, tab: Tab) {
    workbench.tab.set(tab);
    match tab {
        Tab::Crypto => crypto::explain(workbench),
        Tab::Sessions => sessions::load(workbench),
        Tab::Faults => faults::load(workbench),
        Tab::Network | Tab::Storage => {}
    }
}

/// Selects a step, and opens the tab that explains it.
pub(super) fn open_step(workbench: WorkbenchState, number: usize) {
    workbench.selected_step.set(Some(number));
    let tab = match STEPS.get(number).map_or("", |step| step.id) {
        "profile" | "enc" | "decrypt" => Tab::Crypto,
        "storage" | "clear" => Tab::Storage,
        "upsert" | "lookup" | "revoke" => Tab::Sessions,
        id => {
            let request_id = workbench.trace.with_untracked(|trace| trace.step(number).request_id);
            let is_of_wechat = matches!(id, "j2s" | "openid");
            let key = if is_of_wechat { server_call_key(&request_id) } else { request_id.clone() };
            workbench.selected_call.set((!request_id.is_empty()).then_some(key));
            Tab::Network
        }
    };
    open_tab(workbench, tab);
}
