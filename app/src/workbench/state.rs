//! What the workbench knows, as signals: the runs, the calls, what is selected.

use leptos::prelude::*;

use super::{
    announcer::Announcement,
    call::Call,
    inspector::{faults::FaultState, sessions::Sessions},
    scenarios::Play,
};
use crate::{
    trace::{Action, Evidence, Run, Trace},
    wx::Wx,
};

/// How many calls are kept.
const MAX_CALLS: usize = 200;

/// A tab of the inspector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Network,
    Storage,
    Crypto,
    Sessions,
    Faults,
    Explain,
}

impl Tab {
    /// All of them, in their order.
    pub(super) const ALL: [Self; 6] =
        [Self::Network, Self::Storage, Self::Crypto, Self::Sessions, Self::Faults, Self::Explain];

    /// Its name in ids.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Storage => "storage",
            Self::Crypto => "crypto",
            Self::Sessions => "sessions",
            Self::Faults => "faults",
            Self::Explain => "explain",
        }
    }
}

/// The workbench. [`part`](super::part) provides it; [`use_workbench`] finds it.
#[derive(Clone, Copy)]
pub(super) struct WorkbenchState {
    /// The phone that is observed.
    pub(super) wx: Wx,
    /// The runs, the newest last.
    pub(super) runs: RwSignal<Vec<Run>>,
    /// The id of the run that the visitor selected; the newest of the phone in view without one.
    pub(super) selected_run: RwSignal<Option<String>>,
    /// The id of the run that is shown.
    pub(super) shown_run: Memo<Option<String>>,
    /// Its steps.
    pub(super) trace: Memo<Trace>,
    /// And what was done with keys in it.
    pub(super) evidence: Memo<Evidence>,
    /// The newest last.
    pub(super) calls: RwSignal<Vec<Call>>,
    /// The key of the call that the visitor selected.
    pub(super) selected_call: RwSignal<Option<String>>,
    /// The step that the visitor selected.
    pub(super) selected_step: RwSignal<Option<usize>>,
    pub(super) tab: RwSignal<Tab>,
    pub(super) sessions: RwSignal<Sessions>,
    pub(super) faults: RwSignal<FaultState>,
    /// What a screen reader is told.
    pub(super) announcement: RwSignal<Option<Announcement>>,
    /// `lost` or `replaced`, where the server's stream says so of itself.
    pub(super) stream: RwSignal<Option<String>>,
    /// The demo that is played.
    pub(super) play: RwSignal<Play>,
}

/// The workbench that [`WorkbenchState::provide`] put into context.
pub(super) fn use_workbench() -> WorkbenchState {
    expect_context()
}

impl WorkbenchState {
    /// Provides a workbench for `wx`.
    pub(super) fn provide(wx: Wx) -> Self {
        let (runs, selected_run) = (RwSignal::new(Vec::<Run>::new()), RwSignal::new(None::<String>));
        let shown_run = Memo::new(move |_| {
            let phone_id = wx.phone_id_tracked();
            selected_run.get().or_else(|| {
                runs.with(|runs| {
                    runs.iter().rev().find(|run| run.record.phone == phone_id).map(|run| run.record.id.clone())
                })
            })
        });
        let trace = Memo::new(move |_| {
            runs.with(|runs| find(runs, shown_run.get()).map(|run| run.trace.clone())).unwrap_or_default()
        });
        let evidence = Memo::new(move |_| {
            runs.with(|runs| find(runs, shown_run.get()).map(|run| run.evidence.clone())).unwrap_or_default()
        });
        let workbench = Self {
            wx,
            runs,
            selected_run,
            shown_run,
            trace,
            evidence,
            calls: RwSignal::default(),
            selected_call: RwSignal::default(),
            selected_step: RwSignal::default(),
            tab: RwSignal::new(Tab::Network),
            sessions: RwSignal::default(),
            faults: RwSignal::default(),
            announcement: RwSignal::default(),
            stream: RwSignal::default(),
            play: RwSignal::default(),
        };
        provide_context(workbench);
        workbench
    }

    /// What the run that is shown is; tracked. None before the first run.
    pub(super) fn shown_action(self) -> Option<Action> {
        self.runs.with(|runs| find(runs, self.shown_run.get()).map(Run::action))
    }

    /// Records a call; the oldest goes when there are too many.
    pub(super) fn record(self, call: Call) {
        self.calls.update(|calls| {
            if calls.len() >= MAX_CALLS {
                calls.remove(0);
            }
            calls.push(call);
        });
    }

    /// The diagram is at rest until the next run.
    pub(super) fn rest(self) {
        self.selected_run.set(Some(String::new()));
        self.selected_step.set(None);
    }

    /// No run and no call is kept.
    pub(super) fn clear(self) {
        self.runs.set(Vec::new());
        self.selected_run.set(None);
        self.calls.set(Vec::new());
        self.selected_call.set(None);
        self.selected_step.set(None);
    }
}

/// The run with an id.
fn find(runs: &[Run], id: Option<String>) -> Option<&Run> {
    let id = id?;
    runs.iter().find(|run| run.record.id == id)
}
