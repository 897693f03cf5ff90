//! The diagram as the guide needs it: its phases, and the steps of each.

use crate::{
    text::Text,
    trace::{PHASES, STEPS, StepInfo},
};

/// Every phase: its name and its steps, in the order of the diagram.
pub(super) fn phases() -> impl Iterator<Item = (Text, &'static [StepInfo])> {
    PHASES.iter().map(|phase| (phase.name, STEPS.get(phase.first..phase.end).unwrap_or_default()))
}

/// The label of a step.
pub(super) fn label_of(step_id: &str) -> Option<Text> {
    steps().find(|step| step.id == step_id).map(|step| step.label)
}

/// Every step.
pub(super) fn steps() -> impl Iterator<Item = &'static StepInfo> {
    STEPS.iter()
}
