//! 网络: every call of the phone, and the server's calls to WeChat.

mod detail;
mod row;

use leptos::{html, prelude::*};

use self::{detail::CallDetail, row::CallRow};
use super::Panel;
use crate::{
    api::BASE,
    browser::{document, scroll},
    icon::Icon,
    text::{Both, Text, text},
    workbench::state::{Tab, use_workbench},
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
const REQUEST: Text = text("请求", "Request");

/// The list, newest last, and the call that is looked at: the newest of the phone unless another one was selected.
#[component]
pub(super) fn NetworkPanel() -> impl IntoView {
    let workbench = use_workbench();
    let list = NodeRef::<html::Div>::new();
    let shown = Memo::new(move |_| {
        workbench.selected_call.get().or_else(|| {
            workbench.calls.with(|calls| {
                let of_phone =
                    |call: &&crate::workbench::call::Call| call.path.starts_with(BASE) || call.path.starts_with("http");
                calls.iter().rev().find(of_phone).map(|call| call.key.clone())
            })
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
    let detail = move || {
        let key = shown.get()?;
        let call = workbench.calls.with(|calls| calls.iter().find(|call| call.key == key).cloned());
        call.map(|call| view! { <CallDetail call/> })
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
            <div class="network__list" node_ref=list>
                <p class="network__legend">
                    <span><Both text=REQUEST/></span>
                    <span>"errno"</span>
                    <span>"ms"</span>
                </p>
                <ol class="requests" id="requests">
                    <For each=move || workbench.calls.get() key=|call| call.key.clone() let:call>
                        <CallRow call shown/>
                    </For>
                </ol>
            </div>
            <article class="network__detail" id="detail" aria-label=text("请求详情", "Request detail").localized()>{detail}</article>
        </Panel>
    }
}
