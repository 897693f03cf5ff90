//! Which run the diagram shows.

use leptos::prelude::*;

use crate::{
    browser::timer,
    settings::use_settings,
    text::{Both, Text, text},
    trace::Run,
    workbench::{duration::duration, state::use_workbench},
};

const LABEL: Text = text("运行", "Run");
const COMPARE: Text = text("对比 · 导出 · 导入", "Compare · export · import");

/// A choice of the runs, the newest first, and the way to compare them.
#[component]
pub(super) fn RunSelect() -> impl IntoView {
    let (workbench, settings) = (use_workbench(), use_settings());
    let is_empty = Memo::new(move |_| workbench.runs.with(Vec::is_empty));
    let select = move |event| {
        workbench.selected_step.set(None);
        workbench.selected_run.set(Some(event_target_value(&event)));
    };
    let option = move |run: &Run| {
        let moment = [timer::clock_time(run.record.started), duration(run.ms())].join(" · ");
        // an <option> holds text alone
        let (id, title) = (run.record.id.clone(), run.title(settings.lang(), moment));
        let is_shown = workbench.shown_run.with(|shown| shown.as_ref() == Some(&id));
        view! { <option value=id selected=is_shown>{title}</option> }
    };
    let options = move || workbench.runs.with(|runs| runs.iter().rev().map(option).collect_view());
    let compare =
        move || workbench.shown_run.get().map_or_else(|| "/traces".to_owned(), |id| format!("/traces?run={id}"));
    view! {
        <p class="flow__run" hidden=is_empty>
            <label for="run"><Both text=LABEL/></label>
            <select class="select" id="run" prop:value=move || workbench.shown_run.get() on:change=select>
                {options}
            </select>
            <a class="text-link" href=compare><Both text=COMPARE/></a>
        </p>
    }
}
