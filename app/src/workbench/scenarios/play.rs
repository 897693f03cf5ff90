//! How far the demo is, and what its visitor asks of it: to wait, to go on, to go one line on, to stop.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use super::{Line, Scenarios};
use crate::workbench::{close_layer, inspector::faults, state::WorkbenchState};

/// The demo that is played.
#[derive(Debug, Clone)]
pub(in crate::workbench) struct Play {
    /// All of them, once the menu was opened.
    pub(in crate::workbench) list: Arc<Scenarios>,
    /// Counts the demos, so that one that was stopped notices.
    pub(super) ticket: u32,
    /// None before the first demo, and once its bar was closed.
    pub(super) progress: Option<Progress>,
    /// Its place in the menu.
    pub(super) number: usize,
    pub(super) line: Line,
    /// Where the next tap will be, in px from the window's corner.
    pub(super) dot: Option<(i32, i32)>,
    /// It waits at its next line.
    pub(super) is_single: bool,
    /// In percent.
    pub(super) speed: u32,
}

impl Default for Play {
    fn default() -> Self {
        Self {
            list: Arc::default(),
            ticket: 0,
            progress: None,
            number: 0,
            line: Line::default(),
            dot: None,
            is_single: false,
            speed: 100,
        }
    }
}

impl Play {
    /// What the demo that is on is called, in Chinese and in English.
    pub(in crate::workbench) fn title(&self) -> Option<(String, String)> {
        let demo = self.list.scenarios.get(self.number).filter(|_| self.is_on())?;
        Some((demo.zh.clone(), demo.en.clone()))
    }

    /// Whether a demo is on: played, paused or held.
    pub(in crate::workbench) fn is_on(&self) -> bool {
        self.progress.is_some_and(Progress::is_on)
    }
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    Playing,
    /// The visitor wants to look.
    Paused,
    /// A failure is shown, until the visitor goes on.
    Held,
    Done,
    /// Something that must be seen was not.
    Failed,
    Stopped,
}

impl Progress {
    /// As `data-scenario` spells it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Playing => "playing",
            Self::Paused => "paused",
            Self::Held => "held",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
        }
    }

    /// Whether it waits for the visitor.
    pub(super) const fn is_waiting(self) -> bool {
        matches!(self, Self::Paused | Self::Held)
    }

    /// Whether it has an end yet to come.
    pub(super) const fn is_on(self) -> bool {
        matches!(self, Self::Playing | Self::Paused | Self::Held)
    }
}

fn progress(workbench: WorkbenchState) -> Option<Progress> {
    workbench.play.with_untracked(|play| play.progress)
}

fn set(workbench: WorkbenchState, progress: Option<Progress>) {
    workbench.play.update(|play| play.progress = progress);
}

/// Waits, where it plays.
pub(super) fn pause(workbench: WorkbenchState) {
    if progress(workbench) == Some(Progress::Playing) {
        set(workbench, Some(Progress::Paused));
    }
}

/// Waits, or goes on.
pub(super) fn toggle(workbench: WorkbenchState) {
    match progress(workbench) {
        Some(Progress::Paused | Progress::Held) => resume(workbench),
        _ => pause(workbench),
    }
}

/// Goes on to the next line, and waits there.
pub(super) fn step(workbench: WorkbenchState) {
    workbench.play.update(|play| play.is_single = true);
    if progress(workbench).is_some_and(Progress::is_waiting) {
        resume(workbench);
    }
}

fn resume(workbench: WorkbenchState) {
    // it goes on in the phone, which the visitor may have left to look at the flow
    close_layer();
    set(workbench, Some(Progress::Playing));
}

/// Ends it, and takes back what it had switched on; once it has ended, closes its bar.
pub(super) fn stop(workbench: WorkbenchState) {
    if progress(workbench).is_some_and(Progress::is_on) {
        finish(workbench, Progress::Stopped);
        if untrack(|| workbench.active_faults()) > 0 {
            spawn_local(faults::restore(workbench));
        }
    } else {
        set(workbench, None);
    }
}

pub(super) fn finish(workbench: WorkbenchState, progress: Progress) {
    workbench.play.update(|play| {
        play.progress = Some(progress);
        play.dot = None;
    });
}
