//! The call that is looked at: what was sent, and what came back.

use leptos::{either::Either, prelude::*};

use crate::{
    text::{Beside, Text, text},
    workbench::{
        call::{Call, CallResponse, Message},
        duration::duration,
        json_tokens::Tokens,
    },
};

const REQUEST: Text = text("请求", "Request");
const OF_SERVER: Text = text("oa-mini → 微信", "oa-mini → WeChat");
const RESPONSE: Text = text("回答", "Answer");

/// Both messages.
#[component]
pub(super) fn CallDetail(call: Call) -> impl IntoView {
    let is_of_server = call.is_of_server();
    let Call { method, path, request, response, .. } = call;
    let title = if is_of_server { OF_SERVER } else { REQUEST };
    let start = (!is_of_server).then(|| view! { <b>{method}</b> {format!(" {path}\n")} });
    view! {
        <section class="message">
            <h3 class="message__title"><Beside text=title/></h3>
            <pre class="code" tabindex="0">{start} <Lines message=request is_request=!is_of_server/></pre>
        </section>
        {move || response.get().map(|response| view! { <ResponseSection response/> })}
    }
}

/// The response of a call of the phone; a call of the server has none of its own.
#[component]
fn ResponseSection(response: CallResponse) -> impl IntoView {
    let CallResponse { ms, errno, reason, message, .. } = response;
    let errno_pill = errno.map(|errno| {
        let class = if errno == 0 { "code-pill code-pill--ok" } else { "code-pill code-pill--danger" };
        view! { <span class=class>{format!("errno {errno}")}</span> }
    });
    let reason_pill = reason.map(|reason| view! { <span class="code-pill">{reason}</span> });
    message.map(|message| {
        view! {
            <section class="message">
                <h3 class="message__title">
                    <Beside text=RESPONSE/>
                    {errno_pill}
                    {reason_pill}
                    <code class="message__ms">{duration(ms)}</code>
                </h3>
                <pre class="code" tabindex="0"><Lines message is_request=false/></pre>
            </section>
        }
    })
}

/// Head and body. A blank line would part them in HTTP; the request shows one, as there the head is short.
#[component]
fn Lines(message: Message, is_request: bool) -> impl IntoView {
    let Message { headers, body } = message;
    let line = |(name, value): (String, String)| {
        view! {
            <span class="k">{name}</span>
            {format!(": {value}\n")}
        }
    };
    let headers = headers.into_iter().map(line).collect_view();
    let gap = if is_request { Either::Left("\n") } else { Either::Right(()) };
    view! {
        {headers}
        {gap}
        <Tokens tokens=body/>
    }
}
