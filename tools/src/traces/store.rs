//! The runs that this tab keeps, which the demo in the same tab takes up.

use app::{
    browser::storage,
    trace::{
        Run, RunRecord,
        file::{self, MAX_RUNS, TAB_KEY},
    },
};

/// The runs of the tab, the newest last.
pub(super) fn load() -> Vec<Run> {
    let records = storage::tab_text(TAB_KEY).and_then(|text| file::read(&text).ok());
    records.unwrap_or_default().into_iter().map(Run::restore).collect()
}

/// Adds runs, each in the place of one with the same id, and keeps them in the tab.
pub(super) fn add(runs: &mut Vec<Run>, records: Vec<RunRecord>) {
    for record in records {
        runs.retain(|run| run.record.id != record.id);
        runs.push(Run::restore(record));
    }
    runs.drain(..runs.len().saturating_sub(MAX_RUNS));
    storage::set_tab_text(TAB_KEY, &file::write(runs.iter().map(|run| &run.record)));
}
