//! Runs from a file.

use app::{
    Both, Text, text,
    trace::{
        Run,
        file::{self, FileError},
    },
};
use leptos::{ev::Event, prelude::*, task::spawn_local, web_sys::HtmlInputElement};

use super::store;
use crate::browser;

const IMPORT: Text = text("导入文件", "Import a file");
const IMPORTED: Text = text("已导入", "Imported");
const TOO_LONG: Text = text("文件超过 4 MiB", "The file is over 4 MiB");
const OTHER_VERSION: Text = text("是另一个版本的格式", "It is of another version of the format");
const MALFORMED: Text = text("不是 oa-mini 的运行文件，看行：列", "Not a file of oa-mini's runs; see line:column");

/// The button, and what came of it.
#[component]
pub(super) fn Import(runs: RwSignal<Vec<Run>>, chosen: RwSignal<String>) -> impl IntoView {
    let said = RwSignal::new(None::<(Text, String)>);
    let read = move |event: Event| {
        let input: HtmlInputElement = event_target(&event);
        spawn_local(async move {
            let Some(text) = browser::chosen_file(&input).await else { return };
            said.set(Some(match file::read(&text) {
                Ok(records) => {
                    let count = records.len().to_string();
                    let newest = records.last().map(|record| record.id.clone());
                    runs.update(|runs| store::add(runs, records));
                    chosen.set(newest.unwrap_or_default());
                    (IMPORTED, count)
                }
                Err(FileError::TooLong) => (TOO_LONG, String::new()),
                Err(FileError::Version(version)) => (OTHER_VERSION, version.to_string()),
                Err(FileError::Malformed(line, column)) => (MALFORMED, format!("{line}:{column}")),
            }));
            input.set_value(""); // so that the same file may be chosen again
        });
    };
    view! {
        <p class="traces__import">
            // the browser's own button speaks the browser's language, not the page's
            <label class="text-button">
                <Both text=IMPORT/>
                <input class="visually-hidden" type="file" id="import" accept=".json,application/json" on:change=read/>
            </label>
            <span role="status" id="imported">
                {move || said.get().map(|(text, detail)| view! { <Both text/> " " {detail} })}
            </span>
        </p>
    }
}
