//! A step of the diagram: an arrow between two lifelines, or a loop at one.

use std::cmp::Ordering;

use leptos::{
    either::Either,
    ev::{KeyboardEvent, MouseEvent},
    html,
    prelude::*,
};

use super::{Label, failure::FailureBox, follow::follow};
use crate::{
    text::{Both, Text, text},
    trace::{self, COUNT, STEPS, Status, StepInfo, Trace},
    workbench::{duration::duration, inspector, state::use_workbench},
};

const UNDER_WAY: Text = text("进行中", "under way");
const DONE: Text = text("，完成，", ", done, ");
const FAILED: Text = text("，失败，", ", failed, ");
const WAITING: Text = text("等待授权…", "waiting for consent…");

/// A step.
#[component]
pub(super) fn StepRow(
    /// Its place among all steps.
    number: usize,
    /// What scrolls.
    scroller: NodeRef<html::Div>,
    /// The one step that Tab reaches.
    focusable_step: RwSignal<usize>,
) -> impl IntoView {
    let workbench = use_workbench();
    let step = Memo::new(move |_| workbench.trace.with(|trace| trace.step(number)));
    let (item, status) = (NodeRef::<html::Li>::new(), Memo::new(move |_| step.read().status));
    // its phase may be higher than the view
    follow(scroller, item, status, |status| status == Status::Error);
    let button = NodeRef::<html::Button>::new();
    // an arrow key has brought the focus here; at once, so that the next key finds it
    Effect::new(move |before: Option<bool>| {
        let is_focusable = focusable_step.get() == number;
        if is_focusable
            && before == Some(false)
            && let Some(button) = button.get_untracked()
        {
            let _ = button.focus();
        }
        is_focusable
    });
    let on_key = move |event: KeyboardEvent| {
        let is_drawn = |step: usize| workbench.trace.with_untracked(|trace| is_drawn(trace, step));
        if let Some(to) = walk(number, &event.key(), is_drawn) {
            event.prevent_default();
            focusable_step.set(to);
        }
    };
    let select = move |event: MouseEvent| {
        focusable_step.set(number);
        inspector::open_step(workbench, number);
        // no button of a mouse was pressed: Enter
        if event.detail() == 0 {
            inspector::focus_panel(workbench);
        }
    };
    STEPS.get(number).map(|info| {
        view! {
            <li
                class=format!("step {}", kind(info))
                id=format!("step-{}", info.id)
                data-status=Signal::derive(move || status.get().name())
                hidden=Signal::derive(move || workbench.trace.with(|trace| !is_drawn(trace, number)))
                style:--from=first_line(info).to_string()
                style:--span=span(info).map(|span| span.to_string())
                node_ref=item
            >
                <button
                    class="step__button"
                    type="button"
                    tabindex=Signal::derive(move || if focusable_step.get() == number { "0" } else { "-1" })
                    aria-current=Signal::derive(move || (workbench.selected_step.get() == Some(number)).then_some("step"))
                    node_ref=button
                    on:keydown=on_key
                    on:click=select
                >
                    <span class="visually-hidden"><Direction info/></span>
                    <span class="step__wire">
                        <Wire info/>
                        <span class="step__text">
                            <span class="step__ghost">
                                <Label text=info.label/>
                                {matches!(info.id, "profile" | "enc").then(|| view! { <Waiting/> })}
                            </span>
                            <span class="step__lit">{move || lit(step.read().label.clone())}</span>
                        </span>
                    </span>
                    <span class="step__ms"><Progress step/></span>
                </button>
                <div class="step__failure" role="note">
                    {move || step.read().failure.clone().map(|failure| view! { <FailureBox failure/> })}
                </div>
            </li>
        }
    })
}

/// Whether a step is drawn: an optional one only where the run has it.
fn is_drawn(trace: &Trace, number: usize) -> bool {
    !STEPS.get(number).is_some_and(StepInfo::is_optional) || trace.step(number).status != Status::Ghost
}

