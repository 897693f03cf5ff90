//! The box under the step that explains a failure.

use leptos::prelude::*;

use crate::{advice, text::Both, trace::Failure};

/// errno, errcode, errmsg, and what to do.
#[component]
pub(super) fn FailureBox(failure: Failure) -> impl IntoView {
    let advice = advice::find(failure.errno);
    let errcode = failure.errcode.map_or_else(|| "—".to_owned(), |errcode| errcode.to_string());
    view! {
        <p class="step__codes">
            <a class="code-pill code-pill--danger" href=format!("/guide#errno-{}", failure.errno)>
                {format!("errno {}", failure.errno)}
            </a>
            <span class="code-pill">{format!("errcode {errcode}")}</span>
            <span class="zh">{failure.errmsg}</span>
            <span class="en" lang="en">{advice.errmsg_en}</span>
        </p>
        <p class="step__advice"><Both text=advice.advice/></p>
    }
}
