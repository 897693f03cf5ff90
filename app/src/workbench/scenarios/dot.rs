//! The dot that shows where a demo taps.

use leptos::{ev, prelude::*};

use super::player::{Progress, stop};
use crate::{browser::document, workbench::state::use_workbench};

/// The dot, and what stops a demo: a tap or Esc of the visitor, wherever it is.
#[component]
pub(in crate::workbench) fn DemoDot() -> impl IntoView {
    let workbench = use_workbench();
    Effect::new(move |_| {
        let tap = window_event_listener(ev::pointerdown, move |event| {
            if event.is_trusted() {
                stop(workbench);
            }
        });
        let key = window_event_listener(ev::keydown, move |event| {
            if event.is_trusted() && event.key() == "Escape" {
                stop(workbench);
            }
        });
        on_cleanup(move || {
            tap.remove();
            key.remove();
        });
    });
    let progress = Memo::new(move |_| workbench.play.with(|play| play.progress));
    Effect::new(move |_| {
        let progress = progress.get().map(|progress| match progress {
            Progress::Playing => "playing",
            Progress::Done => "done",
            Progress::Failed => "failed",
            Progress::Stopped => "stopped",
        });
        document::set_root_attribute("data-scenario", progress);
    });
    let dot = Memo::new(move |_| workbench.play.with(|play| play.dot));
    let px = |place: Option<i32>| place.map(|place| format!("{place}px"));
    view! {
        <i
            class="dot"
            id="dot"
            hidden=Signal::derive(move || dot.get().is_none())
            style:left=Signal::derive(move || px(dot.get().map(|(x, _)| x)))
            style:top=Signal::derive(move || px(dot.get().map(|(_, y)| y)))
        ></i>
    }
}
