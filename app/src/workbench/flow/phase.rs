//! A phase of the diagram. When it comes to life it is scrolled into view.

use leptos::{html, prelude::*};

use super::step_row::StepRow;
use crate::{
    browser::scroll,
    text::Beside,
    trace::{PHASES, Status},
    workbench::state::use_workbench,
};

/// A phase and its steps.
#[component]
pub(super) fn PhaseItem(
    /// Its place among the phases.
    number: usize,
    /// What scrolls.
    scroller: NodeRef<html::Div>,
    /// The one step that Tab reaches.
    focusable_step: RwSignal<usize>,
) -> impl IntoView {
    let workbench = use_workbench();
    let item = NodeRef::<html::Li>::new();
    let status = Memo::new(move |_| workbench.trace.with(|trace| trace.phase(number)));
    Effect::new(move |_| {
        if status.get() != Status::Ghost
            && let (Some(scroller), Some(item)) = (scroller.get_untracked(), item.get_untracked())
        {
            request_animation_frame(move || scroll::bring_into_view(&scroller, &item));
        }
    });
    PHASES.get(number).map(|phase| {
        let steps = (phase.first..phase.end).map(|step| view! { <StepRow number=step focusable_step/> });
        view! {
            <li class="phase" id=format!("phase-{}", number + 1) data-status=Signal::derive(move || status.get().name()) node_ref=item>
                <h3 class="phase__title">
                    <span class="phase__number" aria-hidden="true">{number + 1}</span>
                    <span class="phase__name"><Beside text=phase.name/></span>
                </h3>
                <ol class="phase__steps">{steps.collect_view()}</ol>
            </li>
        }
    })
}
