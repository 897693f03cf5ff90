//! 存储: what the phone keeps, which is the mini-program's own and nothing else.

use leptos::{either::Either, prelude::*};

use super::{ColumnHeading, Panel};
use crate::{
    browser::storage,
    text::{Both, Text, text},
    workbench::{
        json_tokens::{Tokens, masked, tokens},
        state::{Tab, use_workbench},
    },
    wx::storage::{OWN_PREFIX, TOKEN, USER_INFO},
};

const EMPTY: Text = text("手机里还没有登录数据", "Nothing is stored yet");
const KEY: Text = text("键", "Key");
const VALUE: Text = text("值", "Value");
const BYTES: Text = text("字节", "Bytes");
const NOTE: Text = text(
    "openid 和 session_key 不在这里：它们从不离开服务器。",
    "openid and session_key are not here: they never leave the server.",
);

/// A key and its text.
type Entry = (String, String);

/// Every key of the mini-program, the two of the login first.
#[component]
pub(super) fn StoragePanel() -> impl IntoView {
    let workbench = use_workbench();
    let entries = RwSignal::new(Vec::<Entry>::new());
    Effect::new(move |_| {
        workbench.wx.storage.track();
        let mut keys = [TOKEN, USER_INFO].map(str::to_owned).to_vec();
        let is_other = |key: &String| !key.starts_with(OWN_PREFIX) && key != TOKEN && key != USER_INFO;
        keys.extend(storage::keys().into_iter().filter(is_other));
        let entry = |key: String| storage::get_text(&key).map(|text| (key, text));
        entries.set(keys.into_iter().filter_map(entry).collect());
    });
    let is_empty = Memo::new(move |_| entries.with(Vec::is_empty));
    let content = move || {
        if is_empty.get() {
            Either::Left(view! { <p class="panel__nothing"><Both text=EMPTY/></p> })
        } else {
            Either::Right(view! { <Table entries/> })
        }
    };
    view! {
        <Panel tab=Tab::Storage class="panel storage">
            <div id="stored">{content}</div>
            <p class="panel__note"><Both text=NOTE/></p>
        </Panel>
    }
}

#[component]
fn Table(entries: RwSignal<Vec<Entry>>) -> impl IntoView {
    view! {
        <table class="table">
            <thead>
                <tr>{[KEY, VALUE, BYTES].map(|text| view! { <ColumnHeading text/> }).into_iter().collect_view()}</tr>
            </thead>
            <tbody>
                // a value that changes is a row of its own, which the style sheet lets flash once
                <For each=move || entries.get() key=|entry| entry.clone() let:entry><TableRow entry/></For>
            </tbody>
        </table>
    }
}

/// The number in it is the visitor's own, but the workbench is what is shown around: so it is masked.
#[component]
fn TableRow(entry: Entry) -> impl IntoView {
    let (key, stored) = entry;
    let value = if stored.starts_with('"') {
        Either::Left(masked(&key, stored.trim_matches('"')))
    } else {
        Either::Right(view! { <Tokens tokens=tokens(&stored)/> })
    };
    view! {
        <tr class="is-new">
            <th scope="row"><code>{key}</code></th>
            <td><code>{value}</code></td>
            <td class="num">{stored.len()}</td>
        </tr>
    }
}
