//! The causes that fit, with how to check each; and what to look at where all is well here and the backend says no.

use app::{Both, Text, text};
use leptos::prelude::*;

use super::diagnosis::{Certainty, Diagnosis, Finding};

const HEADING: Text = text("原因，以及怎么核对", "Causes, and how to check");
const ELSEWHERE_HEADING: Text = text("这里解得开，后端却解不开？", "It decrypts here, and not in your backend?");
const CHECK: Text = text("怎么核对", "How to check");
const PAGE: Text = text("微信的说明", "Tencent's page");

/// Where all decrypts here, and the backend says no.
const ELSEWHERE: [Text; 5] = [
    text(
        "比较的是服务器收到的值吗？把服务器日志里的三个值贴到这里，而不是小程序里的。",
        "Are these the values that the server received? Paste those of its log, not those of the mini-program.",
    ),
    text(
        "三个值都先 Base64 解码；key 是解码后的 16 字节，不是 24 个字符的文字。",
        "Decode all three from Base64; the key is the 16 bytes, not the text of 24 characters.",
    ),
    text(
        "AES-128-CBC，PKCS#7 填充，不是 ECB，也不是 AES-256。",
        "AES-128-CBC with PKCS#7 padding; not ECB, not AES-256.",
    ),
    text(
        "填充只去一次：库自己去掉之后，不要再手工去。",
        "Remove the padding once: where the library does, do not do it by hand.",
    ),
    text(
        "输出按 UTF-8 解读；不要先当作 Latin-1 或平台默认编码。",
        "Read the output as UTF-8, not as Latin-1 or the platform's default.",
    ),
];

/// The causes.
#[component]
pub(super) fn Findings(diagnosis: Memo<Diagnosis>) -> impl IntoView {
    let findings = move || {
        let findings = diagnosis.with(|diagnosis| diagnosis.findings.clone());
        (!findings.is_empty()).then(|| {
            view! {
                <h3 id="causes"><Both text=HEADING/></h3>
                <ol class="causes" aria-labelledby="causes">{findings.into_iter().map(one).collect_view()}</ol>
            }
        })
    };
    let elsewhere = move || {
        let decrypts =
            diagnosis.with(|diagnosis| diagnosis.attempt.failed.is_none() && diagnosis.attempt.plaintext.is_some());
        decrypts.then(|| {
            view! {
                <h3><Both text=ELSEWHERE_HEADING/></h3>
                <ul class="decrypt__elsewhere">{ELSEWHERE.map(|text| view! { <li><Both text/></li> }).into_iter().collect_view()}</ul>
            }
        })
    };
    view! { <div>{findings}</div> <div>{elsewhere}</div> }
}

const fn certainty(certainty: Certainty) -> (Text, &'static str) {
    match certainty {
        Certainty::Proven => (text("已验证", "verified"), "code-pill code-pill--ok"),
        Certainty::Likely => (text("最可能", "most likely"), "code-pill code-pill--danger"),
        Certainty::Possible => (text("也可能", "possible"), "code-pill"),
        Certainty::Note => (text("留意", "note"), "code-pill"),
    }
}

fn one(finding: Finding) -> AnyView {
    let explained = finding.cause.explained();
    let (sure, class) = certainty(finding.certainty);
    let names: Vec<_> = finding.fields.iter().map(|field| field.name()).collect();
    let fields = (!names.is_empty()).then(|| view! { <code class="causes__fields">{names.join(", ")}</code> });
    let numbers = finding.cause.numbers().map(|[zh, en]| {
        view! { <p class="causes__numbers"><span class="zh">{zh}</span> <span class="en" lang="en">{en}</span></p> }
    });
    let page = explained.page.map(|page| {
        view! { <a href=page rel="noreferrer" target="_blank"><Both text=PAGE/> " ↗"</a> }
    });
    view! {
        <li class="causes__cause" data-certainty=format!("{:?}", finding.certainty)>
            <p class="causes__title"><span class=class><Both text=sure/></span> <b><Both text=explained.title/></b> {fields}</p>
            {numbers}
            <p><Both text=explained.why/></p>
            <p><b><Both text=CHECK/></b> ": " <Both text=explained.check/> " " {page}</p>
        </li>
    }
    .into_any()
}
