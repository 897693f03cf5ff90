//! The runs across a reload, and the address of a step: this tab's storage keeps the runs while another page is in it, and the query
//! of the address names the run and the step that are looked at.

use leptos::{ev, prelude::*};

use super::{inspector, state::WorkbenchState};
use crate::{
    browser::{history, storage},
    trace::{
        self, Run, STEPS,
        file::{self, TAB_KEY},
    },
};

/// The members of the query.
const RUN: &str = "run";
const STEP: &str = "step";

impl WorkbenchState {
    /// Takes up the runs of the page that was in this tab before, and keeps them for the next one.
    pub(super) fn restore_runs(self) {
        let records = storage::tab_text(TAB_KEY).and_then(|text| file::read(&text).ok()).unwrap_or_default();
        self.runs.set(records.into_iter().map(Run::restore).collect());
        if let Some(id) = history::query(RUN).filter(|id| self.has_run(id)) {
            self.selected_run.set(Some(id));
            if let Some(number) = history::query(STEP).and_then(|step| trace::number(&step)) {
                inspector::open_step(self, number);
            }
        }
        let _ = window_event_listener(ev::pagehide, move |_| self.keep_runs());
    }

    fn has_run(self, id: &str) -> bool {
        self.runs.with_untracked(|runs| runs.iter().any(|run| run.record.id == id))
    }

    fn keep_runs(self) {
        let text = self.runs.with_untracked(|runs| file::write(runs.iter().map(|run| &run.record)));
        storage::set_tab_text(TAB_KEY, &text);
    }

    /// Writes the run and the step that are looked at into the address.
    pub(super) fn name_step(self, number: usize) {
        if let (Some(run), Some(step)) = (self.shown_run.get_untracked(), STEPS.get(number)) {
            history::set_query(&format!("?{RUN}={run}&{STEP}={}", step.id));
        }
    }
}
