//! What is under the flow: six panels behind tabs, and a grip that resizes them.

pub(super) mod crypto;
mod explain;
pub(super) mod faults;
mod grip;
mod network;
pub(super) mod sessions;
mod storage;
mod tabs;

use leptos::prelude::*;

pub use self::network::ApiUrl;
use self::{
    crypto::CryptoPanel,
    explain::{ExplainButton, ExplainPanel},
    faults::FaultsPanel,
    grip::Grip,
    network::NetworkPanel,
    sessions::SessionsPanel,
    storage::StoragePanel,
    tabs::TabList,
};
use super::{
    recorder::server_call_key,
    state::{Tab, WorkbenchState, use_workbench},
};
use crate::{
    browser::focus,
    text::{Both, Text},
    trace::{STEPS, Status},
};

/// The inspector.
#[component]
pub(super) fn Inspector() -> impl IntoView {
    // in px; the style sheet's own unless it was set
    let height = RwSignal::new(None::<i32>);
    let is_held = RwSignal::new(false);
    view! {
        <section
            class="inspector"
            aria-label=tabs::INSPECTOR.localized()
            class:is-held=is_held
            style:height=Signal::derive(move || height.get().map(|height| format!("min(70dvh,{height}px)")))
        >
            <Grip edge=&grip::INSPECTOR_HEIGHT size=height is_held/>
            <TabList/>
            <ExplainButton/>
            <NetworkPanel/>
            <StoragePanel/>
            <CryptoPanel/>
            <SessionsPanel/>
            <FaultsPanel/>
            <ExplainPanel/>
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
        Tab::Faults => faults::load(workbench),
        Tab::Network | Tab::Storage | Tab::Crypto | Tab::Sessions | Tab::Explain => {}
    }
}

/// The focus on the panel of the open tab, after the next drawing: a screen reader says its name.
pub(super) fn focus_panel(workbench: WorkbenchState) {
    focus::focus_id_next_frame(format!("panel-{}", workbench.tab.get_untracked().id()));
}

/// Selects a step, and opens the tab that shows it; that of a step which has not happened yet is the explanation.
pub(super) fn open_step(workbench: WorkbenchState, number: usize) {
    workbench.selected_step.set(Some(number));
    workbench.name_step(number);
    let is_ghost = workbench.trace.with_untracked(|trace| trace.step(number).status == Status::Ghost);
    let tab = match STEPS.get(number).map_or("", |step| step.id) {
        _ if is_ghost => Tab::Explain,
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
