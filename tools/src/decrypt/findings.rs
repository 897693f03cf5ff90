//! The causes that fit, with how to check each; and what to look at where all is well here and the backend says no.

use app::{Both, Text, text};
use leptos::prelude::*;

use super::{
    cause::ELSEWHERE,
    diagnosis::{Certainty, Diagnosis, Finding},
};

const HEADING: Text = text("原因，以及怎么核对", "Causes, and how to check");
const ELSEWHERE_HEADING: Text = text("这里解得开，后端却解不开？", "It decrypts here, and not in your backend?");
const CHECK: Text = text("怎么核对", "How to check");
const PAGE: Text = text("微信的说明", "Tencent's page");

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
