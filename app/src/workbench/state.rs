//! What the workbench knows, as signals: the traces of the phones, the calls, what is selected.

use leptos::prelude::*;

use super::{
    announcer::Announcement,
    call::Call,
    inspector::{crypto::Explained, faults::FaultState, sessions::Sessions},
    scenarios::Play,
    trace::Trace,
};
use crate::wx::{SealedData, Wx};

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
}

impl Tab {
    /// All of them, in their order.
    pub(super) const ALL: [Self; 5] = [Self::Network, Self::Storage, Self::Crypto, Self::Sessions, Self::Faults];

    /// Its name in ids.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Storage => "storage",
            Self::Crypto => "crypto",
            Self::Sessions => "sessions",
            Self::Faults => "faults",
        }
    }
}

/// The workbench. [`part`](super::part) provides it; [`use_workbench`] finds it.
#[derive(Clone, Copy)]
pub(super) struct WorkbenchState {
    /// The phone that is observed.
    pub(super) wx: Wx,
    /// The last run of each phone, by the phone's id.
    pub(super) traces: RwSignal<Vec<(String, Trace)>>,
    /// The run of the phone in view.
    pub(super) trace: Memo<Trace>,
    /// The newest last.
    pub(super) calls: RwSignal<Vec<Call>>,
    /// The key of the call that the visitor selected.
    pub(super) selected_call: RwSignal<Option<String>>,
    /// The step that the visitor selected.
    pub(super) selected_step: RwSignal<Option<usize>>,
    pub(super) tab: RwSignal<Tab>,
    /// The last encrypted data or signed profile.
    pub(super) sealed: RwSignal<SealedData>,
    /// What the double explains of it.
    pub(super) explained: RwSignal<Explained>,
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
        let traces = RwSignal::new(Vec::<(String, Trace)>::new());
        let trace = Memo::new(move |_| {
            let phone_id = wx.phone_id_tracked();
            let of_phone = |traces: &Vec<(String, Trace)>| traces.iter().find(|(id, _)| *id == phone_id).cloned();
            traces.with(of_phone).map(|(_, trace)| trace).unwrap_or_default()
        });
        let workbench = Self {
            wx,
            traces,
            trace,
            calls: RwSignal::default(),
            selected_call: RwSignal::default(),
            selected_step: RwSignal::default(),
            tab: RwSignal::new(Tab::Network),
            sealed: RwSignal::default(),
            explained: RwSignal::default(),
            sessions: RwSignal::default(),
            faults: RwSignal::default(),
            announcement: RwSignal::default(),
            stream: RwSignal::default(),
            play: RwSignal::default(),
        };
        provide_context(workbench);
        workbench
    }

    /// Changes the run of the phone in view.
    pub(super) fn update_trace(self, change: impl FnOnce(&mut Trace)) {
        let phone_id = self.wx.phone_id();
        self.traces.update(|traces| match traces.iter_mut().find(|(id, _)| *id == phone_id) {
            Some((_, trace)) => change(trace),
            None => {
                let mut trace = Trace::default();
                change(&mut trace);
                traces.push((phone_id, trace));
            }
        });
    }

    /// Changes the run that a call belongs to, which may be that of a phone that was put away meanwhile.
    pub(super) fn update_trace_of(self, request_id: &str, change: impl FnOnce(&mut Trace)) {
        self.traces.update(|traces| {
            if let Some((_, trace)) = traces.iter_mut().find(|(_, trace)| trace.has_request(request_id)) {
                change(trace);
            }
        });
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

    /// Every step of every phone is ghost again, and no call is kept.
    pub(super) fn clear(self) {
        self.traces.set(Vec::new());
        self.calls.set(Vec::new());
        self.selected_call.set(None);
        self.selected_step.set(None);
    }
}
