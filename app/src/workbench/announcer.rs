//! What a screen reader is told of the flow: phase by phase, at most one message a second; a failure at once.

use leptos::{either::Either, prelude::*};

use super::state::{WorkbenchState, use_workbench};
use crate::{
    advice,
    browser::timer,
    text::{Both, Text, text},
    trace::{PHASES, Status},
};

/// The least time between two messages, in ms.
const PAUSE_MS: f64 = 1000.0;
const DONE: Text = text("完成", "done");

/// A message.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Announcement {
    /// A phase is done.
    Phase(usize),
    /// A call was refused.
    Failure { errno: i64, errmsg: String },
}

impl WorkbenchState {
    pub(super) fn announce_failure(self, errno: i64, errmsg: &str) {
        self.announcement.set(Some(Announcement::Failure { errno, errmsg: errmsg.to_owned() }));
    }
}

/// The live region.
#[component]
pub(super) fn Announcer() -> impl IntoView {
    let workbench = use_workbench();
    let last_ms = StoredValue::new(-PAUSE_MS);
    let statuses = Memo::new(move |_| {
        workbench.trace.with(|trace| (0..PHASES.len()).map(|phase| trace.phase(phase)).collect::<Vec<_>>())
    });
    Effect::new(move |before: Option<Vec<Status>>| {
        let now = statuses.get();
        let before = before.unwrap_or_default();
        let is_done =
            |phase: &usize| now.get(*phase) == Some(&Status::Done) && before.get(*phase) != Some(&Status::Done);
        let done = (0..PHASES.len()).rev().find(is_done);
        if let Some(phase) = done
            && timer::now_ms() - last_ms.get_value() >= PAUSE_MS
        {
            workbench.announcement.set(Some(Announcement::Phase(phase)));
        }
        now
    });
    Effect::new(move |_| {
        if workbench.announcement.with(Option::is_some) {
            last_ms.set_value(timer::now_ms());
        }
    });
    let message = move || {
        workbench.announcement.get().map(|announcement| match announcement {
            Announcement::Phase(phase) => Either::Left(view! { <PhaseDone phase/> }),
            Announcement::Failure { errno, errmsg } => Either::Right(view! { <Refusal errno errmsg/> }),
        })
    };
    view! { <p class="visually-hidden" role="status" id="said">{message}</p> }
}

#[component]
fn PhaseDone(phase: usize) -> impl IntoView {
    PHASES.get(phase).map(|info| {
        view! {
            {phase + 1}
            " "
            <Both text=info.name/>
            " "
            <Both text=DONE/>
        }
    })
}

#[component]
fn Refusal(errno: i64, errmsg: String) -> impl IntoView {
    view! {
        {format!("errno {errno} ")}
        <span class="zh">{errmsg}</span>
        <span class="en" lang="en">{advice::find(errno).errmsg_en}</span>
    }
}
