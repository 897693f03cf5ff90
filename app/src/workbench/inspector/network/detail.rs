//! The call that is looked at: what was sent, what came back, and how long it took.

use leptos::prelude::*;

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
    let head = if is_native { format!("{}\n", call.target) } else { format!("{} {}\n", call.method, call.target) };
    let sent_at = vec![(SENT_AT, timer::time_of_day(timer::opened_ms() + call.sent_ms))];
    let title = call.kind.names().1;
    let response = {
        let response = call.response.clone();
        move || response.get().map(|response| response_section(response, is_native))
    };
    view! {
        <Actions call=call.clone() draft/>
        <MessageSection title pills=Vec::new() times=sent_at head message=call.request.clone()/>
        {response}
    }
}

fn response_section(response: CallResponse, is_native: bool) -> impl IntoView {
    let CallResponse { ms, waited_ms, errno, errcode, reason, message, .. } = response;
    let mut pills = Vec::new();
    pills.extend(errno.map(|errno| Pill::number("errno", errno)));
    pills.extend(errcode.map(|errcode| Pill::number("errcode", errcode)));
    pills.extend(reason.map(|text| Pill { class: "code-pill", text, href: None }));
    let mut times = Vec::new();
    times.extend(waited_ms.map(|ms| (WAITED, duration(ms))));
    times.push((TOTAL, duration(ms)));
    let title = if is_native { RESULT } else { RESPONSE };
    view! { <MessageSection title pills times head=String::new() message/> }
}

/// What is said beside the title.
struct Pill {
    class: &'static str,
    text: String,
    /// Where it is explained.
    href: Option<String>,
}

impl Pill {
    /// A number, which leads to its explanation where it is one of a failure.
    fn number(kind: &'static str, number: i64) -> Self {
        let text = format!("{kind} {number}");
        if number == 0 {
            return Self { class: "code-pill code-pill--ok", text, href: None };
        }
        Self { class: "code-pill code-pill--danger", text, href: Some(format!("/guide#{kind}-{number}")) }
    }
}

/// A message: its size, what it says in short, times, headers and body. A blank line parts the two in a request; a response's
/// head is long enough to be seen as one.
#[component]
fn MessageSection(
    title: Text,
    pills: Vec<Pill>,
    times: Vec<(Text, String)>,
    /// The first line; empty where there is none.
    head: String,
    message: Message,
) -> impl IntoView {
    let Message { headers, body, bytes } = message;
    let pill = |Pill { class, text, href }: Pill| view! { <a class=class href=href target="_blank">{text}</a> };
    let time = |(name, time): (Text, String)| view! { <Both text=name/> {format!(" {time} ")} };
    let line = |(name, value): (String, String)| {
        view! {
            <span class="k">{name}</span>
            {format!(": {value}\n")}
        }
    };
    let gap = (!head.is_empty() && !headers.is_empty() && !body.is_empty()).then_some("\n");
    view! {
        <section class="message">
            <h3 class="message__title">
                <Beside text=title/>
                {pills.into_iter().map(pill).collect_view()}
                <code>{bytes.map(|bytes| format!("{bytes} B"))}</code>
                <code class="message__ms">{times.into_iter().map(time).collect_view()}</code>
            </h3>
            <pre class="code" tabindex="0">
                <b>{head}</b>
                {headers.into_iter().map(line).collect_view()}
                {gap}
                <Tokens tokens=body/>
            </pre>
        </section>
    }
}
