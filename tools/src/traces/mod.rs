//! `/traces`: the runs of this tab, one beside the other; exported to a file, and read from one. Everything in them is masked.
//!
//! - `store`: the runs of the tab; `difference`: what differs between two
//! - `choice`, `table`, `import`, `export`: what is seen

mod choice;
mod difference;
mod export;
mod import;
mod store;
mod table;

use app::{Both, Text, browser::history, text, trace::Run};
use leptos::prelude::*;

use self::{choice::Choice, export::Export, import::Import, table::Table};
use crate::browser;

const TITLE: Text = text("对比运行", "Compare runs");
const LEAD: Text = text(
    "每次登录、请求、绑定、退出是一次运行。选两次，看哪一步不同；导出一次，贴进缺陷报告；导入别人的，照样看。里面没有 secret、session_key、token：都已遮盖。",
    "Each login, call, binding and logout is a run. Choose two and see which step differs; export one for a bug report; import one of somebody else's. No secret, session_key or token is in it: all is masked.",
);
const EMPTY: Text = text(
    "这个标签页里还没有运行：回到演示，在手机里点一下；或导入一个文件。",
    "No run in this tab yet: go back to the demo and tap in the phone, or import a file.",
);
const LEFT: Text = text("运行", "Run");
const RIGHT: Text = text("对比", "Compare with");

/// The page.
#[component]
pub(crate) fn TracesPage() -> impl IntoView {
    let runs = RwSignal::new(Vec::<Run>::new());
    let (left, right) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    // what the tab keeps is known in the browser alone
    Effect::new(move |_| {
        runs.set(store::load());
        let newest = || runs.with_untracked(|runs| runs.last().map(|run| run.record.id.clone()));
        left.set(history::query("run").or_else(newest).unwrap_or_default());
        right.set(history::query("with").unwrap_or_default());
        browser::show_target();
    });
    Effect::new(move |before: Option<()>| {
        let query = format!("?run={}&with={}", left.get(), right.get());
        if before.is_some() {
            history::set_query(&query);
        }
    });
    let is_empty = Memo::new(move |_| runs.with(Vec::is_empty));
    view! {
        <div class="traces">
            <header class="traces__intro">
                <h1><Both text=TITLE/></h1>
                <p><Both text=LEAD/></p>
            </header>
            <div class="traces__bar">
                <Choice id="left" label=LEFT runs chosen=left/>
                <Choice id="right" label=RIGHT runs chosen=right/>
                <Export runs chosen=left/>
                <Import runs chosen=left/>
            </div>
            <p class="traces__empty" hidden=move || !is_empty.get()><Both text=EMPTY/></p>
            <Table runs left right/>
        </div>
    }
}
