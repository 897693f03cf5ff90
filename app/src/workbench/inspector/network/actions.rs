//! What can be done with a call: copy it, or edit it and send it again.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    browser::{clipboard, focus, history},
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
const GONE: Text = text(
    "完整的值只在内存里，刷新后不再保留，因此不能复制或重发。",
    "Whole values are kept in memory only, not over a reload: this call cannot be copied or sent again.",
);
const FILE: Text = text("上传的是文件，不能编辑重发。", "A file was uploaded, which cannot be edited.");

/// What can be done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Action {
    Curl,
    /// The call in a script of a mini-program.
    Script,
    Json,
    Edit,
}

impl Action {
    const ALL: [Self; 4] = [Self::Curl, Self::Script, Self::Json, Self::Edit];

    const fn name(self) -> Text {
        match self {
            Self::Curl => text("curl", "curl"),
            Self::Script => text("wx.request", "wx.request"),
            Self::Json => text("JSON", "JSON"),
            Self::Edit => text("编辑重发", "Edit and resend"),
        }
    }

    /// Whether it can be done with a call of this kind.
    fn suits(self, call: &Call) -> bool {
        match call.kind {
            CallKind::Request => true,
            CallKind::Native | CallKind::ToWeChat => self == Self::Json,
        }
    }
}

/// The buttons. Those that need the whole values say why they cannot be used without them.
#[component]
pub(super) fn Actions(call: Call, draft: RwSignal<Option<SentRequest>>) -> impl IntoView {
    let workbench = use_workbench();
    let is_gone = call.sent.get().is_none();
    let editable = replay::draft(&call);
    let reason = match call.kind {
        CallKind::Request | CallKind::Native if is_gone => Some(GONE),
        CallKind::Request if editable.is_none() => Some(FILE),
        _ => None,
    };
    let said = RwSignal::new(reason);
    let run = move |call: &Call, action: Action| {
        if action == Action::Edit {
            workbench.selected_call.set(Some(call.key.clone()));
            draft.set(replay::draft(call));
            focus::focus_next_frame(|| focus::by_id("editor"));
            return;
        }
        let text = copied(call, action, &workbench.wx.world()).unwrap_or_default();
        spawn_local(async move {
            said.set(Some(if clipboard::write(&text).await { COPIED } else { NOT_COPIED }));
        });
    };
    let button = |action: Action| {
        let is_disabled = is_gone || (action == Action::Edit && editable.is_none());
        let call = call.clone();
        view! {
            <button class="text-button" type="button" disabled=is_disabled on:click=move |_| run(&call, action)>
                <Both text=action.name()/>
            </button>
        }
    };
    view! {
        <p class="call__actions">
            <Both text=COPY/>
            {Action::ALL.into_iter().filter(|action| action.suits(&call)).map(button).collect_view()}
            <span role="status">{move || said.get().map(|text| view! { <Both text/> })}</span>
        </p>
    }
}

/// The text for the clipboard. None where the whole values are gone.
fn copied(call: &Call, action: Action, world: &str) -> Option<String> {
    let sent = call.sent.get()?;
    let origin = history::origin();
    Some(match action {
        Action::Curl => replay::curl(sent, &origin, world),
        Action::Script => replay::wx_request(sent, &origin),
        Action::Json | Action::Edit => {
            let response = call.response.get_untracked();
            replay::json(sent, response.as_ref().and_then(|response| response.received.get()))
        }
    })
}
