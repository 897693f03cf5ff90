//! The diagram as the guide needs it: its phases, and the steps of each.

use crate::{
    text::Text,
    workbench::{self, OutlineStep},
};

pub(super) use crate::workbench::OutlineStep as Step;

/// Every phase: its name and its steps, in the order of the diagram.
pub(super) fn phases() -> impl Iterator<Item = (Text, Vec<Step>)> {
    workbench::outline()
}

/// The label of a step.
pub(super) fn label_of(step_id: &str) -> Option<Text> {
    steps().find(|step| step.id == step_id).map(|step| step.label)
}

/// Every step.
pub(super) fn steps() -> impl Iterator<Item = OutlineStep> {
    phases().flat_map(|(_, steps)| steps)
}
