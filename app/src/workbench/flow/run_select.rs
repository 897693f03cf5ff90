//! Which run the diagram shows.

use leptos::prelude::*;

use crate::{
    browser::timer,
    settings::use_settings,
    text::{Both, Lang, Text, text},
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
        let (id, title) = (run.record.id.clone(), title(run, settings.lang()));
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

/// `绑定手机号 · lin/A · 18:40:07 · 43 ms · errno 715`. An `<option>` holds text alone.
fn title(run: &Run, lang: Lang) -> String {
    let demo = run.demo(lang).map(str::to_owned);
    let errno = run.errno().map(|errno| format!("errno {errno}"));
    let name = run.action().name().get(lang).to_owned();
    #[expect(clippy::cast_precision_loss, reason = "exact for 200 000 years")]
    let started_ms = run.record.started as f64;
    let parts = [
        demo,
        Some(name),
        Some(run.record.phone.clone()),
        timer::time_of_day(started_ms).get(..8).map(str::to_owned),
        Some(duration(run.ms())),
        errno,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
