//! The diagram at rest, for the guide: which steps there are, in which phase, and between whom.

use super::step::{PHASES, STEPS};
use crate::text::Text;

/// A step as the diagram names it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OutlineStep {
    pub(crate) id: &'static str,
    /// Who sends.
    pub(crate) from: Text,
    /// Who gets it; the sender itself where nothing is sent.
    pub(crate) to: Text,
    pub(crate) label: Text,
}

/// Every phase: its name and its steps.
pub(crate) fn outline() -> impl Iterator<Item = (Text, Vec<OutlineStep>)> {
    PHASES.iter().map(|phase| {
        let steps = STEPS.iter().take(phase.end).skip(phase.first);
        let step = |step: &super::step::StepInfo| OutlineStep {
            id: step.id,
            from: step.from.name(),
            to: step.to.name(),
            label: step.label,
        };
        (phase.name, steps.map(step).collect())
    })
}
