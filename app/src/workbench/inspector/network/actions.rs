//! What can be done with a call: copy it, or edit it and send it again.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    browser::{clipboard, history},
    text::{Both, Text, text},
    workbench::{
        call::{Call, CallKind},
        replay,
        state::use_workbench,
    },
    wx::SentRequest,
};

const COPY: Text = text("复制为", "Copy as");
const COPIED: Text = text("已复制", "Copied");
const NOT_COPIED: Text =
    text("浏览器只在 https 或 localhost 下允许复制", "The browser copies only over https or on localhost");
const EDIT: Text = text("编辑重发", "Edit and resend");
const GONE: Text = text(
    "完整的值只在内存里，刷新后不再保留，因此不能复制或重发。",
    "Whole values are kept in memory only, not over a reload: this call cannot be copied or sent again.",
);
const FILE: Text = text("上传的是文件，不能编辑重发。", "A file was uploaded, which cannot be edited.");

/// What a call can be copied as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Curl,
    Wx,
    Json,
}

/// The buttons. Those that need the whole values say why they cannot be used without them.
#[component]
pub(super) fn Actions(call: Call, draft: RwSignal<Option<SentRequest>>) -> impl IntoView {
    let workbench = use_workbench();
    let said = RwSignal::new(None::<Text>);
    let is_gone = call.sent.get().is_none();
    let editable = if call.kind == CallKind::Request { replay::draft(&call) } else { None };
    let reason = match call.kind {
        _ if is_gone => Some(GONE),
        CallKind::Request if editable.is_none() => Some(FILE),
        _ => None,
    };
    let formats: &[(Format, &'static str)] = match call.kind {
        CallKind::Request => &[(Format::Curl, "curl"), (Format::Wx, "wx.request"), (Format::Json, "JSON")],
        CallKind::Native => &[(Format::Wx, "wx"), (Format::Json, "JSON")],
        CallKind::ToWeChat => &[(Format::Json, "JSON")],
    };
    let key = call.key.clone();
    let edit = (call.kind == CallKind::Request).then(|| {
        let is_disabled = editable.is_none();
        let on_click = move |_| {
            workbench.selected_call.set(Some(key.clone()));
            draft.set(editable.clone());
        };
        view! {
            <button class="text-button call__edit" type="button" disabled=is_disabled on:click=on_click><Both text=EDIT/></button>
        }
    });
    let call = StoredValue::new(call);
    let button = |&(format, name): &(Format, &'static str)| {
        let on_click = move |_| {
            let text = call.with_value(|call| copied(call, format, &workbench.wx.world())).unwrap_or_default();
            spawn_local(async move {
                said.set(Some(if clipboard::write(&text).await { COPIED } else { NOT_COPIED }));
            });
        };
        view! { <button class="text-button" type="button" disabled=is_gone on:click=on_click>{name}</button> }
    };
    view! {
        <p class="call__actions">
            <Both text=COPY/>
            {formats.iter().map(button).collect_view()}
            {edit}
            {reason.map(|reason| view! { <span class="call__reason"><Both text=reason/></span> })}
            <span role="status">{move || said.get().map(|text| view! { <Both text/> })}</span>
        </p>
    }
}

/// The text for the clipboard. None where the whole values are gone.
fn copied(call: &Call, format: Format, world: &str) -> Option<String> {
    let sent = call.sent.get()?;
    Some(match (format, call.kind) {
        (Format::Curl, _) => replay::curl(sent, &history::origin(), world),
        (Format::Wx, CallKind::Native) => replay::native(sent),
        (Format::Wx, _) => replay::wx_request(sent, &history::origin()),
        (Format::Json, _) => {
            let response = call.response.get_untracked();
            replay::json(sent, response.as_ref().and_then(|response| response.received.get()))
        }
    })
}
