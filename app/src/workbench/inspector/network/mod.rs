//! 网络: every call of the phone, and the server's calls to WeChat.

mod actions;
mod detail;
mod editor;
mod filter;
mod row;

use leptos::{either::Either, html, prelude::*};

use self::{
    detail::CallDetail,
    editor::Editor,
    filter::{Filter, FilterBar},
    row::CallRow,
};
use super::{
    Panel,
    grip::{Grip, LIST_WIDTH},
};
use crate::{
    browser::{document, scroll},
    icon::Icon,
    text::{Both, Text, text},
    workbench::{
        call::{Call, CallKind},
        state::{Tab, use_workbench},
    },
    wx::SentRequest,
};

/// Where a real mini-program calls the API. The server provides it by context, and writes it into the document's head.
#[derive(Debug, Clone)]
pub struct ApiUrl(pub String);

impl ApiUrl {
    /// The name of the `<meta>`.
    pub(crate) const META: &'static str = "oa-api";

    fn current() -> String {
        let of_head = || document::meta(Self::META).unwrap_or_default();
        use_context::<Self>().map_or_else(of_head, |url| url.0)
    }
}

const EMPTY: Text = text("还没有请求", "No requests yet");
const HOW_TO_BEGIN: Text = text(
    "在手机里点一下，每个请求会出现在这里。真正的小程序调用同一个地址：",
    "Tap in the phone: each request appears here. A real mini-program calls the same address:",
);
const NOTHING_FITS: Text = text("没有符合筛选的请求", "No call fits the filter");
const REQUEST: Text = text("请求", "Request");
const BYTES: Text = text("字节", "bytes");

/// The list, newest last, and the call that is looked at: the newest request of the phone unless another call was selected.
#[component]
pub(super) fn NetworkPanel() -> impl IntoView {
    let workbench = use_workbench();
    let list = NodeRef::<html::Div>::new();
    let filter = Filter::default();
    let draft = RwSignal::new(None::<SentRequest>);
    let width = RwSignal::new(None::<i32>);
    let shown = Memo::new(move |_| {
        let selected = workbench.selected_call.get();
        workbench.calls.with(|calls| {
            let of_phone = || calls.iter().rev().find(|call| call.kind == CallKind::Request);
            let call = calls.iter().find(|call| selected.as_ref() == Some(&call.key));
            call.or_else(of_phone).or(calls.last()).map(|call| call.key.clone())
        })
    });
    Effect::new(move |_| {
        let is_empty = workbench.calls.with(Vec::is_empty);
        document::set_root_attribute("data-activity", Some(if is_empty { "none" } else { "some" }));
        if workbench.selected_call.with_untracked(Option::is_none)
            && let Some(list) = list.get_untracked()
        {
            request_animation_frame(move || scroll::to_end(&list));
        }
    });
    // not drawn anew for each call that comes
    let detail = move || {
        let key = shown.get()?;
        let find = |calls: &Vec<Call>| calls.iter().find(|call| call.key == key).cloned();
        let call = workbench.calls.with_untracked(find)?;
        // the editor is of one call
        Some(match draft.get().filter(|draft| draft.id == key) {
            Some(original) => Either::Left(view! { <Editor original draft/> }),
            None => Either::Right(view! { <CallDetail call draft/> }),
        })
    };
    view! {
        <Panel tab=Tab::Network class="panel network">
            <div class="panel__empty">
                <Icon name="#i-cloud"/>
                <p>
                    <b><Both text=EMPTY/></b>
                    <Both text=HOW_TO_BEGIN/>
                    " "
                    <code>{ApiUrl::current()}</code>
                </p>
            </div>
            <div class="network__list" style:width=move || width.get().map(|width| format!("{width}px"))>
                <FilterBar filter/>
                <p class="network__legend">
                    <span><Both text=REQUEST/></span>
                    <span>"errno"</span>
                    <span><Both text=BYTES/></span>
                    <span>"ms"</span>
                </p>
                <div class="network__calls" node_ref=list>
                    <ol class="requests" id="requests">
                        <For
                            each=move || workbench.calls.with(|calls| filter.apply(calls))
                            key=|call| call.key.clone()
                            let:call
                        >
                            <CallRow call shown draft/>
                        </For>
                    </ol>
                    <p class="panel__nothing"><Both text=NOTHING_FITS/></p>
                </div>
            </div>
            <Grip edge=&LIST_WIDTH size=width is_held=RwSignal::new(false)/>
            <article class="network__detail" id="detail" tabindex="-1" aria-label=text("请求详情", "Request detail").localized()>{detail}</article>
        </Panel>
    }
}
