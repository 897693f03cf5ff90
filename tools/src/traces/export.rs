//! A run as a file, and as a text to paste.

use app::{
    Both, Text, text,
    trace::{Run, file},
};
use leptos::prelude::*;

use crate::browser;

const EXPORT: Text = text("导出文件", "Export a file");
const AS_TEXT: Text = text("文本（贴进缺陷报告）", "Text, for a bug report");
const SHOW: Text = text("在时序图里看", "Show in the diagram");

/// The link that saves the chosen run, and its text.
#[component]
pub(super) fn Export(runs: RwSignal<Vec<Run>>, chosen: RwSignal<String>) -> impl IntoView {
    let content = Memo::new(move |_| {
        let id = chosen.get();
        runs.with(|runs| {
            let run = runs.iter().find(|run| run.record.id == id);
            run.map(|run| file::write(std::iter::once(&run.record))).unwrap_or_default()
        })
    });
    let is_empty = Memo::new(move |_| content.with(String::is_empty));
    view! {
        <p class="traces__links" hidden=is_empty>
            <a
                class="text-button"
                id="export"
                // the server has no run, and no browser to encode one
                href=move || content.with(|content| (!content.is_empty()).then(|| browser::data_url(content)))
                download=move || format!("oa-mini-trace-{}.json", chosen.get())
            >
                <Both text=EXPORT/>
            </a>
            <a class="text-button" id="show" href=move || format!("/?run={}", chosen.get())><Both text=SHOW/></a>
        </p>
        <details class="traces__text" hidden=is_empty>
            <summary><Both text=AS_TEXT/></summary>
            <textarea id="trace-text" readonly rows="6" aria-label=AS_TEXT.localized() prop:value=content></textarea>
        </details>
    }
}
