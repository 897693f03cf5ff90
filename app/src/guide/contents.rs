//! The list of contents: beside the text on a wide window, above it on a narrow one.

use leptos::prelude::*;

use super::outline;
use crate::text::{Both, text};

/// Phases and their steps, then the questions and the numbers.
#[component]
pub(super) fn Contents() -> impl IntoView {
    let phases = outline::phases().enumerate().map(|(at, (name, steps))| {
        let steps = steps.iter().map(|step| {
            view! { <li><a href=format!("#step-{}", step.id)><Both text=step.label/></a></li> }
        });
        view! {
            <li>
                <a href=format!("#phase-{}", at + 1)>{at + 1} " " <Both text=name/></a>
                <ol>{steps.collect_view()}</ol>
            </li>
        }
    });
    view! {
        <nav aria-labelledby="contents">
            <h2 id="contents"><Both text=text("目录", "Contents")/></h2>
            <ol>
                {phases.collect_view()}
                <li><a href="#questions"><Both text=text("常问的问题", "Questions")/></a></li>
                <li><a href="#errno">"errno"</a></li>
                <li><a href="#errcode">"errcode"</a></li>
            </ol>
        </nav>
    }
}
