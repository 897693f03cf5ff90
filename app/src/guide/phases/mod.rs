//! The text of the six phases, one file each: an introduction, and an article for each step.

mod bind;
mod call;
mod exchange;
mod get_code;
mod issue_token;
mod log_out;

use super::article::Article;
use crate::text::Text;

/// A phase of the login in words. Its name, and which steps it has, are the diagram's.
pub(super) struct PhaseText {
    /// What it is for, before its steps.
    pub(super) intro: Text,
    /// In the order of the diagram.
    pub(super) articles: &'static [Article],
}

/// All of them, in the order of the diagram.
pub(super) static PHASES: [PhaseText; 6] =
    [get_code::PHASE, exchange::PHASE, issue_token::PHASE, call::PHASE, bind::PHASE, log_out::PHASE];

/// The article of a step.
pub(super) fn article_of(step_id: &str) -> Option<&'static Article> {
    PHASES.iter().flat_map(|phase| phase.articles).find(|article| article.step_id == step_id)
}