/// The step that a key leads to, of those that are drawn.
fn walk(from: usize, key: &str, is_drawn: impl Fn(usize) -> bool) -> Option<usize> {
    let is_drawn = |number: &usize| is_drawn(*number);
    match key {
        "ArrowUp" => Some((0..from).rev().find(is_drawn).unwrap_or(from)),
        "ArrowDown" => Some((from + 1..COUNT).find(is_drawn).unwrap_or(from)),
        "Home" => Some(0),
        "End" => Some(COUNT - 1),
        _ => None,
    }
}

fn kind(info: &StepInfo) -> &'static str {
    match info.from.cmp(&info.to) {
        Ordering::Less => "step--right",
        Ordering::Greater => "step--left",
        Ordering::Equal => "step--self",
    }
}

/// The grid line of its left end: the lifelines stand on the lines from 3 on.
fn first_line(info: &StepInfo) -> usize {
    info.from.min(info.to) as usize + 3
}

/// How many gaps it crosses.
fn span(info: &StepInfo) -> Option<usize> {
    let span = (info.from as usize).abs_diff(info.to as usize);
    (span > 0).then_some(span)
}

/// The drawn line, or a loop.
#[component]
fn Wire(info: &'static StepInfo) -> impl IntoView {
    if info.from == info.to {
        Either::Left(view! { <svg class="step__loop" aria-hidden="true"><use href="#i-loop"></use></svg> })
    } else {
        Either::Right(view! { <i class="step__line" aria-hidden="true"></i> })
    }
}

/// `微信 到 oa-mini：`
#[component]
fn Direction(info: &'static StepInfo) -> impl IntoView {
    let (from, to) = (info.from.name(), info.to.name());
    let (zh, en) = if info.from == info.to {
        (format!("{}：", from.zh), format!("{}: ", from.en))
    } else {
        (format!("{} 到 {}：", from.zh, to.zh), format!("{} to {}: ", from.en, to.en))
    };
    view! {
        <span class="zh">{zh}</span>
        <span class="en" lang="en">{en}</span>
    }
}

#[component]
fn Waiting() -> impl IntoView {
    view! {
        " "
        <small class="step__wait"><Both text=WAITING/></small>
    }
}

/// What stands on the arrow when the step is done.
fn lit(label: trace::Label) -> impl IntoView {
    let part = |text: String| (!text.is_empty()).then_some(text);
    (
        part(label.word).map(|word| view! { <b>{word}</b> }),
        part(label.value).map(|value| view! { <code>{value}</code> }),
    )
}

/// Its state in words, and how long it took.
#[component]
fn Progress(step: Memo<trace::Step>) -> impl IntoView {
    let state = move || {
        let text = match step.read().status {
            Status::Ghost => return None,
            Status::Now => UNDER_WAY,
            Status::Done => DONE,
            Status::Error => FAILED,
        };
        Some(view! { <span class="visually-hidden"><Both text/></span> })
    };
    view! {
        {state}
        {move || step.read().ms.map(duration)}
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{is_drawn, walk};
    use crate::trace::Trace;

    #[rstest]
    #[case(0, "ArrowUp", Some(0))]
    #[case(3, "ArrowUp", Some(2))]
    #[case(20, "ArrowDown", Some(21))]
    #[case(21, "ArrowDown", Some(21))]
    #[case::over_what_is_not_drawn(14, "ArrowDown", Some(17))]
    #[case::and_back(17, "ArrowUp", Some(14))]
    #[case(7, "Home", Some(0))]
    #[case(7, "End", Some(21))]
    #[case(7, "Enter", None)]
    fn keys_walk(#[case] from: usize, #[case] key: &str, #[case] to: Option<usize>) {
        let trace = Trace::default();
        assert_eq!(walk(from, key, |step| is_drawn(&trace, step)), to);
    }
}
