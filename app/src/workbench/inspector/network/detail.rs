//! The call that is looked at: what was sent, what came back, and how long it took.

use leptos::{either::Either, prelude::*};

use super::actions::Actions;
use crate::{
    browser::timer,
    text::{Beside, Both, Text, text},
    workbench::{
        call::{Call, CallKind, CallResponse, Message},
        duration::duration,
        json_tokens::Tokens,
    },
    wx::SentRequest,
};

const RESPONSE: Text = text("响应", "Response");
const RESULT: Text = text("结果", "Result");
const SENT_AT: Text = text("发出", "sent at");
const WAITED: Text = text("等待", "waited");
const TOTAL: Text = text("共", "total");

/// Both messages.
#[component]
pub(super) fn CallDetail(
    call: Call,
    /// What the editor has.
    draft: RwSignal<Option<SentRequest>>,
) -> impl IntoView {
    let is_native = call.kind == CallKind::Native;
    let start = if is_native { String::new() } else { format!("{} ", call.method) };
    let response = {
        let response = call.response.clone();
        move || response.get().map(|response| view! { <ResponseSection response is_native/> })
    };
    view! {
        <Actions call=call.clone() draft/>
        <section class="message">
            <h3 class="message__title">
                <Beside text=call.kind.names().1/>
                {bytes(&call.request)}
                <code class="message__ms"><Both text=SENT_AT/> " " {timer::time_of_day(timer::opened_ms() + call.sent_ms)}</code>
            </h3>
            <pre class="code" tabindex="0">
                <b>{start}</b>
                {format!("{}\n", call.target)}
                <Lines message=call.request.clone() is_request=true/>
            </pre>
        </section>
        {response}
    }
}

#[component]
fn ResponseSection(response: CallResponse, is_native: bool) -> impl IntoView {
    let CallResponse { ms, waited_ms, errno, errcode, reason, message, .. } = response;
    let title = if is_native { RESULT } else { RESPONSE };
    let reason = reason.map(|reason| view! { <span class="code-pill">{reason}</span> });
    let waited = waited_ms.map(|ms| view! { <Both text=WAITED/> {format!(" {} · ", duration(ms))} });
    view! {
        <section class="message">
            <h3 class="message__title">
                <Beside text=title/>
                {errno.map(|errno| pill("errno", errno))}
                {errcode.map(|errcode| pill("errcode", errcode))}
                {reason}
                {bytes(&message)}
                <code class="message__ms">{waited} <Both text=TOTAL/> {format!(" {}", duration(ms))}</code>
            </h3>
            <pre class="code" tabindex="0"><Lines message is_request=false/></pre>
        </section>
    }
}

/// The number, which leads to its explanation where it is one of a failure.
fn pill(kind: &'static str, number: i64) -> impl IntoView {
    let text = format!("{kind} {number}");
    if number == 0 {
        return Either::Left(view! { <span class="code-pill code-pill--ok">{text}</span> });
    }
    let href = format!("/guide#{kind}-{number}");
    Either::Right(view! { <a class="code-pill code-pill--danger" href=href target="_blank">{text} " ↗"</a> })
}

fn bytes(message: &Message) -> impl IntoView + use<> {
    message.bytes.map(|bytes| view! { <code>{format!("{bytes} B")}</code> })
}

/// Head and body. A blank line would part them in HTTP; the request shows one, as there the head is short.
#[component]
fn Lines(message: Message, is_request: bool) -> impl IntoView {
    let Message { headers, body, .. } = message;
    let line = |(name, value): (String, String)| {
        view! {
            <span class="k">{name}</span>
            {format!(": {value}\n")}
        }
    };
    let gap = (is_request && !headers.is_empty() && !body.is_empty()).then_some("\n");
    view! {
        {headers.into_iter().map(line).collect_view()}
        {gap}
        <Tokens tokens=body/>
    }
}
