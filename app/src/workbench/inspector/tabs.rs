//! The tabs: one stop of Tab; ← → walk and open.

use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::open_tab;
use crate::{
    browser::document,
    text::{Beside, Both, Text, text},
    workbench::state::{Tab, use_workbench},
};

pub(super) const INSPECTOR: Text = text("检查器", "Inspector");
const FAULT_ACTIVE: Text = text("有故障生效", "a fault is active");

impl Tab {
    const fn title(self) -> Text {
        match self {
            Self::Network => text("网络", "Network"),
            Self::Storage => text("存储", "Storage"),
            Self::Crypto => text("解密", "Crypto"),
            Self::Sessions => text("会话", "Sessions"),
            Self::Faults => text("故障", "Faults"),
            Self::Explain => text("说明", "Explain"),
        }
    }
}

/// The list of tabs.
#[component]
pub(super) fn TabList() -> impl IntoView {
    let workbench = use_workbench();
    Effect::new(move |_| {
        let is_active = workbench.active_faults() > 0;
        document::set_root_attribute("data-fault", is_active.then_some(""));
    });
    view! {
        <div class="inspector__tabs" role="tablist" aria-label=INSPECTOR.localized()>
            {Tab::ALL.map(|tab| view! { <TabButton tab/> }).into_iter().collect_view()}
        </div>
    }
}

/// A tab.
#[component]
fn TabButton(tab: Tab) -> impl IntoView {
    let workbench = use_workbench();
    let button = NodeRef::<html::Button>::new();
    let is_open = Memo::new(move |_| workbench.tab.get() == tab);
    let on_key = move |event: KeyboardEvent| {
        if let Some(next) = neighbour(tab, &event.key()) {
            event.prevent_default();
            open_tab(workbench, next);
        }
    };
    // an arrow key has opened it from its neighbour, which has the focus
    Effect::new(move |before: Option<bool>| {
        let is_open = is_open.get();
        if is_open
            && before == Some(false)
            && let Some(button) = button.get_untracked()
            && is_focus_in_list(&button)
        {
            let _ = button.focus();
        }
        is_open
    });
    view! {
        <button
            class="inspector__tab"
            role="tab"
            type="button"
            id=format!("tab-{}", tab.id())
            aria-controls=format!("panel-{}", tab.id())
            aria-selected=Signal::derive(move || if is_open.get() { "true" } else { "false" })
            tabindex=Signal::derive(move || if is_open.get() { "0" } else { "-1" })
            node_ref=button
            on:keydown=on_key
            on:click=move |_| open_tab(workbench, tab)
        >
            <Beside text=tab.title()/>
            {(tab == Tab::Faults).then(|| view! { <FaultDot/> })}
        </button>
    }
}

fn is_focus_in_list(button: &leptos::web_sys::HtmlElement) -> bool {
    let list = button.parent_element();
    list.is_some_and(|list| list.matches(":focus-within").unwrap_or_default())
}

/// The tab that an arrow key leads to from `tab`.
fn neighbour(tab: Tab, key: &str) -> Option<Tab> {
    let by = match key {
        "ArrowLeft" => Tab::ALL.len() - 1,
        "ArrowRight" => 1,
        _ => return None,
    };
    let at = Tab::ALL.iter().position(|other| *other == tab)?;
    Tab::ALL.get((at + by) % Tab::ALL.len()).copied()
}

/// Says that a fault is active.
#[component]
fn FaultDot() -> impl IntoView {
    view! { <b class="inspector__dot"><span class="visually-hidden"><Both text=FAULT_ACTIVE/></span></b> }
}
