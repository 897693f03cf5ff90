//! A phase of the diagram. When it comes to life it is scrolled into view.

use leptos::{html, prelude::*};

use super::{follow::follow, step_row::StepRow};
use crate::{
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
    follow(scroller, item, status, |status| status != Status::Ghost);
    PHASES.get(number).map(|phase| {
        let steps = (phase.first..phase.end).map(|step| view! { <StepRow number=step scroller focusable_step/> });
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
