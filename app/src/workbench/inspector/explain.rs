//! 说明: what the selected step is about, and without one how to read the diagram. The text is that of `/guide`, which is fetched
//! when it is first needed, so that none of it is in the WASM.

use leptos::{html, prelude::*, task::spawn_local};

use super::{Panel, focus_panel, open_tab};
use crate::{
    browser::{fragment::show_fragment, http::Request},
    text::{Both, Text, text},
    trace::STEPS,
    workbench::state::{Tab, use_workbench},
};

const GUIDE: &str = "/guide";
const WHOLE_GUIDE: Text = text("登录全流程说明", "The whole guide");
const WHAT_IS_THIS: Text = text("这一步是什么", "What is this step");

/// The panel.
#[component]
pub(super) fn ExplainPanel() -> impl IntoView {
    let workbench = use_workbench();
    let article = NodeRef::<html::Div>::new();
    // the guide; empty until it has come
    let guide = RwSignal::new(String::new());
    let is_open = Memo::new(move |_| workbench.tab.get() == Tab::Explain);
    Effect::new(move |_| {
        if is_open.get() && guide.with_untracked(String::is_empty) {
            spawn_local(async move {
                let response = Request::get(GUIDE.to_owned()).send().await;
                if let Some(response) = response.filter(|response| response.status == 200) {
                    guide.set(response.body);
                }
            });
        }
    });
    Effect::new(move |_| {
        let step = workbench.selected_step.get().and_then(|number| STEPS.get(number));
        let id = step.map_or_else(|| "how-to-read".to_owned(), |step| format!("step-{}", step.id));
        if let Some(holder) = article.get() {
            guide.with(|html| show_fragment(&holder, html, GUIDE, &id));
        }
    });
    view! {
        <Panel tab=Tab::Explain class="panel explain">
            <div node_ref=article></div>
            // where the guide does not come, this is what there is
            <p class="panel__note"><a href=GUIDE><Both text=WHOLE_GUIDE/></a></p>
        </Panel>
    }
}

/// Leads from what a step has done to what it is.
#[component]
pub(super) fn ExplainButton() -> impl IntoView {
    let workbench = use_workbench();
    let is_hidden = Memo::new(move |_| workbench.selected_step.get().is_none() || workbench.tab.get() == Tab::Explain);
    let explain = move |_| {
        open_tab(workbench, Tab::Explain);
        // the button goes, and would take the focus with it
        focus_panel(workbench);
    };
    view! {
        <button class="explain-button text-button" type="button" hidden=is_hidden on:click=explain>
            <Both text=WHAT_IS_THIS/>
        </button>
    }
}
